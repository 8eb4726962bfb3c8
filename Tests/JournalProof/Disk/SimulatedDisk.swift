package import Disks
package import Files
import Synchronization
package import SystemPackage

/// A disk in memory that forgets, when the power is cut, what a real one may forget.
///
/// One program uses it at a time; ``image`` is what the next one finds when this one is killed.
package final class SimulatedDisk: Disk {
    private let state: Mutex<State>

    fileprivate struct State {
        var image: DiskImage
        var open: [Int32: Int] = [:]
        var locks = FileLocks()
        var lastDescriptor: Int32 = 0
    }

    package init(_ image: DiskImage = DiskImage()) {
        state = Mutex(State(image: image))
    }

    package var image: DiskImage { state.withLock(\.image) }

    package func open(_ path: String, _ purpose: OpenPurpose) throws(Errno) -> OpenFile {
        try state.withLock { state throws(Errno) in
            let node = try state.node(path, purpose)
            if case .directory? = state.image.nodes[node]?.content {
                guard purpose == .directory || purpose == .reading else { throw .isDirectory }
            } else if purpose == .directory {
                throw .notDirectory
            }
            state.lastDescriptor += 1
            state.open[state.lastDescriptor] = node
            return OpenFile(descriptor: state.lastDescriptor)
        }
    }

    package func close(_ file: OpenFile) {
        unlock(file)
        state.withLock { _ = $0.open.removeValue(forKey: file.descriptor) }
    }

    package func fstat(_ file: OpenFile) throws(Errno) -> FileStatus {
        try withNode(file) { state, node throws(Errno) in try state.status(node) }
    }

    package func lstat(_ path: String) throws(Errno) -> FileStatus {
        try state.withLock { state throws(Errno) in try state.status(state.image.find(path)) }
    }

    package func pread(_ file: OpenFile, count: Int, at offset: Int) throws(Errno) -> [UInt8] {
        try withNode(file) { state, node throws(Errno) in
            Array(try state.image.bytes(node).dropFirst(offset).prefix(count))
        }
    }

    package func write(_ file: OpenFile, _ bytes: [UInt8]) throws(Errno) -> Int {
        try withNode(file) { state, node throws(Errno) in
            let end = try state.image.bytes(node).count
            state.image.change(node, .write(bytes, at: end))
            return bytes.count
        }
    }

    package func ftruncate(_ file: OpenFile, to size: Int) throws(Errno) {
        try withNode(file) { state, node in state.image.change(node, .truncate(size)) }
    }

    package func fdatasync(_ file: OpenFile) throws(Errno) {
        try withNode(file) { state, node in state.image.sync(node) }
    }

    package func fsync(_ directory: OpenFile) throws(Errno) {
        try withNode(directory) { state, node in state.image.sync(node) }
    }

    /// Lets a sync fail: what was not synced before never is for certain.
    package func failSync(_ file: OpenFile) {
        try? withNode(file) { state, node in state.image.failSync(node) }
    }

    package func fchmod(_ file: OpenFile, to permissions: UInt32) throws(Errno) {
        try withNode(file) { state, node in state.image.setPermissions(node, permissions) }
    }

    package func rename(_ old: String, to new: String) throws(Errno) {
        try state.withLock { state throws(Errno) in try state.image.rename(old, to: new) }
    }

    package func link(_ existing: String, as new: String) throws(Errno) {
        try state.withLock { state throws(Errno) in
            try state.image.link(try state.image.find(existing), as: new)
        }
    }

    package func unlink(_ path: String) throws(Errno) {
        try state.withLock { state throws(Errno) in try state.image.remove(path) }
    }

    package func mkdir(_ path: String) throws(Errno) {
        try state.withLock { state throws(Errno) in
            _ = try state.image.add(path, .directory(Log([:])), permissions: 0o700)
        }
    }

    package func readdir(_ path: String) throws(Errno) -> [String] {
        try state.withLock { state throws(Errno) in
            try state.image.entries(try state.image.find(path)).keys.sorted()
        }
    }

    package func lock(_ file: OpenFile, wait: Bool) throws(Errno) -> Bool {
        try withNode(file) { state, node throws(Errno) in
            try state.locks.lock(node, by: file.descriptor, wait: wait)
        }
    }

    package func unlock(_ file: OpenFile) {
        state.withLock { $0.locks.unlock(by: file.descriptor) }
    }

    package var userID: UInt32 { 0 }

    private func withNode<Result: Sendable>(
        _ file: OpenFile, _ body: (inout State, Int) throws(Errno) -> Result
    ) throws(Errno) -> Result {
        try state.withLock { state throws(Errno) in
            guard let node = state.open[file.descriptor] else { throw .badFileDescriptor }
            return try body(&state, node)
        }
    }
}

extension SimulatedDisk.State {
    fileprivate mutating func node(_ path: String, _ purpose: OpenPurpose) throws(Errno) -> Int {
        do throws(Errno) {
            let node = try image.find(path)
            guard purpose != .new else { throw Errno.fileExists }
            return node
        } catch {
            guard error == .noSuchFileOrDirectory, purpose == .new || purpose == .locking else { throw error }
            return try image.add(path, .file(Log([])), permissions: 0o600)
        }
    }

    fileprivate func status(_ number: Int) throws(Errno) -> FileStatus {
        guard let node = image.nodes[number] else { throw .noSuchFileOrDirectory }
        let (kind, size): (FileStatus.Kind, Int) =
            switch node.content {
            case .file(let log): (.file, log.current.count)
            case .directory: (.directory, 0)
            }
        return FileStatus(
            identity: FileIdentity(device: 0, inode: UInt64(number)), kind: kind, size: size, owner: 0,
            permissions: node.permissions)
    }
}
