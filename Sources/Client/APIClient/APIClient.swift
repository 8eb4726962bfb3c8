import Domain
package import HTTP
import HTTPTypes
package import Wire

/// Calls the API: signs in, keeps deadlines, and repeats what is safe to repeat.
package struct APIClient: Sendable {
    private let transport: any Transport
    private let credentials: Credentials
    private let retries: RetryPolicy

    /// How long a read may take in all, its repeats included.
    package static let readDeadline: Duration = .seconds(10)
    /// How long a write may take in all; the API's own limit is 30 seconds.
    package static let writeDeadline: Duration = .seconds(35)

    package init(transport: any Transport, credentials: Credentials = .none, retries: RetryPolicy = RetryPolicy()) {
        self.transport = transport
        self.credentials = credentials
        self.retries = retries
    }

    /// Makes a call.
    ///
    /// Reads are repeated after a passing failure; writes only when they carry an idempotency key, or when no byte of
    /// them can have reached the server.
    package func answer(_ call: Call) async throws(APIFailure) -> Answer {
        // Whoever has to unlock a token first does so on their own time.
        if call.route.requiresAuthentication { _ = try await credentials.token() }
        let deadline = ContinuousClock.now + (call.isWrite ? Self.writeDeadline : Self.readDeadline)
        var attempt = 0
        var mayHaveArrived = false
        while true {
            do throws(APIFailure) {
                return try await answerSigned(call, deadline)
            } catch {
                mayHaveArrived = mayHaveArrived || error.mayHaveArrived
                guard !Task.isCancelled, call.mayBeRepeated(after: error),
                    let pause = retries.pause(after: error, attempt: attempt), ContinuousClock.now + pause < deadline
                else { throw error.remembering(mayHaveArrived: mayHaveArrived, call) }
                do {
                    try await retries.sleep(pause)
                } catch {
                    throw .unreachable(TransportFailure(.cancelled, mayHaveArrived: mayHaveArrived))
                }
                attempt += 1
            }
        }
    }

    /// One attempt, and one more with a fresh token when the first is not accepted.
    private func answerSigned(_ call: Call, _ deadline: ContinuousClock.Instant) async throws(APIFailure) -> Answer {
        let needsToken = call.route.requiresAuthentication
        let token = needsToken ? try await credentials.token() : nil
        do throws(APIFailure) {
            return try await answerOnce(call, token, deadline)
        } catch {
            guard case .signInNeeded = error, let token, let fresh = try await credentials.token(insteadOf: token)
            else { throw error }
            return try await answerOnce(call, fresh, deadline)
        }
    }

    private func answerOnce(
        _ call: Call, _ token: String?, _ deadline: ContinuousClock.Instant
    ) async throws(APIFailure) -> Answer {
        var request = call.request
        request.fields[.authorization] = token.map { "Bearer \($0)" }
        let response: Response
        do throws(TransportFailure) {
            response = try await transport.send(request, deadline: deadline)
        } catch {
            throw .unreachable(error)
        }
        do throws(AnswerFailure) {
            return try Answer(response, to: call)
        } catch {
            throw APIFailure(error, in: response)
        }
    }
}

extension APIFailure {
    /// The failure of the last attempt, when one before it may have reached the server.
    fileprivate func remembering(mayHaveArrived: Bool, _ call: Call) -> APIFailure {
        guard mayHaveArrived, !self.mayHaveArrived else { return self }
        switch self {
        case .unreachable(let failure): return .unreachable(TransportFailure(failure.reason, mayHaveArrived: true))
        case .busy, .signInNeeded, .forbidden, .credentials: return call.isWrite ? .unsettled(last: self) : self
        // The API's verdict on a repeat is its verdict on the first attempt, by the idempotency key.
        case .refused, .serverFailed, .notOurAPI, .unsettled: return self
        }
    }
}

extension Call {
    package var isWrite: Bool {
        switch self {
        case .create, .put, .patch, .delete: true
        case .health, .openAPI, .list, .find, .get, .changes: false
        }
    }

    /// Whether sending the call again cannot make anything happen twice.
    fileprivate func mayBeRepeated(after failure: APIFailure) -> Bool {
        switch self {
        case .health, .openAPI, .list, .find, .get, .changes: true
        case .create(_, let key), .put(_, _, _, let key), .patch(_, _, _, let key), .delete(_, _, let key):
            key != nil || !failure.mayHaveArrived
        }
    }
}
