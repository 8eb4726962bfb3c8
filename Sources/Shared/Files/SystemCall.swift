import Glibc
package import SystemPackage

/// The calls of the operating system, as Swift throws.
package enum SystemCall {
    /// Makes a call again for as long as signals interrupt it (signal(7)).
    ///
    /// - Throws: what `errno` says when it answers less than 0.
    @discardableResult
    package static func repeating<Result: BinaryInteger>(_ call: () -> Result) throws(Errno) -> Result {
        while true {
            let result = call()
            if result >= 0 { return result }
            if errno != EINTR { throw .last }
        }
    }
}

extension Errno {
    /// The calling thread's last one.
    package static var last: Errno { Errno(rawValue: errno) }
}
