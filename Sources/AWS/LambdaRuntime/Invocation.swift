package import FoundationEssentials

/// One event, and what Lambda says about it (the Runtime API's `next`).
package struct Invocation: Sendable {
    package let requestID: String
    /// When Lambda kills the process that has not answered; `nil` when it did not say.
    package let deadline: Date?
    /// Of the function or alias that was called; empty when Lambda did not say.
    package let functionARN: String
    /// The `X-Amzn-Trace-Id` of the event, if it is traced.
    package let traceID: String?
    package let payload: [UInt8]

    package init(
        requestID: String, deadline: Date? = nil, functionARN: String = "", traceID: String? = nil, payload: [UInt8]
    ) {
        self.requestID = requestID
        self.deadline = deadline
        self.functionARN = functionARN
        self.traceID = traceID
        self.payload = payload
    }

    init(_ response: RuntimeResponse) throws(RuntimeAPIFailure) {
        guard let id = response.fields["lambda-runtime-aws-request-id"], !id.isEmpty else {
            throw .malformed("an event without a request id")
        }
        let milliseconds = response.fields["lambda-runtime-deadline-ms"].flatMap(Int64.init)
        self.init(
            requestID: id, deadline: milliseconds.map { Date(timeIntervalSince1970: Double($0) / 1000) },
            functionARN: response.fields["lambda-runtime-invoked-function-arn"] ?? "",
            traceID: response.fields["lambda-runtime-trace-id"].flatMap { $0.isEmpty ? nil : $0 },
            payload: response.body)
    }

    /// What is kept free before Lambda's deadline: a second, and a quarter to make the answer in and send it.
    package static let margin = Duration.milliseconds(1_250)

    /// When to have an answer: ``margin`` before Lambda's deadline, or half-way to one that is closer than twice that.
    package func ownDeadline(
        at now: Date = Date(), by clock: ContinuousClock.Instant = .now
    ) -> ContinuousClock.Instant? {
        deadline.map { deadline in
            let left = Duration.seconds(max(0, deadline.timeIntervalSince(now)))
            return clock + max(left - Self.margin, left / 2)
        }
    }
}
