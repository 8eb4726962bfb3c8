import Domain
package import HTTP
package import Wire

/// Calls the API: signs in, keeps deadlines, and repeats what is safe to repeat.
package struct APIClient: Sendable {
    private let transport: any Transport
    private let credentials: Credentials
    private let retries: RetryPolicy
    private var observe: @Sendable (Result<Answer, APIFailure>, ContinuousClock.Instant) -> Void = { _, _ in }

    /// How long a read may take in all, its repeats included.
    package static let readDeadline: Duration = .seconds(10)
    /// How long a write may take in all; the API's own limit is 30 seconds.
    package static let writeDeadline: Duration = .seconds(35)

    package init(transport: any Transport, credentials: Credentials = .none, retries: RetryPolicy = RetryPolicy()) {
        self.transport = transport
        self.credentials = credentials
        self.retries = retries
    }

    /// The same client, which tells of the end of every call that was not given up.
    ///
    /// - Parameter observe: what came of a call, repeats included, and when it was made.
    package func observed(
        by observe: @escaping @Sendable (Result<Answer, APIFailure>, ContinuousClock.Instant) -> Void
    ) -> APIClient {
        var client = self
        client.observe = observe
        return client
    }

    /// Makes a call.
    ///
    /// Reads are repeated after a passing failure; writes only when they carry an idempotency key, or when no byte of
    /// them can have reached the server.
    package func answer(_ call: Call) async throws(APIFailure) -> Answer {
        let start = ContinuousClock.now
        do throws(APIFailure) {
            let answer = try await repeatedAnswer(call)
            observe(.success(answer), start)
            return answer
        } catch {
            if !Task.isCancelled { observe(.failure(error), start) }
            throw error
        }
    }

    private func repeatedAnswer(_ call: Call) async throws(APIFailure) -> Answer {
        if call.route.requiresAuthentication { try await credentials.prepare() }
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

    /// One attempt, and one more with fresh credentials when the first is not accepted.
    private func answerSigned(_ call: Call, _ deadline: ContinuousClock.Instant) async throws(APIFailure) -> Answer {
        guard call.route.requiresAuthentication else {
            return try answer(in: try await send(call.request, deadline), to: call)
        }
        let request = try await credentials.signed(call.request)
        let response = try await send(request, deadline)
        let refusal: APIFailure
        do throws(APIFailure) {
            return try answer(in: response, to: call)
        } catch {
            refusal = error
        }
        do throws(APIFailure) {
            guard let again = try await credentials.signed(call.request, insteadOf: request, refusedBy: response) else {
                throw refusal
            }
            return try answer(in: try await send(again, deadline), to: call)
        } catch {
            throw error.remembering(mayHaveArrived: refusal.mayHaveArrived, call)
        }
    }

    private func send(
        _ request: Request, _ deadline: ContinuousClock.Instant
    ) async throws(APIFailure) -> Response {
        do throws(TransportFailure) {
            return try await transport.send(request, deadline: deadline)
        } catch {
            throw .unreachable(error)
        }
    }

    private func answer(in response: Response, to call: Call) throws(APIFailure) -> Answer {
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
        case .busy, .signInNeeded, .credentials: return call.isWrite ? .unsettled(last: self) : self
        // Who may not do it now may have been allowed to a moment ago.
        case .refused(let problem) where problem.kind == .forbidden:
            return call.isWrite ? .unsettled(last: self) : self
        // The API's verdict on a repeat is its verdict on the first attempt, by the idempotency key.
        case .refused, .serverFailed, .notOurAPI, .turnedAway, .misdirected, .unconfirmed, .unsettled: return self
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
