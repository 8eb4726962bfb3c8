package import Disks
package import Files
import Synchronization
package import SystemPackage

/// A machine's disk as one process uses it, until the process is ended, perhaps in the middle of its work.
package final class ProcessDisk: Disk {
    private let machine: SimulatedDisk
    private let process: Int
    private let life = Mutex(Life())

    private struct Life {
        var callsLeft: Int?
        var failsNextSync = false
        var isOver = false

        /// Counts one more call.
        mutating func nextCall() -> Fate {
            guard !isOver else { return .isOver }
            guard let left = callsLeft else { return .happens }
            callsLeft = left - 1
            return left > 0 ? .happens : .isTheLast
        }

        /// Whether a sync fails; the next one does not.
        mutating func syncFails() -> Bool {
            defer { failsNextSync = false }
            return failsNextSync
        }
    }

    private enum Fate {
        case happens, isTheLast, isOver
    }

    package init(_ machine: SimulatedDisk, process: Int) {
        self.machine = machine
        self.process = process
    }

    /// Whether the process has ended.
    package var isOver: Bool { life.withLock(\.isOver) }

    /// Lets the process end after so many calls from now on: the last of them happens, and nobody hears of it.
    package func endProcess(afterCalls calls: Int?) {
        life.withLock { $0.callsLeft = calls }
    }

    /// Lets the next sync fail: what was written since the one before is not on the disk.
    package func failNextSync() {
        life.withLock { $0.failsNextSync = true }
    }

    package func endProcess() {
        life.withLock { $0.isOver = true }
        machine.release(process)
    }

    private func call<Result: Sendable>(
        _ call: (inout SimulatedDisk.Contents) throws(Errno) -> Result
    ) throws(Errno) -> Result {
        switch life.withLock({ $0.nextCall() }) {
        case .happens: return try machine.perform(call)
        case .isTheLast:
            _ = try? machine.perform(call)
            endProcess()
        case .isOver: break
        }
        throw .ioError
    }

    private func withNode<Result: Sendable>(
        _ file: OpenFile, _ body: (Int, inout SimulatedDisk.Contents.Node) throws(Errno) -> Result
    ) throws(Errno) -> Result {
        try call { contents throws(Errno) in
            // Taken out while it is changed, so that its bytes are not copied.
            guard let number = contents.descriptors[file.descriptor]?.node,
                var node = contents.nodes.removeValue(forKey: number)
            else { throw .badFileDescriptor }
            defer { contents.nodes[number] = node }
            return try body(number, &node)
        }
    }

    // MARK: Disk

    package func open(_ path: String, _ purpose: OpenPurpose) throws(Errno) -> OpenFile {
        try call { contents throws(Errno) in
            let existing = contents.names[path]
            guard purpose != .new || existing == nil else { throw .fileExists }
            guard existing != nil || purpose == .new || purpose == .locking, contents.hasDirectory(for: path) else {
                throw .noSuchFileOrDirectory
            }
            let descriptor = contents.nextNumber()
            let node = existing ?? Int(descriptor)
            if existing == nil {
                contents.nodes[node] = .init(kind: .file, permissions: 0o600)
                contents.change([path: node])
            }
            contents.descriptors[descriptor] = .init(node: node, process: process)
            return OpenFile(descriptor: descriptor)
        }
    }

    package func close(_ file: OpenFile) {
        _ = try? call { contents in
            contents.locks.unlock(by: file.descriptor)
            contents.descriptors[file.descriptor] = nil
        }
    }

    package func fstat(_ file: OpenFile) throws(Errno) -> FileStatus {
        try withNode(file) { number, node in node.status(number) }
    }

    package func lstat(_ path: String) throws(Errno) -> FileStatus {
        try call { contents throws(Errno) in
            guard let number = contents.names[path], let node = contents.nodes[number] else {
                throw .noSuchFileOrDirectory
            }
            return node.status(number)
        }
    }

    package func pread(_ file: OpenFile, count: Int, at offset: Int) throws(Errno) -> [UInt8] {
        try withNode(file) { _, node in Array(node.bytes.dropFirst(offset).prefix(count)) }
    }

    package func write(_ file: OpenFile, _ bytes: [UInt8]) throws(Errno) -> Int {
        try withNode(file) { _, node in
            node.bytes += bytes
            return bytes.count
        }
    }

    package func ftruncate(_ file: OpenFile, to size: Int) throws(Errno) {
        try withNode(file) { _, node in
            node.bytes = Array(node.bytes.prefix(size))
            node.synced = min(node.synced, size)
        }
    }

    package func fdatasync(_ file: OpenFile) throws(Errno) {
        if life.withLock({ $0.syncFails() }) { throw .ioError }
        try withNode(file) { _, node in node.synced = node.bytes.count }
    }

    package func fsync(_ directory: OpenFile) throws(Errno) {
        try call { contents in contents.syncNames() }
    }

    package func fchmod(_ file: OpenFile, to permissions: UInt32) throws(Errno) {
        try withNode(file) { _, node in node.permissions = permissions }
    }

    package func rename(_ old: String, to new: String) throws(Errno) {
        try call { contents throws(Errno) in
            guard let node = contents.names[old] else { throw .noSuchFileOrDirectory }
            contents.change([old: nil, new: node])
        }
    }

    package func link(_ existing: String, as new: String) throws(Errno) {
        try call { contents throws(Errno) in
            guard let node = contents.names[existing] else { throw .noSuchFileOrDirectory }
            guard contents.names[new] == nil else { throw .fileExists }
            contents.change([new: node])
        }
    }

    package func unlink(_ path: String) throws(Errno) {
        try call { contents throws(Errno) in
            guard contents.names[path] != nil else { throw .noSuchFileOrDirectory }
            contents.change([path: nil])
        }
    }

    package func mkdir(_ path: String) throws(Errno) {
        try call { contents throws(Errno) in
            guard contents.names[path] == nil else { throw .fileExists }
            guard contents.hasDirectory(for: path) else { throw .noSuchFileOrDirectory }
            let node = Int(contents.nextNumber())
            contents.nodes[node] = .init(kind: .directory, permissions: 0o700)
            contents.change([path: node])
        }
    }

    package func readdir(_ path: String) throws(Errno) -> [String] {
        let prefix = path + "/"
        return try call { contents throws(Errno) in
            guard contents.names[path] != nil else { throw .noSuchFileOrDirectory }
            return contents.names.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
                .filter { !$0.contains("/") }.sorted()
        }
    }

    package func lock(_ file: OpenFile, wait: Bool) throws(Errno) -> Bool {
        try call { contents throws(Errno) in
            guard let node = contents.descriptors[file.descriptor]?.node else { throw .badFileDescriptor }
            return try contents.locks.lock(node, by: file.descriptor, wait: wait)
        }
    }

    package func unlock(_ file: OpenFile) {
        _ = try? call { contents in contents.locks.unlock(by: file.descriptor) }
    }

    package var userID: UInt32 { 0 }
}

extension SimulatedDisk.Contents.Node {
    fileprivate func status(_ number: Int) -> FileStatus {
        FileStatus(
            identity: FileIdentity(device: 0, inode: UInt64(number)), kind: kind, size: bytes.count, owner: 0,
            permissions: permissions)
    }
}
