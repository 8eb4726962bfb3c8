package import OpenID

/// Why nobody is signed in; no part of a token or a code is ever in it.
package enum SignInFailure: Error, Hashable, Sendable {
    /// Nobody has signed in, or the issuer does not go on with it.
    case signedOut
    case badIssuer(String)
    case issuer(IssuerFailure)
    /// The issuer knows no sign-in by a code.
    case noDeviceSignIn
    case denied
    case expired
    /// - Parameter code: the issuer's own (RFC 6749 §5.2), if it is one.
    case refused(code: String?)
    case malformed
    /// - Parameter reason: in the system's words.
    case storage(path: String, reason: String)
    /// This session has no place that is gone at logout.
    case nowhere
    /// Another process keeps the sign-in for itself.
    case busy
    case cancelled

    init(_ failure: IssuerFailure) {
        self = failure.isCancellation ? .cancelled : .issuer(failure)
    }

    /// The cause and the next step.
    package var message: String {
        switch self {
        case .signedOut: "You are not signed in, or not any more. Sign in again: customers login"
        case .badIssuer(let text):
            "oidc_issuer cannot be \"\(text)\": write an address such as https://login.example.com."
        case .issuer(let failure):
            "The issuer of your sign-in tells nothing: \(failure.cause). Try again, or ask its operator."
        case .noDeviceSignIn: "This issuer has no sign-in by a code (RFC 8628). Ask its operator for one."
        case .denied: "The sign-in was refused. Try again with: customers login"
        case .expired: "The code was not entered in time. Try again with: customers login"
        case .refused(let code):
            "The issuer refuses the sign-in\(code.map { " (\($0))" } ?? ""). Compare oidc_client_id and oidc_scopes with what it has."
        case .malformed: "The issuer's answer to the sign-in is not what it should be (RFC 8628). Ask its operator."
        case .storage(let path, let reason): "The sign-in cannot be kept in \(path): \(reason)."
        case .nowhere:
            "A sign-in is kept where it is gone at logout, and this session has no such place: XDG_RUNTIME_DIR is not set, or another "
                + "user's. In memory alone it would end with this command. Log in to this machine anew, or use a token."
        case .busy: "Another program is busy with the sign-in. Try again."
        case .cancelled: "The sign-in was given up."
        }
    }
}
