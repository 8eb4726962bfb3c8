import Crypto
import JSON

/// Where a cache is.
package enum CacheLocation: Hashable, Sendable {
    /// In this file; it and its directory are created if missing.
    case file(String)
    /// In this process's memory, gone with it.
    case memory

    /// The file that belongs to an API in a directory of this user.
    ///
    /// Its name has a hash of the origin, so that the customers of one API are never taken for those of another.
    package static func file(in directory: String, origin: String) -> CacheLocation {
        let hash = SHA256.hash(data: Array(origin.utf8)).prefix(8)
        return .file(directory + "/cache-" + Hexadecimal.text(hash) + ".db")
    }
}
