import Glibc
package import SystemPackage

/// A file that a person keeps and this program only reads: settings, a token.
package struct UserFile: Sendable {
    package let status: FileStatus
    package let bytes: [UInt8]

    /// Reads a file, following links; it never waits for a pipe or a device.
    ///
    /// - Parameter limit: in bytes; what follows is not read.
    /// - Throws: ``Unreadable``, also for what is not an ordinary file.
    package init(_ path: String, limit: Int) throws(Unreadable) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .refused(.last) }
        defer { close(descriptor) }
        do throws(Errno) {
            status = try SystemDisk().fstat(OpenFile(descriptor: descriptor))
            bytes = status.kind == .file ? try Descriptor.read(descriptor, limit: limit) : []
        } catch {
            throw .refused(error)
        }
        guard status.kind == .file else { throw .notAFile }
    }

    /// Why there is nothing to read.
    package enum Unreadable: Error, Hashable, Sendable {
        case refused(Errno)
        case notAFile

        package var reason: String {
            switch self {
            case .refused(let code): code.description
            case .notAFile: "it is not a file"
            }
        }
    }
}
