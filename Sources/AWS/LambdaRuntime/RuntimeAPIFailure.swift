import Glibc

/// Why the Runtime API could not be asked. The environment is of no use after that: the process leaves, Lambda starts another.
package enum RuntimeAPIFailure: Error, Hashable, Sendable {
    /// - Parameter code: the `errno`, or that of `getaddrinfo`.
    case cannotConnect(code: Int32)
    /// The connection ended before the answer did.
    case connectionLost
    /// What came is not an answer of a Runtime API.
    case malformed(String)
    /// The Runtime API did not take the request.
    case refused(status: Int)
}

extension RuntimeAPIFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotConnect(let code): "the Runtime API cannot be reached (\(String(cString: strerror(code))))"
        case .connectionLost: "the Runtime API closed the connection before its answer was complete"
        case .malformed(let what): "the Runtime API's answer makes no sense: \(what)"
        case .refused(let status): "the Runtime API answered with status \(status)"
        }
    }
}
