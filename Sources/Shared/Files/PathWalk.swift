import Glibc
import SystemPackage

/// Follows a path name by name, as the kernel does (path_resolution(7)), so that every directory and link on the way can be
/// judged.
///
/// Each is open when it is told of, and the next name is looked up in it: nobody can put another in its place in between.
final class PathWalk {
    /// The directory that it is in; less than 0 before the first.
    private var directory: Int32 = -1
    /// Its path, without links; empty for the root.
    private var path = ""
    /// The names that are still to be looked up, the next one last.
    private var names: [String]
    private var links = 0

    /// What is on the way.
    enum Step {
        case directory(String)
        /// A link that is followed next.
        ///
        /// - Parameter isLast: whether it stands for the file itself, and not for a directory before it.
        case link(String, FileStatus, isLast: Bool)
    }

    /// O_PATH (open(2)), which has no name in Swift: a place to look names up from, and not to be read.
    private static let place: Int32 = 0o10_000_000

    /// As the kernel has it.
    private static let maximumLinks = 40

    init(_ path: String) {
        guard !path.isEmpty else {
            names = [path]
            return
        }
        names = Self.names(of: path.hasPrefix("/") ? path : (PathText.real(".") ?? ".") + "/" + path)
    }

    deinit {
        if directory >= 0 { close(directory) }
    }

    /// - Returns: `nil` at the end, where the name of a file is left.
    func next() throws(Errno) -> Step? {
        guard directory >= 0 else {
            directory = try Self.root()
            return .directory("/")
        }
        guard let name = names.last else { return nil }
        let entry = try SystemCall.repeating { openat(directory, name, Self.place | O_NOFOLLOW | O_CLOEXEC) }
        let status: FileStatus
        do throws(Errno) {
            status = try FileStatus(of: entry)
        } catch {
            close(entry)
            throw error
        }
        switch status.kind {
        case .link:
            defer { close(entry) }
            return try follow(entry, status)
        case .directory:
            names.removeLast()
            return enter(entry, name)
        case .file, .socket, .other:
            close(entry)
            // Another name behind it is one in no directory.
            guard names.count == 1 else { throw .notDirectory }
            return nil
        }
    }

    /// Opens what the way has led to, which is no link.
    func open(_ flags: Int32) throws(Errno) -> Int32 {
        try SystemCall.repeating { openat(directory, names.last ?? ".", flags | O_NOFOLLOW) }
    }

    private func enter(_ entry: Int32, _ name: String) -> Step {
        close(directory)
        directory = entry
        switch name {
        case ".": break
        case "..": path = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        default: path += "/" + name
        }
        return .directory(path.isEmpty ? "/" : path)
    }

    private func follow(_ entry: Int32, _ status: FileStatus) throws(Errno) -> Step {
        links += 1
        guard links <= Self.maximumLinks else { throw .tooManySymbolicLinkLevels }
        let target = try Self.target(of: entry)
        let name = names.removeLast()
        let link = path + "/" + name
        let isLast = names.isEmpty
        names += Self.names(of: target)
        if target.hasPrefix("/") {
            let root = try Self.root()
            close(directory)
            (directory, path) = (root, "")
        }
        return .link(link, status, isLast: isLast)
    }

    private static func root() throws(Errno) -> Int32 {
        try SystemCall.repeating { Glibc.open("/", place | O_DIRECTORY | O_CLOEXEC) }
    }

    private static func target(of link: Int32) throws(Errno) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = try SystemCall.repeating { readlinkat(link, "", &buffer, buffer.count) }
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The last one first. A slash at the end asks for a directory.
    private static func names(of path: String) -> [String] {
        (path.hasSuffix("/") ? path + "." : path).split(separator: "/").reversed().map(String.init)
    }
}
