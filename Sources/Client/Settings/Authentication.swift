/// How the client says who it is.
package enum Authentication: Hashable, Sendable {
    case none
    case bearer(TokenSource)
    /// The token of somebody who has signed in with an issuer (`customers login`).
    case oidc(IssuerSettings)
    /// Each request is signed (AWS Signature V4, service `execute-api`) with the keys that AWS's own tools would use.
    case aws

    /// Where a bearer token comes from.
    package enum TokenSource: Hashable, Sendable {
        /// The token itself, from the environment.
        case value(String)
        /// The path of a file that only its owner may read.
        case file(String)
        /// A shell command that writes the token.
        case command(String)
    }
}

/// With whom people sign in.
package struct IssuerSettings: Hashable, Sendable {
    /// As it was written; whether it can be used is for the sign-in to say.
    package let issuer: String
    /// By which the issuer knows this program.
    package let clientID: String
    /// What is asked of the issuer, in the order of the configuration.
    package let scopes: [String]
    /// Asked of issuers that want to be told whom a token is for.
    package let audience: String?
}

extension Authentication: CustomStringConvertible, CustomDebugStringConvertible {
    /// For `status` and `doctor`; without the token.
    package var description: String {
        switch self {
        case .none: "none"
        case .bearer(.value): "bearer token from the environment"
        case .bearer(.file(let path)): "bearer token from \(path)"
        case .bearer(.command): "bearer token from credential_command"
        case .oidc(let settings): "signed in with \(settings.issuer)"
        case .aws: "signed with AWS credentials"
        }
    }

    /// The same as the description: no secret gets into a log.
    package var debugDescription: String { description }
}

extension Authentication.TokenSource: CustomStringConvertible, CustomDebugStringConvertible {
    /// Without the token, so that no log can have it.
    package var description: String { Authentication.bearer(self).description }

    /// The same as the description: no secret gets into a log.
    package var debugDescription: String { description }
}
