package import Domain
package import HTTP
import HTTPTypes
import Synchronization

/// Signs the requests to one endpoint, by the server's clock when this machine's is wrong.
package final class RequestSigner: Sendable {
    private let signature: SignatureV4
    private let host: String
    private let pathPrefix: String
    private let keys: any AccessKeySource
    private let now: @Sendable () -> Timestamp
    /// What the server's clock is ahead of this machine's, in microseconds.
    private let lead = Mutex<Int64>(0)

    /// AWS takes signatures for five minutes to either side of its clock; a smaller difference does not make ours wrong.
    private static let tolerance: Int64 = 240_000_000

    /// - Parameters:
    ///   - host: as the `Host` field has it, with the port unless it is the scheme's own.
    ///   - pathPrefix: what the transport puts before each request's path, such as a stage.
    ///   - now: this machine's clock.
    package init(
        _ signature: SignatureV4, host: String, pathPrefix: String = "", keys: any AccessKeySource,
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        self.signature = signature
        self.host = host
        self.pathPrefix = pathPrefix
        self.keys = keys
        self.now = now
    }

    /// A copy of `request` that is dated and signed.
    package func signed(_ request: Request) async throws(AccessKeyFailure) -> Request {
        let key = try await keys.accessKey()
        let moment = Timestamp(microseconds: now().microseconds + lead.withLock { $0 })
        var signed = request
        signed.head.path = pathPrefix + (request.head.path ?? "/")
        signature.sign(&signed, host: host, with: key, at: moment)
        signed.head.path = request.head.path
        return signed
    }

    /// Takes the time from a refusal, when this machine's clock is the likely reason for it.
    ///
    /// - Returns: whether another attempt, dated by the server's clock, makes sense.
    package func takesTime(from refusal: Response) -> Bool {
        guard let moment = refusal.moment else { return false }
        return lead.withLock { lead in
            let found = moment.microseconds - now().microseconds
            guard abs(found - lead) >= Self.tolerance else { return false }
            lead = found
            return true
        }
    }
}

extension Response {
    /// What the server's clock says in `Date`.
    package var moment: Timestamp? {
        fields[.date].flatMap { Timestamp(httpDate: $0) }
    }
}
