import Glibc

/// A file that one process at a time has, made where there is none, for its owner alone.
///
/// The lock is flock(2)'s: it ends with the process, however that ends, and a file that a dead process has left is taken
/// over. Who has the lock may remove or rename the file; a program that opened it before notices and looks again.
final class LockedFile: Sendable {
    let path: String
    let descriptor: CInt

    enum Failure: Error, Hashable {
        case held
        case system(SystemError)
    }

    init(_ path: String) throws(Failure) {
        self.path = path
        while true {
            let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { throw .system(.last) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let error = SystemError.last
                close(descriptor)
                throw error.code == EWOULDBLOCK ? .held : .system(error)
            }
            if StoreFileIdentity(descriptor) == StoreFileIdentity(path: path) {
                self.descriptor = descriptor
                return
            }
            close(descriptor)
        }
    }

    deinit {
        close(descriptor)
    }
}

/// An error of the system, by its number.
package struct SystemError: Error, Hashable, Sendable {
    package let code: CInt

    /// That of the call just made.
    static var last: SystemError { SystemError(code: errno) }

    /// - Throws: the error of a call that answered less than 0.
    static func check(_ result: some SignedInteger) throws(SystemError) {
        if result < 0 { throw .last }
    }

    var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }

    /// The system's own words.
    var words: String { String(cString: strerror(code)) }
}

/// Which file it is, whatever it is called.
struct StoreFileIdentity: Hashable {
    let device: dev_t
    let node: ino_t
    let names: Int
    let isDirectory: Bool

    private init(_ status: stat) {
        device = status.st_dev
        node = status.st_ino
        names = Int(status.st_nlink)
        isDirectory = status.st_mode & S_IFMT == S_IFDIR
    }

    init?(_ descriptor: CInt) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// `nil` when there is no such file.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    static func == (one: StoreFileIdentity, other: StoreFileIdentity) -> Bool {
        one.device == other.device && one.node == other.node
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(node)
    }
}
