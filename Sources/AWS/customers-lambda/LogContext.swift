import LambdaRuntime
import Logging

/// What every line of log about an event carries.
struct LogContext: Sendable {
    let requestID: String
    let traceID: String?

    /// That of the event under way in this task.
    @TaskLocal static var current: LogContext?

    init(_ invocation: Invocation) {
        requestID = invocation.requestID
        traceID = invocation.traceID
    }

    var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = ["request_id": "\(requestID)"]
        if let traceID { metadata["trace_id"] = "\(traceID)" }
        return metadata
    }
}
