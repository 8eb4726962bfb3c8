import CustomerAPI
import LambdaRuntime

extension FunctionSettings.Authentication {
    /// Signed requests unless something else is named.
    init(_ variables: FunctionVariables) throws(InvocationFailure) {
        switch variables[.authentication] ?? "IAM" {
        case "IAM": self = .iam(roles: try Self.signerRoles(variables))
        case "JWT": self = .jwt(try Self.tokenRules(variables))
        case "NONE": self = .none
        default: throw variables.failure(.authentication, "is not one of IAM, JWT, NONE")
        }
    }

    private static func signerRoles(_ variables: FunctionVariables) throws(InvocationFailure) -> SignerRoles? {
        guard let list = variables[.roles] else { return nil }
        guard let roles = SignerRoles(list) else {
            throw variables.failure(.roles, "is not ARN=ROLE,… with one of the roles \(Role.names)")
        }
        return roles
    }

    private static func tokenRules(_ variables: FunctionVariables) throws(InvocationFailure) -> TokenRules {
        guard let issuer = variables[.issuer] else {
            throw variables.failure(.issuer, "is not set: it names whose tokens are taken")
        }
        let audience = variables.list(.audience)
        guard !audience.isEmpty else {
            throw variables.failure(
                .audience, "is not set: without it every token of the issuer would be taken, whomever it was made for")
        }
        let roleClaim = variables[.roleClaim]
        if let roleClaim, TokenRules.ownWords.contains(roleClaim) {
            throw variables.failure(.roleClaim, "is \(roleClaim), which people choose themselves: name another claim")
        }
        return TokenRules(
            issuer: issuer, audience: Set(audience), scopes: variables.list(.scopes), roleClaim: roleClaim)
    }
}
