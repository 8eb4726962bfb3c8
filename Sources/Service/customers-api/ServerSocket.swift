import Domain
import Files
import Glibc
import HummingbirdCore
import StandardStreams
import Synchronization
import SystemPackage

/// A Unix socket to listen on in place of a port.
///
/// A lock beside it is held while a server makes or removes it: of two that start at once one listens, and one that ends
/// leaves what another has put in its place. It is bound under a name of its own and renamed once it listens, for swift-nio
/// removes what has the bound name when it stops listening, even if that is another's by then.
final class ServerSocket: Sendable {
    let path: String
    /// The name that it is bound under, in the same directory.
    let boundPath: String
    /// Who may connect: anyone who may write it (unix(7)).
    private let mode: UInt32
    private let state = Mutex(State.closed)

    private enum State {
        case closed
        /// Nobody else makes or removes it.
        case opening(LockedFile)
        /// The descriptor keeps the file's number from being given to another.
        case open(CInt)
    }

    /// `O_PATH` (open(2)), which Swift's Glibc leaves out: a descriptor of the file's name alone.
    private static let nameOnly: CInt = 0x20_0000

    /// The most that its address has room for (unix(7)), in bytes.
    private static let maximumBytes = 107

    private static let count = Atomic(0)

    init(path: String, mode: UInt32) {
        (self.path, self.mode) = (path, mode)
        let number = Self.count.wrappingAdd(1, ordering: .relaxed).newValue
        boundPath = FilePath(path).removingLastComponent().appending(".\(getpid())-\(number)").string
    }

    /// Of the lock's name.
    static let lockEnding = "-socket-lock"

    private var lockPath: String { path + Self.lockEnding }

    /// What to bind.
    var address: BindAddress { .unixDomainSocket(path: boundPath) }

    /// Looks whether it may be made: what a killed server has left will be replaced, what somebody listens on or is no
    /// socket stays.
    func prepare() throws(StartFailure) {
        guard path.utf8.count <= Self.maximumBytes, boundPath.utf8.count <= Self.maximumBytes else {
            throw StartFailure(.usage, "\(path) is too long for a socket: at most \(Self.maximumBytes) bytes.")
        }
        let lock = try locked()
        do throws(StartFailure) {
            try look()
        } catch {
            lock.remove()
            throw error
        }
        // Until the mode is set nobody else may connect.
        umask(0o077)
        state.withLock { $0 = .opening(lock) }
    }

    private func locked() throws(StartFailure) -> LockedFile {
        do throws(LockedFile.Failure) {
            return try LockedFile(lockPath, waitingMilliseconds: 3_000)
        } catch {
            guard error == .held else { throw StartFailure(.system(error.code), "the socket", path, for: .writing) }
            throw StartFailure(.unavailable, "another program has \(lockPath): end that, or name another socket.")
        }
    }

    private func look() throws(StartFailure) {
        let status: FileStatus
        do throws(Errno) {
            status = try FileStatus(ofLink: path)
        } catch {
            if error == .noSuchFileOrDirectory { return }
            throw StartFailure(.system(error), "the socket", path, for: .writing)
        }
        guard status.kind == .socket else {
            throw StartFailure(.cannotCreate, "\(path) is there and is no socket: name another.")
        }
        switch SocketProbe(path) {
        case .listening(let process):
            let name = process.map { " (process \($0))" } ?? ""
            throw StartFailure(
                .unavailable, "another server listens on \(path)\(name): stop that, or name another socket.")
        case .left: break
        case .unknown(let code): throw StartFailure(.cannotCreate, "cannot use \(path): \(code).")
        }
    }

    /// Lets those in who may come, once it listens.
    func open() {
        let descriptor = Glibc.open(boundPath, Self.nameOnly | O_NOFOLLOW | O_CLOEXEC)
        if descriptor < 0 || fchmodat(AT_FDCWD, boundPath, mode, AT_SYMLINK_NOFOLLOW) != 0 {
            StandardStream.error.say("customers-api: nobody else may connect to \(path): its mode is not set.")
        }
        if rename(boundPath, path) != 0 {
            StandardStream.error.say("customers-api: nobody can connect to \(path): \(Errno.last).")
        }
        state.withLock { state in
            if case .opening(let lock) = state { lock.remove() }
            state = descriptor < 0 ? .closed : .open(descriptor)
        }
    }

    /// Removes it, unless it is another server's by now, or one is just making its own.
    func remove() {
        let last = state.withLock { state in
            defer { state = .closed }
            return state
        }
        switch last {
        case .closed: break
        case .opening(let lock): lock.remove()
        case .open(let descriptor):
            defer { close(descriptor) }
            guard let lock = try? LockedFile(lockPath) else { return }
            let own = try? FileStatus(of: descriptor).identity
            if own == (try? FileStatus(ofLink: path).identity) { unlink(path) }
            lock.remove()
        }
    }
}

/// What comes of connecting to a socket that is there.
private enum SocketProbe {
    /// The process's number, where the system tells it.
    case listening(process: Int32?)
    /// Nobody listens any more.
    case left
    case unknown(Errno)

    /// It never waits.
    init(_ path: String) {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else {
            self = .unknown(.last)
            return
        }
        defer { close(descriptor) }
        do throws(Errno) {
            try Self.connect(descriptor, path)
            self = .listening(process: Self.peer(of: descriptor))
        } catch {
            switch error {
            case .connectionRefused: self = .left
            // So many wait that there is no room for another one.
            case .wouldBlock: self = .listening(process: nil)
            default: self = .unknown(error)
            }
        }
    }

    private static func connect(_ descriptor: CInt, _ path: String) throws(Errno) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { room in room.copyBytes(from: path.utf8.prefix(room.count - 1)) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw .last }
    }

    private static func peer(of descriptor: CInt) -> Int32? {
        // `struct ucred` (unix(7)): process, user, group.
        var credentials: (Int32, UInt32, UInt32) = (0, 0, 0)
        var size = socklen_t(MemoryLayout.size(ofValue: credentials))
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else { return nil }
        return credentials.0 > 0 ? credentials.0 : nil
    }
}
