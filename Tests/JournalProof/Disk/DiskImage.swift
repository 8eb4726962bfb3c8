import SystemPackage

/// What a disk holds, with what is on its way there.
package struct DiskImage: Hashable, Sendable {
    private(set) var nodes: [Int: Node] = [0: Node(content: .directory(Log([:])), permissions: 0o700)]
    private var last = 0

    struct Node: Hashable, Sendable {
        var content: Content
        var permissions: UInt32
    }

    enum Content: Hashable, Sendable {
        case file(Log<[UInt8], FileChange>)
        case directory(Log<[String: Int], EntryChange>)
    }

    package init() {}

    init(_ nodes: [Int: Node]) {
        self.nodes = nodes
        last = nodes.count
    }

    /// An image with these directories and files, all of them on the disk.
    package init(directories: [String], files: [String: [UInt8]]) {
        for path in directories { _ = try? add(path, .directory(Log([:])), permissions: 0o700) }
        for (path, bytes) in files { _ = try? add(path, .file(Log(bytes)), permissions: 0o600) }
        for node in nodes.keys { sync(node) }
    }

    // MARK: Names

    private static func components(_ path: String) -> [String] {
        path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    }

    func entries(_ node: Int) throws(Errno) -> [String: Int] {
        guard case .directory(let log)? = nodes[node]?.content else { throw .notDirectory }
        return log.current
    }

    func find(_ path: String) throws(Errno) -> Int {
        var node = 0
        for name in Self.components(path) {
            guard let next = try entries(node)[name] else { throw .noSuchFileOrDirectory }
            node = next
        }
        return node
    }

    private func parent(_ path: String) throws(Errno) -> (node: Int, name: String) {
        let components = Self.components(path)
        guard let name = components.last else { throw .invalidArgument }
        let node = try find(components.dropLast().joined(separator: "/"))
        guard case .directory? = nodes[node]?.content else { throw .notDirectory }
        return (node, name)
    }

    mutating func add(_ path: String, _ content: Content, permissions: UInt32) throws(Errno) -> Int {
        let (directory, name) = try parent(path)
        guard try entries(directory)[name] == nil else { throw .fileExists }
        last += 1
        nodes[last] = Node(content: content, permissions: permissions)
        change(directory, .put(name, node: last))
        return last
    }

    mutating func link(_ node: Int, as path: String) throws(Errno) {
        let (directory, name) = try parent(path)
        guard try entries(directory)[name] == nil else { throw .fileExists }
        change(directory, .put(name, node: node))
    }

    mutating func remove(_ path: String) throws(Errno) {
        let (directory, name) = try parent(path)
        guard try entries(directory)[name] != nil else { throw .noSuchFileOrDirectory }
        change(directory, .remove(name))
    }

    /// Within one directory, which is all that a journal needs.
    mutating func rename(_ old: String, to new: String) throws(Errno) {
        let (directory, oldName) = try parent(old)
        let (target, newName) = try parent(new)
        guard directory == target else { throw .improperLink }
        guard let node = try entries(directory)[oldName] else { throw .noSuchFileOrDirectory }
        change(directory, .rename(oldName, to: newName, node: node))
    }

    // MARK: Contents

    func bytes(_ node: Int) throws(Errno) -> [UInt8] {
        guard case .file(let log)? = nodes[node]?.content else { throw .isDirectory }
        return log.current
    }

    /// The bytes of a file; `nil` when it is not there.
    package subscript(path: String) -> [UInt8]? {
        (try? find(path)).flatMap { try? bytes($0) }
    }

    /// The names in a directory, in order; none when it is not there.
    package func names(in path: String) -> [String] {
        guard let node = try? find(path), let entries = try? entries(node) else { return [] }
        return entries.keys.sorted()
    }

    mutating func change(_ node: Int, _ change: FileChange) {
        update(node) { content in
            guard case .file(var log) = content else { return }
            content = .directory(Log([:]))  // Not shared while it is changed.
            log.make(change) { $0.apply(to: &$1) }
            content = .file(log)
        }
    }

    private mutating func change(_ node: Int, _ change: EntryChange) {
        update(node) { content in
            guard case .directory(var log) = content else { return }
            log.make(change) { $0.apply(to: &$1) }
            content = .directory(log)
        }
    }

    mutating func setPermissions(_ node: Int, _ permissions: UInt32) { nodes[node]?.permissions = permissions }

    // MARK: Syncing

    mutating func sync(_ node: Int) {
        update(node) { content in
            switch content {
            case .file(var log):
                log.sync { $0.apply(to: &$1) }
                content = .file(log)
            case .directory(var log):
                log.sync { $0.apply(to: &$1) }
                content = .directory(log)
            }
        }
    }

    mutating func failSync(_ node: Int) {
        update(node) { content in
            switch content {
            case .file(var log):
                log.failSync()
                content = .file(log)
            // Names are changed in the file system's own log, which is written or the file system is lost.
            case .directory: break
            }
        }
    }

    private mutating func update(_ node: Int, _ change: (inout Content) -> Void) {
        guard var found = nodes.removeValue(forKey: node) else { return }
        change(&found.content)
        nodes[node] = found
    }
}
