/// Carries one request to a server and brings its response back.
package protocol Transport: Sendable {
    /// Sends `request` and waits for the whole response.
    ///
    /// - Parameter deadline: when to give up, the body's last byte included.
    /// - Throws: ``TransportFailure`` when no complete response came; any HTTP status is a response.
    func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response

    /// The one server that requests go to, redirects included; `nil` for none that could be given a credential.
    var origin: ServerOrigin? { get }
}

extension Transport {
    package var origin: ServerOrigin? { nil }
}

/// Why no complete response came.
package struct TransportFailure: Error, Hashable, Sendable {
    package let reason: Reason
    /// Whether the server may have acted on the request: `false` only when no byte of it can have left.
    package var mayHaveArrived: Bool
    /// The address that was asked and where it comes from, for people; `nil` where nobody has to be told.
    package var address: String?

    package init(_ reason: Reason, mayHaveArrived: Bool) {
        self.reason = reason
        self.mayHaveArrived = mayHaveArrived
    }

    package enum Reason: Hashable, Sendable {
        /// The host's name has no address.
        case nameNotResolved(host: String)
        /// Nobody listens, or the network has no way there.
        case cannotConnect(detail: String)
        case tls(TLSFailure)
        case timedOut
        /// The connection ended before the response was complete.
        ///
        /// - Parameter mayWantTLS: whether it ended without an answer to plain HTTP, as where TLS is expected.
        case connectionLost(detail: String, mayWantTLS: Bool = false)
        /// The answer is longer than the client takes, in bytes.
        case tooLarge(limit: Int)
        /// What came is not HTTP.
        ///
        /// - Parameter mayWantTLS: whether it came in answer to plain HTTP, as the alert does of a server that expects TLS.
        case notHTTP(detail: String, mayWantTLS: Bool = false)
        /// The proxy refused, or wants a sign-in.
        case proxy(detail: String)
        /// Who listens on this machine's own address is nobody who may have what was to be sent.
        ///
        /// - Parameter user: the stranger's number; `nil` when the system does not tell who it is.
        case foreignListener(address: String, user: UInt32?)
        /// The Unix socket that is asked is not for this user.
        case socketNotPermitted
        case cancelled
    }
}
