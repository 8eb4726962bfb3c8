import HTTP
import HTTPTypes
import Logging
import Wire

/// One line for each request, and nothing personal in it: the route's template stands for the path, and neither query
/// nor cursor nor body is named, because they hold names.
struct RequestLog {
    private let logger: Logger
    /// Requests that take longer get a warning of their own.
    private let slow: Duration?

    init(_ logger: Logger, slow: Duration?) {
        self.logger = logger
        self.slow = slow
    }

    /// - Parameter cause: what a store said about a failure.
    func record(
        _ request: Request, _ response: Response, _ context: RequestContext, duration: Duration, cause: String?
    ) {
        var metadata: Logger.Metadata = [
            "request_id": "\(context.requestID)",
            "method": "\(method(request))",
            "route": "\(Route(path: request.path)?.template ?? "none")",
            "status": "\(response.status.code)",
            "duration_us": "\(Int(duration / .microseconds(1)))",
            "bytes": "\(response.body.count)",
        ]
        if let cause { metadata["cause"] = "\(cause)" }
        if let slow, duration >= slow { logger.warning("slow request", metadata: metadata) }
        logger.log(level: response.status.kind == .serverError ? .error : .info, "request", metadata: metadata)
    }

    /// A method that no resource takes is the caller's free text.
    private func method(_ request: Request) -> String {
        let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
        return known.contains(request.method) ? request.method.rawValue : "other"
    }
}
