/// Why the cache could not do what it was asked; whatever it is, the customers are still on the server.
package enum CacheFailure: Error, Hashable, Sendable {
    /// The directory or a file in it cannot be used at all.
    case unusable(path: String, reason: Reason)
    /// There is no room for what was to be written.
    case full
    /// Another process was writing for too long.
    case busy
    /// The file was damaged; it has been created again, empty.
    case damaged
    /// Anything else that SQLite said.
    case failed(detail: String)

    /// What is wrong with the file, or with its place.
    package enum Reason: Hashable, Sendable {
        /// A symbolic link, a directory or a device stands in the file's place.
        case notAFile
        case notADirectory
        /// It belongs to another user, who could read or change what is in it.
        case ownedByAnother
        /// A refusal of the operating system, in its own words.
        case system(String)
    }
}

extension CacheFailure {
    /// The cause and the next step.
    package var message: String {
        switch self {
        case .unusable(let path, let reason): "Nothing is kept in \(path): " + reason.causeAndNextStep
        case .full: "The disk is full, so the newest customers are not kept on it; make room."
        case .busy:
            "Another session was writing to the cache, so the newest customers are not kept; it goes on by itself."
        case .damaged: "The cache was damaged and has been emptied; customers are fetched again as they are needed."
        case .failed(let detail): "The cache does not work (\(detail)). If it lasts, run: customers wipe"
        }
    }
}

extension CacheFailure.Reason {
    fileprivate var causeAndNextStep: String {
        switch self {
        case .notAFile: "it is not an ordinary file. Remove it, and it is created again."
        case .notADirectory: "it is not a directory. Remove it, and it is created again."
        case .ownedByAnother: "it belongs to another user. Remove it, or choose another place with XDG_CACHE_HOME."
        case .system(let cause): "\(cause). Make it writable, or choose another place with XDG_CACHE_HOME."
        }
    }
}
