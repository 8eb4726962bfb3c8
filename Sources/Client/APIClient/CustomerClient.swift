import Domain
package import HTTP
package import Wire

/// Calls the API: signs in, keeps deadlines, and repeats what is safe to repeat.
package struct CustomerClient: Sendable {
    private let transport: any Transport
    private let credentials: Credentials
    private let retries: RetryPolicy
    /// Where the API is and who says so, for messages.
    private let address: String?
    private var observe: @Sendable (Result<ReadAnswer, APIFailure>, ContinuousClock.Instant) -> Void = { _, _ in }

    /// How long a read may take in all, its repeats included.
    static let readDeadline: Duration = .seconds(10)
    /// How long a write may take in all; the API's own limit is 30 seconds.
    package static let writeDeadline: Duration = .seconds(35)
    /// How long a report may take in all: nobody waits for it, but a command for its end.
    static let reportDeadline: Duration = .seconds(3)

    package init(
        transport: any Transport, credentials: Credentials = .none, retries: RetryPolicy = RetryPolicy(),
        address: String? = nil
    ) {
        self.transport = transport
        self.credentials = credentials
        self.retries = retries
        self.address = address
    }

    /// The same client, which tells of the end of every reading call that was not given up.
    ///
    /// - Parameter observe: what came of a call, repeats included, and when it was made.
    package func observed(
        by observe: @escaping @Sendable (Result<ReadAnswer, APIFailure>, ContinuousClock.Instant) -> Void
    ) -> CustomerClient {
        var client = self
        client.observe = observe
        return client
    }

    /// Reads, and again after a passing failure.
    package func answer(_ call: ReadCall) async throws(APIFailure) -> ReadAnswer {
        let start = ContinuousClock.now
        do throws(APIFailure) {
            let answer = try await answer(repeating: call)
            observe(.success(answer), start)
            return answer
        } catch {
            // Whatever stands between may have cut a long answer off: a caller that waited asks once more without
            // waiting.
            if !Task.isCancelled, call.waitSeconds == 0 { observe(.failure(error), start) }
            throw error
        }
    }

    /// Writes, and again after a passing failure when the call carries an idempotency key, or when no byte of it can have
    /// reached the server.
    package func answer(_ call: WriteCall) async throws(APIFailure) -> WriteAnswer {
        try await answer(repeating: call)
    }

    /// Reports; again only when no byte of it can have arrived.
    package func answer(_ call: ReportCall) async throws(APIFailure) -> ReportAnswer {
        try await answer(repeating: call)
    }

    private func answer<Kind: ClientCall>(repeating call: Kind) async throws(APIFailure) -> Kind.Answer {
        if call.route.requiresAuthentication { try await credentials.prepare(for: transport.origin) }
        let deadline = ContinuousClock.now + call.deadline
        var attempt = 0
        var mayHaveArrived = false
        while true {
            do throws(APIFailure) {
                return try await answerSigned(call, deadline)
            } catch {
                mayHaveArrived = mayHaveArrived || error.mayHaveArrived
                guard !Task.isCancelled, call.isRepeatable || !error.mayHaveArrived,
                    let pause = retries.pause(after: error, attempt: attempt), ContinuousClock.now + pause < deadline
                else { throw error.remembering(mayHaveArrived: mayHaveArrived, Kind.self) }
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
    private func answerSigned<Kind: ClientCall>(
        _ call: Kind, _ deadline: ContinuousClock.Instant
    ) async throws(APIFailure) -> Kind.Answer {
        guard call.route.requiresAuthentication else {
            return try answer(in: try await send(call.request, deadline), to: call)
        }
        let request = try await credentials.signed(call.request, for: transport.origin)
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
            throw error.remembering(mayHaveArrived: refusal.mayHaveArrived, Kind.self)
        }
    }

    private func send(
        _ request: Request, _ deadline: ContinuousClock.Instant
    ) async throws(APIFailure) -> Response {
        do throws(TransportFailure) {
            return try await transport.send(request, deadline: deadline)
        } catch {
            var failure = error
            failure.address = address
            throw .unreachable(failure)
        }
    }

    private func answer<Kind: ClientCall>(in response: Response, to call: Kind) throws(APIFailure) -> Kind.Answer {
        do throws(AnswerFailure) {
            return try call.answer(in: response)
        } catch {
            throw APIFailure(error, in: response)
        }
    }
}

extension APIFailure {
    /// The failure of the last attempt, when one before it may have reached the server.
    fileprivate func remembering(mayHaveArrived: Bool, _ kind: (some ClientCall).Type) -> APIFailure {
        guard mayHaveArrived, !self.mayHaveArrived else { return self }
        switch self {
        case .unreachable(var failure):
            failure.mayHaveArrived = true
            return .unreachable(failure)
        case .busy, .signInNeeded, .credentials: return kind.unsettled(last: self)
        // Who may not do it now may have been allowed to a moment ago.
        case .refused(let problem) where problem.kind == .forbidden: return kind.unsettled(last: self)
        // The API's answer to a repeat is its answer to the first attempt, by the idempotency key.
        case .refused, .serverFailed, .notOurAPI, .turnedAway, .misdirected, .unconfirmed, .unsettled: return self
        }
    }
}

// MARK: - Kinds of calls

/// How the client treats a kind of call.
private protocol ClientCall: CallKind {
    var deadline: Duration { get }
    /// Whether sending the call again cannot make anything happen twice.
    var isRepeatable: Bool { get }
    /// What to tell when an earlier attempt may have arrived, and the last one says nothing about it.
    static func unsettled(last: APIFailure) -> APIFailure
}

extension ReadCall: ClientCall {
    fileprivate var deadline: Duration { CustomerClient.readDeadline + .seconds(waitSeconds) }
    fileprivate var isRepeatable: Bool { waitSeconds == 0 }
    fileprivate static func unsettled(last: APIFailure) -> APIFailure { last }
}

extension ReportCall: ClientCall {
    fileprivate var deadline: Duration { CustomerClient.reportDeadline }
    fileprivate var isRepeatable: Bool { false }
    fileprivate static func unsettled(last: APIFailure) -> APIFailure { last }
}

extension WriteCall: ClientCall {
    fileprivate var deadline: Duration { CustomerClient.writeDeadline }
    fileprivate var isRepeatable: Bool { idempotencyKey != nil }
    fileprivate static func unsettled(last: APIFailure) -> APIFailure { .unsettled(last: last) }
}
