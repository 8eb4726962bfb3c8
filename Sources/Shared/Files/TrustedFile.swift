import Glibc
import SystemPackage

/// A file that this program only reads, and keeps secret or does as it says: a token, a key, a configuration.
package enum TrustedFile {
    /// Reads a file that keeps the rule; it never waits for a pipe or a device.
    ///
    /// The rule is held against the open file from which the bytes then come, so nobody can put another in its place in
    /// between.
    ///
    /// - Parameter limitBytes: of the file; a longer one is refused.
    package static func read(_ path: String, _ rule: FileRule, limitBytes: Int) throws(FileRefusal) -> [UInt8] {
        let descriptor = try opened(path, rule)
        defer { close(descriptor) }
        let status = try attempt { () throws(Errno) in try FileStatus(of: descriptor) }
        if let refusal = rule.refusal(of: status) { throw refusal }
        let bytes = try attempt { () throws(Errno) in try Descriptor.read(descriptor, limit: limitBytes + 1) }
        guard bytes.count <= limitBytes else { throw .tooLarge(limitBytes: limitBytes) }
        return bytes
    }

    private static let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK

    private static func opened(_ path: String, _ rule: FileRule) throws(FileRefusal) -> Int32 {
        do throws(Errno) {
            return try SystemCall.repeating { open(path, flags | O_NOFOLLOW) }
        } catch {
            // What open(2) says of a link.
            guard error == .tooManySymbolicLinkLevels else { throw .system(error) }
        }
        let link = try attempt { () throws(Errno) in try FileStatus(ofLink: path) }
        if link.kind == .link, let refusal = rule.refusal(ofLink: link) { throw refusal }
        return try attempt { () throws(Errno) in try SystemCall.repeating { open(path, flags) } }
    }

    private static func attempt<Value>(_ call: () throws(Errno) -> Value) throws(FileRefusal) -> Value {
        do throws(Errno) {
            return try call()
        } catch {
            throw .system(error)
        }
    }
}
