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

    /// Follows no link of anybody's who is not trusted, be it the last, one that it leads to, or a directory on the way.
    private static func opened(_ path: String, _ rule: FileRule) throws(FileRefusal) -> Int32 {
        let walk = PathWalk(path)
        while let step = try attempt({ () throws(Errno) in try walk.next() }) {
            guard case .link(_, let status, let isLast) = step else { continue }
            if let refusal = rule.refusal(ofLink: status, isLast: isLast) { throw refusal }
        }
        return try attempt { () throws(Errno) in try walk.open(flags) }
    }

    private static func attempt<Value>(_ call: () throws(Errno) -> Value) throws(FileRefusal) -> Value {
        do throws(Errno) {
            return try call()
        } catch {
            throw .system(error)
        }
    }
}
