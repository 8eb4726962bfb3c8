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

    private static let pauseMilliseconds = 10

    /// - Parameter waitingMilliseconds: for another process to let go, at most.
    /// - Throws: also for what is there and is no file, and for a file of several names, which may be another file's.
    package init(_ path: String, waitingMilliseconds: Int = 0) throws(Failure) {
        self.path = path
        var pauses = waitingMilliseconds / Self.pauseMilliseconds
        while true {
            let descriptor = try Self.locked(path, &pauses)
            if let status = try? FileStatus(of: descriptor), status.identity == FileIdentity(path: path) {
                if let fault = Self.fault(of: status) {
                    close(descriptor)
                    throw .system(fault)
                }
                self.descriptor = descriptor
                return
            }
            close(descriptor)
        }
    }

    private static func fault(of status: FileStatus) -> Errno? {
        guard status.kind == .file else { return .invalidArgument }
        return status.names > 1 ? .tooManyLinks : nil
    }

    private static func locked(_ path: String, _ pauses: inout Int) throws(Failure) -> CInt {
        var opened: CInt?
        do throws(Errno) {
            let descriptor = try SystemCall.repeating { open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600) }
            opened = descriptor
            try lock(descriptor, &pauses)
            return descriptor
        } catch {
            if let opened { close(opened) }
            throw error == .wouldBlock ? .held : .system(error)
        }
    }

    private static func lock(_ descriptor: CInt, _ pauses: inout Int) throws(Errno) {
        while true {
            do throws(Errno) {
                try SystemCall.repeating { flock(descriptor, LOCK_EX | LOCK_NB) }
                return
            } catch {
                guard error == .wouldBlock, pauses > 0 else { throw error }
                pauses -= 1
                usleep(UInt32(Self.pauseMilliseconds * 1_000))
            }
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
