package import HTTP

/// Why an issuer of tokens told nothing that can be used.
package enum IssuerFailure: Error, Hashable, Sendable {
    case unreachable(TransportFailure.Reason)
    case status(Int)
    /// - Parameter what: the document, and what is wrong with it.
    case malformed(String)

    /// Whether the caller gave up.
    package var isCancellation: Bool { self == .unreachable(.cancelled) }

    /// The cause, without the issuer's own words.
    package var cause: String {
        switch self {
        case .unreachable(.nameNotResolved(let host)): "the name \(host) has no address"
        case .unreachable(.tls): "no secure connection to it can be made"
        case .unreachable(.timedOut): "it does not answer in time"
        case .unreachable: "it cannot be reached"
        case .status(let status): "it answers with status \(status)"
        case .malformed(let what): what
        }
    }
}
