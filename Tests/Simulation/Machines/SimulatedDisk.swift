import Disks
import Files
package import Randomness
import Synchronization
import SystemPackage
import TestSupport

/// The disk of one machine: what was synced outlives a power cut, and of the rest some may.
package final class SimulatedDisk: Sendable {
    private let contents = Mutex(Contents())

    package init() {}

    /// Files and names as the processes see them, and what of that is on the disk for certain.
    package struct Contents {
        var names: [String: Int] = ["/": 0]
        var nodes: [Int: Node] = [0: Node(kind: .directory, permissions: 0o700)]
        var descriptors: [Int32: Descriptor] = [:]
        var locks = FileLocks()
        private var syncedNames: [String: Int] = ["/": 0]
        private var unsyncedNames: [[String: Int?]] = []
        private var last: Int32 = 0

        struct Node {
            let kind: FileStatus.Kind
            var permissions: UInt32
            var bytes: [UInt8] = []
            /// How many of the bytes are on the disk for certain.
            var synced = 0
        }

        struct Descriptor {
            let node: Int
            let process: Int
        }

        /// Whether the directory is there that a path is in.
        func hasDirectory(for path: String) -> Bool {
            let parent = path.lastIndex(of: "/").map { path[..<$0] } ?? ""
            return names[parent.isEmpty ? "/" : String(parent)] != nil
        }

        mutating func nextNumber() -> Int32 {
            last += 1
            return last
        }

        /// Changes names in one step; `nil` takes one away.
        mutating func change(_ change: [String: Int?]) {
            unsyncedNames.append(change)
            Self.apply(change, to: &names)
        }

        mutating func syncNames() {
            syncedNames = names
            unsyncedNames = []
        }

        /// Keeps some of what was not synced: the first so many changes of names, and of each file the first so many bytes.
        fileprivate mutating func losePower(using random: inout SplitMix) {
            let kept = Int.random(in: 0...unsyncedNames.count, using: &random)
            for change in unsyncedNames.prefix(kept) { Self.apply(change, to: &syncedNames) }
            names = syncedNames
            unsyncedNames = []
            (descriptors, locks) = ([:], FileLocks())
            let living = Set(names.values)
            nodes = nodes.filter { living.contains($0.key) }
            for number in nodes.keys.sorted() {
                guard var node = nodes[number], node.synced < node.bytes.count else { continue }
                node.bytes = Array(node.bytes.prefix(Int.random(in: node.synced...node.bytes.count, using: &random)))
                node.synced = node.bytes.count
                nodes[number] = node
            }
        }

        private static func apply(_ change: [String: Int?], to names: inout [String: Int]) {
            for (path, node) in change { names[path] = node }
        }
    }

    func perform<Result: Sendable>(
        _ call: (inout Contents) throws(Errno) -> Result
    ) throws(Errno) -> Result {
        try contents.withLock { contents throws(Errno) in try call(&contents) }
    }

    package func losePower(using random: inout SplitMix) {
        contents.withLock { $0.losePower(using: &random) }
    }

    /// Closes what a process had open, as the kernel does when it ends.
    func release(_ process: Int) {
        contents.withLock { contents in
            let closed = contents.descriptors.filter { $0.value.process == process }
            for descriptor in closed.keys {
                contents.descriptors[descriptor] = nil
                contents.locks.unlock(by: descriptor)
            }
        }
    }

    /// The lines of all files that hold a text.
    func lines(with text: String) -> [(path: String, line: String)] {
        let files = contents.withLock { contents in
            contents.names.compactMap { path, node in contents.nodes[node].map { (path, $0) } }
        }
        return files.filter { $0.1.kind == .file && $0.1.bytes.contains(text, before: $0.1.bytes.count) }
            .flatMap { path, node in
                String(decoding: node.bytes, as: UTF8.self).split(separator: "\n").filter { $0.contains(text) }
                    .map { (path, String($0)) }
            }
    }

    /// Whether a file holds a text that a power cut would leave there.
    func keeps(_ text: String, in path: String) -> Bool {
        contents.withLock { contents in
            guard let node = contents.names[path].flatMap({ contents.nodes[$0] }) else { return false }
            return node.bytes.contains(text, before: node.synced)
        }
    }
}
