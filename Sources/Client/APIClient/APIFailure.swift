package import HTTP
import HTTPTypes
package import Wire

/// Why a call brought no ``Answer``.
package enum APIFailure: Error, Hashable, Sendable {
    /// No complete response came.
    case unreachable(TransportFailure)
    /// The API's own 401, after a fresh token was tried where one can be had.
    case signInNeeded(detail: String)
    /// A 401 or 403 that is not our API's: a proxy's, a gateway's, a network's that wants a sign-in. It proves nothing.
    case turnedAway(status: Int, detail: String)
    /// 429 or 503.
    ///
    /// - Parameters:
    ///   - retryAfterSeconds: from 0 to ``RetryAfter/maximumSeconds``.
    ///   - isForeign: whether it is not our API's own: a proxy's or a gateway's 429 proves nothing.
    case busy(status: Int, retryAfterSeconds: Int?, isForeign: Bool = false)
    /// 408, 500, 502, 504 and the like: whether the call had an effect is not known.
    case serverFailed(status: Int, requestID: String?)
    /// The API's own answer to the call.
    case refused(Problem)
    /// Something else than our API answered: a proxy, a captive portal, another server.
    case notOurAPI(status: Int, detail: String)
    /// Our API's words, but to another question: about another customer, or older than what was known.
    case misdirected(detail: String)
    /// A write was answered, but not so that it shows what it was to do.
    case unconfirmed(detail: String)
    /// No token could be had.
    case credentials(CredentialFailure)
    /// The last attempt of a write had no effect, but an earlier one may have.
    indirect case unsettled(last: APIFailure)

    /// How long the API has asked to be left alone, from 0 to ``RetryAfter/maximumSeconds``; `nil` when it has not.
    package var retryAfterSeconds: Int? {
        switch self {
        case .busy(_, let seconds, _): seconds
        case .unsettled(let last): last.retryAfterSeconds
        default: nil
        }
    }

    /// Whether it was our API that answered, but something else than was asked.
    package var isMisdirected: Bool {
        if case .misdirected = self { true } else { false }
    }

    /// Whether the caller gave the call up, so that it says nothing about the API.
    package var isCancellation: Bool {
        switch self {
        case .unreachable(let failure): failure.reason == .cancelled
        case .unsettled(let last): last.isCancellation
        case .signInNeeded, .turnedAway, .busy, .serverFailed, .refused, .notOurAPI, .misdirected, .unconfirmed,
            .credentials:
            false
        }
    }

    /// Whether this machine has the API's address, but its users do not suit: a stranger listens there who is not to be told
    /// anything, or the socket is not for this user.
    package var isOfOtherUsers: Bool {
        guard case .unreachable(let failure) = self else { return false }
        if case .foreignListener = failure.reason { return true }
        return failure.reason == .socketNotPermitted
    }

    /// Whether a server answers so that does not know what was asked for.
    package var mayBeOfOlderServer: Bool {
        switch self {
        case .refused(let problem): problem.kind == .notFound || problem.kind == .methodNotAllowed
        case .notOurAPI(let status, _): status == 404 || status == 405
        default: false
        }
    }

    /// Whether the server may have acted on the call all the same.
    package var mayHaveArrived: Bool {
        switch self {
        case .unreachable(let failure): failure.mayHaveArrived
        case .serverFailed, .turnedAway, .notOurAPI, .misdirected, .unconfirmed, .unsettled: true
        case .busy(let status, _, let isForeign): status != 429 || isForeign
        case .signInNeeded, .refused, .credentials: false
        }
    }

    /// - Parameter response: what the answer was read in; its headers may tell whose it is when it is not our API's.
    init(_ failure: AnswerFailure, in response: Response? = nil) {
        switch failure {
        case .problem(let problem): self.init(problem)
        case .foreign(let status, let reason, let retryAfterSeconds):
            let detail = response?.foreignNature ?? reason
            switch status {
            case 401, 403: self = .turnedAway(status: status, detail: detail)
            case 429, 503: self = .busy(status: status, retryAfterSeconds: retryAfterSeconds, isForeign: true)
            case 408, 500...599: self = .serverFailed(status: status, requestID: nil)
            default: self = .notOurAPI(status: status, detail: detail)
            }
        case .misdirected(let detail): self = .misdirected(detail: detail)
        case .unconfirmed(let detail): self = .unconfirmed(detail: detail)
        }
    }

    private init(_ problem: Problem) {
        switch problem.kind {
        case .unauthenticated: self = .signInNeeded(detail: problem.detail)
        case .throttled, .unavailable:
            self = .busy(status: problem.kind.status.code, retryAfterSeconds: problem.retryAfterSeconds)
        case .internal: self = .serverFailed(status: problem.kind.status.code, requestID: problem.instance)
        default: self = .refused(problem)
        }
    }
}

// MARK: - For people

extension APIFailure {
    /// The cause and the next step, for people.
    package var message: String {
        nextStep.map { "\(cause) \($0)" } ?? cause
    }

