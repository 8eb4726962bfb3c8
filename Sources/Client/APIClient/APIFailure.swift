package import HTTP
import HTTPTypes
package import Wire

/// Why a call brought no ``Answer``.
package enum APIFailure: Error, Hashable, Sendable {
    /// No complete response came.
    case unreachable(TransportFailure)
    /// 401, after a fresh token was tried where one can be had.
    case signInNeeded(detail: String)
    case forbidden(detail: String)
    /// 429 or 503.
    case busy(status: Int, retryAfterSeconds: Int?)
    /// 408, 500, 502, 504 and the like: whether the call had an effect is not known.
    case serverFailed(status: Int, requestID: String?)
    /// The API's verdict on the call.
    case refused(Problem)
    /// Something else than our API answered: a proxy, a captive portal, another server.
    case notOurAPI(status: Int, detail: String)
    /// No token could be had.
    case credentials(CredentialFailure)
    /// The last attempt of a write had no effect, but an earlier one may have.
    indirect case unsettled(last: APIFailure)

    /// Whether the server may have acted on the call all the same.
    package var mayHaveArrived: Bool {
        switch self {
        case .unreachable(let failure): failure.mayHaveArrived
        case .serverFailed, .notOurAPI, .unsettled: true
        case .busy(let status, _): status != 429
        case .signInNeeded, .forbidden, .refused, .credentials: false
        }
    }

    init(_ failure: AnswerFailure, in response: Response) {
        switch failure {
        case .problem(let problem): self.init(problem)
        case .foreign(let status, let reason, let retryAfterSeconds):
            let detail = response.foreignNature ?? reason
            switch status {
            case 401: self = .signInNeeded(detail: detail)
            case 403: self = .forbidden(detail: detail)
            case 429, 503: self = .busy(status: status, retryAfterSeconds: retryAfterSeconds)
            case 408, 500...599: self = .serverFailed(status: status, requestID: nil)
            default: self = .notOurAPI(status: status, detail: detail)
            }
        }
    }

    private init(_ problem: Problem) {
        switch problem.kind {
        case .unauthenticated: self = .signInNeeded(detail: problem.detail)
        case .forbidden: self = .forbidden(detail: problem.detail)
        case .throttled, .unavailable:
            self = .busy(status: problem.kind.status.code, retryAfterSeconds: problem.retryAfterSeconds)
        case .internal: self = .serverFailed(status: problem.kind.status.code, requestID: problem.instance)
        default: self = .refused(problem)
        }
    }
}

// MARK: - For people

extension APIFailure {
    /// The cause and the next step, in sentences.
    package var explanation: String {
        advice.map { "\(cause) \($0)" } ?? cause
    }

    /// The cause and what to look at, for what is tried again by itself.
    package var cause: String {
        switch self {
        case .unreachable(let failure): failure.reason.explanation
        case .signInNeeded:
            "The API wants to know who you are, or does not accept the token any more. "
                + "Set or renew credential_command, token_file or CUSTOMERS_API_TOKEN."
        case .forbidden(let detail): "You may not do this (\(detail)). Ask whoever runs the API."
        case .busy(429, _): "The API has too much to do."
        case .busy: "The API cannot do this just now."
        case .serverFailed(let status, let id?): "The API failed (\(status)); its log has the cause under \(id)."
        case .serverFailed(let status, nil): "The API failed (\(status))."
        case .refused(let problem): problem.detail
        case .notOurAPI(let status, let detail):
            "What answered is not the customer API (status \(status), \(detail)). Check the API's address."
        case .credentials(let failure): failure.sentence
        case .unsettled(let last): "\(last.explanation) It may have been saved all the same."
        }
    }

    private var advice: String? {
        switch self {
        case .busy(429, let seconds): "Try again \(Self.soon(seconds))."
        case .busy(_, let seconds): "Try again \(Self.soon(seconds)), and tell whoever runs it if it lasts."
        case .serverFailed(_, nil): "Try again, or tell whoever runs it."
        case .unsettled: "Saving again makes nothing happen twice."
        case .unreachable, .signInNeeded, .forbidden, .serverFailed, .refused, .notOurAPI, .credentials: nil
        }
    }

    private static func soon(_ seconds: Int?) -> String {
        seconds.map { "in \($0) s" } ?? "soon"
    }
}

extension TransportFailure.Reason {
    fileprivate var explanation: String {
        switch self {
        case .nameNotResolved(let host): "The name \(host) cannot be found. Check the API's address and the network."
        case .cannotConnect(let detail): "The API cannot be reached (\(detail)). Check its address and the network."
        case .tls(let detail):
            "There is no safe connection to the API (\(detail)). Set ca_file if it has its own authority."
        case .timedOut: "The API did not answer in time."
        case .connectionLost(let detail): "The connection to the API broke off (\(detail))."
        case .tooLarge(let limit): "The answer is longer than \(limit) bytes. Check the API's address."
        case .notHTTP(let detail): "What answered does not speak HTTP (\(detail)). Check the API's address and port."
        case .proxy(let detail):
            "The proxy did not let the request through (\(detail)). Check HTTPS_PROXY and NO_PROXY."
        case .cancelled: "The request was given up."
        }
    }
}
