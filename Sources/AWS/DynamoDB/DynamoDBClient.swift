import Domain
package import HTTP
import HTTPTypes
import JSON
package import Signing

/// Talks to DynamoDB (JSON 1.0), with no more operations than the store needs.
///
/// Whatever may pass is tried again until the deadline: broken connections, damaged answers, throttling, transactions in
/// each other's way, failures of the service.
package struct DynamoDBClient: Sendable {
    private let transport: any Transport
    private let signer: RequestSigner
    let limits: Limits
    private let observe: (@Sendable (DynamoDBCall) -> Void)?

    /// How long things may take.
    package struct Limits: Sendable {
        /// One attempt; an answer that takes longer is not waited for.
        package var attempt: Duration
        /// An operation with all its attempts.
        package var operation: Duration

        package init(attempt: Duration = .milliseconds(2_500), operation: Duration = .seconds(8)) {
            self.attempt = attempt
            self.operation = operation
        }
    }

    /// - Parameters:
    ///   - transport: to `endpoint`.
    ///   - observe: is called with every operation that succeeded.
    package init(
        _ endpoint: DynamoDBEndpoint, transport: any Transport, keys: any AccessKeySource, limits: Limits = Limits(),
        observe: (@Sendable (DynamoDBCall) -> Void)? = nil
    ) {
        self.transport = transport
        self.limits = limits
        self.observe = observe
        signer = RequestSigner(
            SignatureV4(service: "dynamodb", region: endpoint.region), host: endpoint.server.hostField,
            pathPrefix: endpoint.server.pathPrefix, keys: keys)
    }

    static let backoff = Backoff(first: .milliseconds(50), longest: .seconds(1))

    /// Performs one operation.
    func perform(_ name: String, _ input: JSONValue) async throws(DynamoDBFailure) -> Output {
        let deadline = ContinuousClock.now + limits.operation
        let request = Request(
            .post, "/",
            fields: [
                .contentType: "application/x-amz-json-1.0", .amazonTarget: "DynamoDB_20120810.\(name)",
                // The checksum is that of the bytes on the wire.
                .acceptEncoding: "identity",
            ], body: input.bytes())
        var attempts = 1
        var earlier: DynamoDBFailure?
        while true {
            let failure: DynamoDBFailure
            switch try await attempt(request, deadline) {
            case .success(let output):
                observe?(DynamoDBCall(name: name, input: input, output: output, attempts: attempts))
                return output
            case .failure(let passing): failure = passing
            }
            let pause = Self.backoff.pause(after: attempts)
            // An attempt that the deadline cut short tells less than the one before it.
            guard ContinuousClock.now < deadline else { throw earlier ?? failure }
            guard ContinuousClock.now + pause < deadline else { throw failure }
            earlier = failure
            do {
                try await Task.sleep(for: pause)
            } catch {
                throw .abandoned
            }
            attempts += 1
        }
    }

    /// - Returns: the failure when another attempt may succeed.
    private func attempt(
        _ request: Request, _ deadline: ContinuousClock.Instant, mayTakeTime: Bool = true
    ) async throws(DynamoDBFailure) -> Result<Output, DynamoDBFailure> {
        let response: Response
        switch try await send(request, deadline) {
        case .success(let answer): response = answer
        case .failure(let failure): return .failure(failure)
        }
        guard response.isUndamaged else { return .failure(.unavailable(detail: "an answer's checksum was wrong")) }
        guard response.status == .ok else {
            switch ErrorAnswer(response).outcome {
            case .passing(let failure): return .failure(failure)
            case .final(.refused) where mayTakeTime && signer.takesTime(from: response):
                return try await attempt(request, deadline, mayTakeTime: false)
            case .final(let failure): throw failure
            }
        }
        guard let json = JSONValue(dynamoDB: response.body) else {
            return .failure(.unavailable(detail: "an answer was not JSON"))
        }
        return .success(Output(json: json, moment: response.moment))
    }

    private func send(
        _ request: Request, _ deadline: ContinuousClock.Instant
    ) async throws(DynamoDBFailure) -> Result<Response, DynamoDBFailure> {
        let signed: Request
        do throws(AccessKeyFailure) {
            signed = try await signer.signed(request)
        } catch {
            throw error == .cancelled ? .abandoned : .credentials(error)
        }
        do throws(TransportFailure) {
            return .success(try await transport.send(signed, deadline: min(deadline, .now + limits.attempt)))
        } catch {
            guard error.reason != .cancelled, !Task.isCancelled else { throw .abandoned }
            return .failure(.unavailable(detail: error.reason.detail))
        }
    }

    /// What an operation brought.
    struct Output {
        let json: JSONValue
        /// The service's clock.
        let moment: Timestamp?
    }
}

extension Response {
    /// Whether the body is the one that was sent; an answer without a checksum is taken as it is.
    fileprivate var isUndamaged: Bool {
        fields[.amazonChecksum].flatMap { UInt32($0) }.map { $0 == CRC32.checksum(body) } ?? true
    }
}

extension TransportFailure.Reason {
    /// For the log.
    fileprivate var detail: String {
        switch self {
        case .nameNotResolved(let host): "the name \(host) has no address"
        case .foreignListener(let address, _): "a stranger listens at \(address)"
        case .socketNotPermitted: "the socket is not for this user"
        case .cannotConnect(let detail): "no connection: \(detail)"
        case .tls(let failure): "TLS: \(failure.cause)"
        case .timedOut: "no answer in time"
        case .connectionLost(let detail, _): "the connection was lost: \(detail)"
        case .tooLarge: "an answer was too long"
        case .notHTTP: "an answer was not HTTP"
        case .proxy(let detail): "the proxy: \(detail)"
        case .cancelled: "given up"
        }
    }
}

extension HTTPField.Name {
    fileprivate static let amazonTarget = literal("x-amz-target")
    fileprivate static let amazonChecksum = literal("x-amz-crc32")
}
