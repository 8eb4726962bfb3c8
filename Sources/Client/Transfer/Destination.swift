import Domain
import Files
import Glibc
import SystemPackage
import Wording

/// Where something is written to, as the path that a person gave leads there.
enum Destination: Hashable, Sendable {
    /// A file that is there only when it is complete.
    ///
    /// - Parameters:
    ///   - temporary: its path until then.
    ///   - replaces: whether it takes the place of a file that is there by then.
    case file(String, temporary: String, replaces: Bool)
    /// A pipe, which others read from.
    case pipe(String)
    /// A terminal or another device.
    case stream(String)
    /// One of this process's own, as `/dev/stdout` is.
    case open(Int32)

    /// As many links as Linux follows (path_resolution(7)).
    private static let maximumLinks = 40

    /// - Parameters:
    ///   - replaces: whether a file that is there, and has something in it, is replaced.
    ///   - advice: what to do about one that is not.
    /// - Throws: ``ExitStatus/cannotCreate`` when nothing can be written there.
    init(_ path: String, replaces: Bool, otherwise advice: String) throws(CommandFailure) {
        if let number = Self.ownDescriptor(path) {
            self = .open(number)
            return
        }
        var status = stat()
        // Follows links as far as the system lets this user (proc(5), protected_symlinks).
        if stat(path, &status) == 0 {
            self = try Self.existing(path, status, replaces: replaces, advice)
        } else if errno == ENOENT {
            self = try Self.file(path, replaces: replaces)
        } else {
            throw CommandFailure(.cannotCreate, "Cannot create \(path): \(Errno.last).")
        }
    }

    var isAtomic: Bool {
        if case .file = self { true } else { false }
    }

    /// Waits for somebody to read a pipe.
    ///
    /// - Returns: a descriptor to write to.
    /// - Throws: ``Errno`` when there can be none, `CancellationError` when the task was cancelled meanwhile.
    func open() async throws -> Int32 {
        while true {
            let descriptor = opened()
            if descriptor >= 0 {
                if case .pipe = self { _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK) }
                return descriptor
            }
            let failure = Errno.last
            guard case .pipe = self, [.noSuchAddressOrDevice, .interrupted].contains(failure) else { throw failure }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// Between two looks for a reader.
    private static let pause = Duration.milliseconds(100)

    private func opened() -> Int32 {
        switch self {
        case .file(_, let temporary, _): Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        // A call that waited for a reader would not end with a signal.
        case .pipe(let path): Glibc.open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK)
        case .stream(let path): Glibc.open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
        case .open(let number): fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
        }
    }

    /// Brings everything to the disk and gives the file its name.
    func complete(_ descriptor: Int32) throws(Errno) {
        guard case .file(let path, let temporary, let replaces) = self else { return }
        guard fsync(descriptor) == 0 else { throw .last }
        if !replaces {
            // Unlike a change of name it takes nothing's place; not every file system has it.
            if Glibc.link(temporary, path) == 0 {
                unlink(temporary)
                return
            }
            guard errno != EEXIST else { throw .fileExists }
        }
        guard rename(temporary, path) == 0 else { throw .last }
    }

    /// Removes what is not complete.
    func discard() {
        if case .file(_, let temporary, _) = self { unlink(temporary) }
    }

    // MARK: Paths

    private static func existing(
        _ path: String, _ status: stat, replaces: Bool, _ advice: String
    ) throws(CommandFailure) -> Destination {
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            // Of an empty one nothing is lost.
            guard replaces || status.st_size == 0 else { throw CommandFailure(.cannotCreate, there(path, advice)) }
            return try file(path, replaces: true)
        case S_IFIFO: return .pipe(path)
        case S_IFCHR: return .stream(path)
        case let kind:
            let what = kind == S_IFDIR ? "a directory" : "neither a file nor a pipe"
            throw CommandFailure(
                .cannotCreate, "\(path) is \(what). Name a file, or leave it away to write to standard output.")
        }
    }

    static func there(_ path: String, _ advice: String) -> String {
        "\(path) is there already, and was left as it is. \(advice)"
    }

    private static func file(_ path: String, replaces: Bool) throws(CommandFailure) -> Destination {
        let path = try target(path)
        let temporary = folder(of: path) + ".customers-" + String(UInt64.random(in: .min ... .max), radix: 36)
        return .file(path, temporary: temporary, replaces: replaces)
    }

    /// What the last part of a path leads to, whether that exists or not.
    private static func target(_ path: String) throws(CommandFailure) -> String {
        var path = path
        for _ in 0..<maximumLinks {
            guard let next = link(path) else { return path }
            path = next.hasPrefix("/") ? next : folder(of: path) + next
        }
        throw CommandFailure(.cannotCreate, "\(path) is a link that leads to itself. Name a file.")
    }

    private static func link(_ path: String) -> String? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &target, target.count)
        guard count > 0 else { return nil }
        return String(decoding: target.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The path up to and with its last slash.
    private static func folder(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)])
    }

    /// Opened by its path a file would be begun again, over what others have written to it.
    private static func ownDescriptor(_ path: String) -> Int32? {
        switch path {
        case "/dev/stdout": STDOUT_FILENO
        case "/dev/stderr": STDERR_FILENO
        default:
            ["/dev/fd/", "/proc/self/fd/"].lazy.filter(path.hasPrefix).compactMap { Int32(path.dropFirst($0.count)) }
                .first
        }
    }
}
