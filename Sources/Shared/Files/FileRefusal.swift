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

    /// What the program wanted of the file.
    package enum Use: Hashable, Sendable {
        case reading
        /// To make it, or to write to it.
        case writing
    }

    /// The cause and the next step.
    ///
    /// - Parameter role: what the file is, such as `the token file`.
    package func message(_ role: String, _ path: String, for use: Use = .reading) -> String {
        switch self {
        case .system(let code): Self.message(role, path, code, use)
        case .notAFile, .link: "\(role) \(path) cannot be used: \(reason). Name the file itself."
        case .foreign: "\(role) \(path) cannot be used: \(reason). Give it to this user with chown, or name another."
        case .exposed(isToRead: true): "\(role) \(path) is open to other users of this machine: chmod 600 \(path)"
        case .exposed(isToRead: false): "\(role) \(path) can be written by other users: chmod go-w \(path)"
        case .tooLarge: "\(role) \(path) cannot be used: \(reason)."
        }
    }

    private static func message(_ role: String, _ path: String, _ code: Errno, _ use: Use) -> String {
        switch (use, code) {
        case (.reading, .noSuchFileOrDirectory): "\(role) \(path) does not exist."
        case (.reading, .permissionDenied): "\(role) \(path) may not be read by this user."
        case (.reading, _): "\(role) \(path) cannot be read: \(code)."
        case (.writing, .noSuchFileOrDirectory), (.writing, .notDirectory):
            "\(role) \(path) has no directory: make that first."
        case (.writing, .isDirectory): "\(role) \(path) is a directory: name a file in it."
        case (.writing, .permissionDenied), (.writing, .notPermitted), (.writing, .readOnlyFileSystem):
            "\(role) \(path) may not be written by this user."
        case (.writing, .noSpace), (.writing, .diskQuotaExceeded), (.writing, .fileTooLarge):
            "\(role) \(path) cannot be written: \(code). Make room, or name another."
        case (.writing, _): "\(role) \(path) cannot be written: \(code)."
        }
    }
}
