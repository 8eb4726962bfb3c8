package import Files
import Synchronization
package import SystemPackage

/// An in-memory disk, for when no home directory is writable.
package final class MemoryDisk: Disk {
    private let state = Mutex(State())

    private struct State {
        var names: [String: Int] = ["/": 0]
        var nodes: [Int: Node] = [0: Node(kind: .directory, permissions: 0o700)]
        var open: [Int32: Int] = [:]
        var locks = FileLocks()
        var last: Int32 = 0

        /// Whether the directory is there that the path is in.
        func hasFolder(of path: String) -> Bool {
            let folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
            return names[folder.isEmpty ? "/" : String(folder)] != nil
        }

        /// Lets go of a node to which no name leads any more, unless somebody has it open.
        mutating func free(_ node: Int?) {
            guard let node, !names.values.contains(node), !open.values.contains(node) else { return }
            nodes[node] = nil
        }
    }

    private struct Node {
        let kind: FileStatus.Kind
        var permissions: UInt32
        var bytes: [UInt8] = []
    }

    package init() {}

    package func open(_ path: String, _ purpose: OpenPurpose) throws(Errno) -> OpenFile {
        try state.withLock { state throws(Errno) in
            let existing = state.names[path]
            guard purpose != .new || existing == nil else { throw .fileExists }
            guard existing != nil || purpose == .new || purpose == .locking else { throw .noSuchFileOrDirectory }
            state.last += 1
            let node = existing ?? Int(state.last)
            if existing == nil {
                guard state.hasFolder(of: path) else { throw .noSuchFileOrDirectory }
                state.names[path] = node
                state.nodes[node] = Node(kind: .file, permissions: 0o600)
            }
            state.open[state.last] = node
            return OpenFile(descriptor: state.last)
        }
    }

    package func close(_ file: OpenFile) {
        state.withLock { state in
            state.locks.unlock(by: file.descriptor)
            let node = state.open.removeValue(forKey: file.descriptor)
            state.free(node)
        }
    }

    package func fstat(_ file: OpenFile) throws(Errno) -> FileStatus {
        try withNode(file) { index, node throws(Errno) in try status(index, node) }
    }

    package func lstat(_ path: String) throws(Errno) -> FileStatus {
        try state.withLock { state throws(Errno) in
            guard let index = state.names[path], let node = state.nodes[index] else { throw .noSuchFileOrDirectory }
            return try status(index, node)
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
            node.bytes = Array(node.bytes.prefix(size)) + Array(repeating: 0, count: max(0, size - node.bytes.count))
        }
    }

    package func fdatasync(_ file: OpenFile) throws(Errno) {}

    package func fsync(_ directory: OpenFile) throws(Errno) {}

    package func fchmod(_ file: OpenFile, to permissions: UInt32) throws(Errno) {
        try withNode(file) { _, node in node.permissions = permissions }
    }

    package func rename(_ old: String, to new: String) throws(Errno) {
        try state.withLock { state throws(Errno) in
            guard let node = state.names.removeValue(forKey: old) else { throw .noSuchFileOrDirectory }
            let replaced = state.names.updateValue(node, forKey: new)
            state.free(replaced)
        }
    }

    package func link(_ existing: String, as new: String) throws(Errno) {
        try state.withLock { state throws(Errno) in
            guard let node = state.names[existing] else { throw .noSuchFileOrDirectory }
            guard state.names[new] == nil else { throw .fileExists }
            state.names[new] = node
        }
    }

    package func unlink(_ path: String) throws(Errno) {
        try state.withLock { state throws(Errno) in
            guard let node = state.names.removeValue(forKey: path) else { throw .noSuchFileOrDirectory }
            state.free(node)
        }
    }

    package func mkdir(_ path: String) throws(Errno) {
        try state.withLock { state throws(Errno) in
            guard state.names[path] == nil else { throw .fileExists }
            guard state.hasFolder(of: path) else { throw .noSuchFileOrDirectory }
            state.last += 1
            state.names[path] = Int(state.last)
            state.nodes[Int(state.last)] = Node(kind: .directory, permissions: 0o700)
        }
    }

    package func readdir(_ path: String) throws(Errno) -> [String] {
        let prefix = path + "/"
        return try state.withLock { state throws(Errno) in
            guard state.names[path] != nil else { throw .noSuchFileOrDirectory }
            return state.names.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
                .filter { !$0.contains("/") }.sorted()
        }
    }

    package func lock(_ file: OpenFile, wait: Bool) throws(Errno) -> Bool {
        try state.withLock { state throws(Errno) in
            guard let node = state.open[file.descriptor] else { throw .badFileDescriptor }
            return try state.locks.lock(node, by: file.descriptor, wait: wait)
        }
    }

    package func unlock(_ file: OpenFile) {
        state.withLock { $0.locks.unlock(by: file.descriptor) }
    }

    package var userID: UInt32 { 0 }

    private func withNode<Result: Sendable>(
        _ file: OpenFile, _ body: (Int, inout Node) throws(Errno) -> Result
    ) throws(Errno) -> Result {
        try state.withLock { state throws(Errno) in
            // Taken out while it is changed, so that its bytes are not copied.
            guard let index = state.open[file.descriptor], var node = state.nodes.removeValue(forKey: index) else {
                throw .badFileDescriptor
            }
            defer { state.nodes[index] = node }
            return try body(index, &node)
        }
    }

    private func status(_ index: Int, _ node: Node) throws(Errno) -> FileStatus {
        FileStatus(
            identity: FileIdentity(device: 0, inode: UInt64(index)), kind: node.kind, size: node.bytes.count, owner: 0,
            permissions: node.permissions)
    }
}
