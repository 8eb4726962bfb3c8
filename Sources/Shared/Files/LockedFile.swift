import Glibc
package import SystemPackage

/// A file that one process at a time has, made where there is none, for its owner alone.
///
/// The lock is flock(2)'s: it ends with the process, however that ends, and a file that a dead process has left is taken
/// over. Who has the lock may remove or rename the file; a program that opened it before notices and looks again.
package final class LockedFile: Sendable {
    package let path: String
    package let descriptor: CInt

    package enum Failure: Error, Hashable {
        /// Another process has it.
        case held
        case system(Errno)

        package var code: Errno {
            switch self {
            case .held: .wouldBlock
            case .system(let code): code
            }
        }
    }

    /// - Parameter isPatient: waits for another process to let go.
    package init(_ path: String, isPatient: Bool = false) throws(Failure) {
        self.path = path
        while true {
            let descriptor = try Self.locked(path, isPatient)
            if let mine = try? FileStatus(of: descriptor).identity, mine == FileIdentity(path: path) {
                self.descriptor = descriptor
                return
            }
            close(descriptor)
        }
    }

    private static func locked(_ path: String, _ isPatient: Bool) throws(Failure) -> CInt {
        var opened: CInt?
        do throws(Errno) {
            let descriptor = try SystemCall.repeating { open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600) }
            opened = descriptor
            try SystemCall.repeating { flock(descriptor, isPatient ? LOCK_EX : LOCK_EX | LOCK_NB) }
            return descriptor
        } catch {
            if let opened { close(opened) }
            throw error == .wouldBlock ? .held : .system(error)
        }
    }

    deinit {
        close(descriptor)
    }

    /// Lets others have the file, and takes it away.
    ///
    /// The file goes before the lock does: a program that waits at it sees that it is gone, and makes another.
    package func remove() {
        unlink(path)
        flock(descriptor, LOCK_UN)
    }
}