    /// The cause and what to look at, for what is tried again by itself.
    package var cause: String {
        switch self {
        case .unreachable(let failure): failure.message
        case .signInNeeded:
            "The API wants to know who you are, or does not accept the token any more. "
                + "Set or renew credential_command, token_file or CUSTOMERS_API_TOKEN."
        case .turnedAway(let status, let detail):
            "Something before the API turned the request away (status \(status), \(detail)). If it is the API's own "
                + "gateway, renew credential_command, token_file or CUSTOMERS_API_TOKEN; if it is a proxy or a network "
                + "that wants a sign-in, sign in there."
        case .busy(429, let seconds, true):
            "Something before the API lets nothing more through just now (status 429)\(Self.pause(seconds))."
        case .busy(429, let seconds, _): "The API has too much to do\(Self.pause(seconds))."
        case .busy(_, let seconds, _): "The API cannot do this just now\(Self.pause(seconds))."
        case .serverFailed(let status, let id?): "The API failed (\(status)); its log has the cause under \(id)."
        case .serverFailed(let status, nil): "The API failed (\(status))."
        case .refused(let problem) where problem.kind == .forbidden:
            "You may not do this (\(problem.detail)). Ask the API's operator."
        case .refused(let problem): problem.detail
        case .notOurAPI(let status, let detail):
            "What answered is not the customer API (status \(status), \(detail)). Check the API's address."
        case .misdirected(let detail):
            "What answered is not an answer to what was asked: \(detail). Try again; if it lasts, something between here "
                + "and the API mixes up answers: check HTTPS_PROXY and the API's address."
        case .unconfirmed(let detail):
            "It is not known whether the edit was saved: \(detail). Check what is between here and the API if this lasts."
        case .credentials(let failure): failure.message
        case .unsettled(let last): "\(last.message) It may have been saved all the same."
        }
    }

    private var nextStep: String? {
        switch self {
        case .busy(429, let seconds, _): "Try again \(Self.soon(seconds))."
        case .busy(_, let seconds, _): "Try again \(Self.soon(seconds)), and tell its operator if it lasts."
        case .serverFailed(_, nil): "Try again, or tell its operator."
        case .unsettled, .unconfirmed: "Saving again makes nothing happen twice."
        case .unreachable, .signInNeeded, .turnedAway, .serverFailed, .refused, .notOurAPI, .misdirected, .credentials:
            nil
        }
    }

    private static func soon(_ seconds: Int?) -> String {
        seconds.flatMap { $0 > 1 ? "in \(duration($0))" : nil } ?? "soon"
    }

    /// Nothing for a pause that is over before anybody has read about it.
    private static func pause(_ seconds: Int?) -> String {
        guard let seconds, seconds > 1 else { return "" }
        return " and asks for a pause of \(duration(seconds))"
    }

    private static func duration(_ seconds: Int) -> String {
        seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min"
    }
}

extension TLSFailure {
    /// The next step.
    fileprivate var nextStep: String {
        switch self {
        case .expired: "Tell its operator; if this machine's clock is wrong, set that."
        case .notValid: "Check this machine's clock: date -u"
        case .wrongName: "Check the API's address: it has to be the one that the certificate names."
        case .untrusted: "Set ca_file if it has an authority of its own."
        case .noCommonProtocol:
            "Check the API's address; if it is right, ask its operator for TLS 1.3, or TLS 1.2 with ECDHE and AES-GCM."
        case .notTLS: "Check the API's address and port, and whether it begins with http://."
        case .alert: "Check the API's address and port; if they are right, tell its operator."
        case .brokenOff, .timedOut: "Check the API's address and port."
        case .refused, .wantsClientCertificate, .other: "Tell its operator."
        case .badAuthorityFile: "Name one that does."
        case .unreadableAuthorityFile: "Name a file of certificates (PEM) that can be read."
        }
    }
}

extension TransportFailure {
    fileprivate var message: String {
        guard let address, reason != .cancelled else { return reason.message }
        return "\(reason.message) The API's address is \(address)."
    }
}

extension TransportFailure.Reason {
    fileprivate var message: String {
        switch self {
        case .nameNotResolved(let host): "The name \(host) cannot be found. Check the API's address and the network."
        case .cannotConnect(let detail): "The API cannot be reached (\(detail)). Check its address and the network."
        case .tls(let failure):
            "There is no safe connection to the API: \(failure.cause). \(failure.nextStep)"
        case .timedOut: "The API did not answer in time."
        case .connectionLost(let detail, false): "The connection to the API broke off (\(detail))."
        case .connectionLost(let detail, true):
            "The connection to the API broke off without an answer (\(detail)). If it lasts, check whether the API's "
                + "address begins with https://."
        case .tooLarge(let limit): "The answer is longer than \(limit) bytes. Check the API's address."
        case .notHTTP(let detail, false):
            "What answered does not speak HTTP (\(detail)). Check the API's address and port."
        case .notHTTP(let detail, true):
            "What answered does not speak HTTP (\(detail)). Check the API's address and port, and whether it begins with "
                + "https://."
        case .proxy(let detail):
            "The proxy did not let the request through (\(detail)). Check HTTPS_PROXY and NO_PROXY."
        case .foreignListener(let address, let user?):
            "Nothing was sent to \(address): user \(user) of this machine listens there, who is neither you nor root nor the "
                + "profile's server_user. Ask the API's operator whose it is; the system's configuration can name them."
        case .foreignListener(let address, nil):
            "Nothing was sent to \(address): this system does not tell who listens there. Use the server's Unix socket "
                + "(api = \"unix:PATH\") or https:// to its name."
        case .socketNotPermitted:
            "You may not use the API's socket: it is for its owner and group. Ask the API's operator to add you to the group."
        case .cancelled: "The request was given up."
        }
    }
}
