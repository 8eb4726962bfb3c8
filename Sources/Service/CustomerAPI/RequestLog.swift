import HTTP
import HTTPTypes
import Logging
import Wire

/// One line for each request: who asked, from where, and what came of it.
///
/// Nothing of a customer's is in it: the route's template stands for the path, and neither query nor cursor nor body is
/// named, because they hold names.
struct RequestLog {
    private let logger: Logger
    /// Requests that take longer get a warning of their own.
    private let slow: Duration?

    init(_ logger: Logger, slow: Duration?) {
        self.logger = logger
        self.slow = slow
    }

    /// - Parameters:
    ///   - duration: without the time for which the answer was held back.
    ///   - cause: what a store said about a failure.
    ///   - isIdle: whether the answer was held back, and says nothing new.
    func record(
        _ request: RoutedRequest, _ response: Response, _ context: RequestContext, duration: Duration, cause: String?,
        isIdle: Bool
    ) {
        var metadata: Logger.Metadata = [
            "request_id": "\(context.requestID)",
            "method": "\(request.loggedMethod)",
            "route": "\(request.loggedRoute)",
            "status": "\(response.status.code)",
            "duration_us": "\(Int(duration / .microseconds(1)))",
            "bytes": "\(response.body.count)",
        ]
        if let identity = context.caller.identity?.text { metadata["principal"] = "\(identity)" }
        if let email = context.caller.principal?.email { metadata["name"] = "\(email)" }
        if let source = context.source { metadata["source"] = "\(source)" }
        if let cause { metadata["cause"] = "\(cause)" }
        if let slow, duration >= slow { logger.warning("slow request", metadata: metadata) }
        logger.log(level: isIdle ? .debug : level(response.status), "request", metadata: metadata)
    }

    /// Somebody who is turned away is worth a look; so is every failure of ours.
    private func level(_ status: HTTPResponse.Status) -> Logger.Level {
        switch status.kind {
        case .serverError: .error
        case .clientError where status == .unauthorized || status == .forbidden: .warning
        default: .info
        }
    }
}

extension RoutedRequest {
    /// The method for logs: one that no resource takes is the caller's free text, and is `other`.
    var loggedMethod: String {
        let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
        return known.contains(request.method) ? request.method.rawValue : "other"
    }

    /// The route's template for logs; `none` for a path that is no resource.
    var loggedRoute: String { route?.template ?? "none" }
}
