import Glibc
package import SystemPackage

/// An open file that this program writes for itself: this user's alone, judged by what was opened and not by its name.
package final class PrivateFile: Sendable {
    package let descriptor: CInt

    /// Opens the file itself, never what a symbolic link leads to; it never waits for a pipe or a device.
    ///
    /// - Parameters:
    ///   - flags: of open(2), besides those that every file here is opened with; a file that is made has mode 0600.
    ///   - closing: whether one of this user's that is open to others is closed to them, and not refused.
    package init(_ path: String, _ flags: CInt, closing: Bool = false) throws(FileRefusal) {
        do throws(Errno) {
            let flags = flags | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK
            descriptor = try SystemCall.repeating { open(path, flags, 0o600) }
        } catch {
            // What open(2) says of a link, and of a pipe that nobody reads or a socket.
            switch error {
            case .tooManySymbolicLinkLevels: throw .link
            case .noSuchAddressOrDevice: throw .notAFile
            default: throw .system(error)
            }
        }
        if let refusal = Self.refusal(of: descriptor, closing) {
            close(descriptor)
            throw refusal
        }
    }

    private static func refusal(of descriptor: CInt, _ closing: Bool) -> FileRefusal? {
        do throws(Errno) {
            let status = try FileStatus(of: descriptor)
            let refusal = FileRule.own.refusal(of: status)
            guard closing, case .exposed = refusal else { return refusal }
            try SystemCall.repeating { fchmod(descriptor, status.permissions & 0o700) }
            return FileRule.own.refusal(of: try FileStatus(of: descriptor))
        } catch {
            return .system(error)
        }
    }

    deinit {
        close(descriptor)
    }

    private var status: FileStatus? { try? FileStatus(of: descriptor) }

    package var size: Int { status?.size ?? 0 }

    /// Whether no name leads to it any more.
    package var isRemoved: Bool { status?.names == 0 }

    /// Whether it is what stands under a name now.
    package func isAt(_ path: String) -> Bool {
        guard let status else { return false }
        return (try? FileStatus(ofLink: path))?.identity == status.identity
    }

    /// Whether this process alone has it now, by flock(2).
    package func lock() -> Bool { (try? SystemCall.repeating { flock(descriptor, LOCK_EX | LOCK_NB) }) != nil }

    package func unlock() { flock(descriptor, LOCK_UN) }

    /// Writes all of the bytes; one call of write(2), as a rule.
    package func write(_ bytes: [UInt8]) throws(Errno) {
        try Descriptor.write(bytes, to: descriptor)
    }

    /// Cuts the file; whether that could be done.
    package func truncate(to size: Int) -> Bool {
        (try? SystemCall.repeating { ftruncate(descriptor, off_t(size)) }) != nil
    }

    /// Waits until the disk has what was written.
    package func synchronize() throws(Errno) {
        guard fsync(descriptor) == 0 else { throw .last }
    }

    /// The file's last bytes.
    package func tail(upTo count: Int) -> [UInt8] {
        let (size, count) = (size, min(count, size))
        var bytes = [UInt8](repeating: 0, count: count)
        let taken = try? SystemCall.repeating { pread(descriptor, &bytes, count, off_t(size - count)) }
        return Array(bytes.prefix(taken ?? 0))
    }
}
