package import Logging

/// The loop of a Lambda function: event, answer, event, answer, until the process is asked to stop.
package struct RuntimeClient {
    private let api: RuntimeAPI
    private let logger: Logger

    package init(_ api: RuntimeAPI, logger: Logger) {
        self.api = api
        self.logger = logger
    }

    /// Answers events until the process is asked to stop. It blocks the thread, which must not be one of the
    /// cooperative pool's.
    ///
    /// - Parameter handler: makes an answer, in JSON, of an event; ``RuntimeAPI/maximumResponseBytes`` is its limit.
    /// - Throws: when the Runtime API can no longer be asked for events.
    package func run(_ handler: @escaping @Sendable (Invocation) async -> [UInt8]) throws(RuntimeAPIFailure) {
        while let invocation = try api.next() {
            let response = blocking { await handler(invocation) }
            do throws(RuntimeAPIFailure) {
                try send(response, to: invocation)
            } catch {
                guard case .refused(let status) = error else { throw error }
                // Lambda has given this event up, as it does at the deadline. The next one may be well.
                logger.error(
                    "response refused",
                    metadata: ["request_id": "\(invocation.requestID)", "status": "\(status)"])
            }
        }
    }

    private func send(_ response: [UInt8], to invocation: Invocation) throws(RuntimeAPIFailure) {
        guard response.count <= RuntimeAPI.maximumResponseBytes else {
            let message = "the response has \(response.count) bytes, Lambda takes \(RuntimeAPI.maximumResponseBytes)"
            return try api.fail(
                InvocationFailure(.responseTooLarge, message), requestID: invocation.requestID)
        }
        try api.respond(response, to: invocation.requestID)
    }
}
