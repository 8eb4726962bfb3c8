package import SystemPackage

/// Why a file is not used.
package enum FileRefusal: Error, Hashable, Sendable {
    case system(Errno)
    /// A directory, a pipe, a device.
    case notAFile
    /// A symbolic link where none is followed, whether it leads anywhere or not.
    case link
    /// Another user's, or a link that another user has made.
    case foreign(owner: UInt32)
    /// Open to other users: to read, or only to write.
    case exposed(isToRead: Bool)
    case tooLarge(limitBytes: Int)

    /// The cause, to stand behind `it cannot be used:` or in brackets.
    package var reason: String {
        switch self {
        case .system(let code): code.description
        case .notAFile: "it is not a file"
        case .link: "it is a symbolic link"
        case .foreign(let owner): "it belongs to user \(owner)"
        case .exposed(isToRead: true): "it is open to other users of this machine"
        case .exposed(isToRead: false): "other users of this machine can write it"
        case .tooLarge(let limit): "it is larger than \(Self.size(limit))"
        }
    }

    private static func size(_ bytes: Int) -> String {
        switch bytes {
        case (1 << 20)...: "\(bytes >> 20) MiB"
        case (1 << 10)...: "\(bytes >> 10) KiB"
        default: "\(bytes) bytes"
        }
    }

    /// The cause and the next step.
    ///
    /// - Parameter role: what the file is, such as `the token file`.
    package func message(_ role: String, _ path: String) -> String {
        switch self {
        case .system(.noSuchFileOrDirectory): "\(role) \(path) does not exist."
        case .system(.permissionDenied): "\(role) \(path) may not be read by this user."
        case .system(let code): "\(role) \(path) cannot be read: \(code)."
        case .notAFile, .link: "\(role) \(path) cannot be used: \(reason). Name the file itself."
        case .foreign: "\(role) \(path) cannot be used: \(reason). Give it to this user with chown, or name another."
        case .exposed(isToRead: true): "\(role) \(path) is open to other users of this machine: chmod 600 \(path)"
        case .exposed(isToRead: false): "\(role) \(path) can be written by other users: chmod go-w \(path)"
        case .tooLarge: "\(role) \(path) cannot be used: \(reason)."
        }
    }
}
