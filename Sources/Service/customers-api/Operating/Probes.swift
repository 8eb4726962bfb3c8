import HTTP
import HTTPTypes
import SQLiteStore

/// `/livez` and `/readyz`: outside of the API's contract, without a token, and without a word about anybody.
struct Probes {
    let readiness: Readiness

    enum Path {
        /// Whether the process answers at all; nothing else is looked at.
        case live
        /// Whether it can do its work.
        case ready

        /// Compares bytes where they are: each request of the API comes by here, too.
        init?(_ path: Substring) {
            switch path {
            case "/livez": self = .live
            case "/readyz": self = .ready
            default: return nil
            }
        }
    }

    /// - Returns: `nil` for a request that is the API's.
    func response(to request: Request) async -> Response? {
        guard let path = Path(request.path) else { return nil }
        guard request.method == .get || request.method == .head else {
            var refusal = Response(.methodNotAllowed)
            refusal.fields[.allow] = "GET, HEAD"
            return refusal
        }
        switch path {
        case .live: return .lines(["ok"], .ok, to: request)
        case .ready:
            let checks = await readiness.checks()
            let isReady = checks.allSatisfy { $0.fault == nil }
            let lines = checks.map { "\($0.name): \($0.fault == nil ? "ok" : "failed, see the log")" }
            return .lines(lines, isReady ? .ok : .serviceUnavailable, to: request)
        }
    }
}

extension Response {
    static func lines(_ lines: [String], _ status: HTTPResponse.Status, to request: Request) -> Response {
        let text = lines.map { $0 + "\n" }.joined()
        var response = Response(status)
        response.fields[.contentType] = "text/plain; charset=utf-8"
        response.fields[.cacheControl] = "no-store"
        if request.method == .head {
            response.fields[.contentLength] = String(text.utf8.count)
        } else {
            response.body = Array(text.utf8)
        }
        return response
    }
}
