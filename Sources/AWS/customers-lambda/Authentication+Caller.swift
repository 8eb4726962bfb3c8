import APIGateway
import CustomerAPI

extension FunctionSettings.Authentication {
    /// Who asks. The gateway has checked it, so a caller without a name comes by a route that should have an authorizer
    /// and has none, or another: only what needs no name is open then.
    func caller(_ authorizer: GatewayAuthorizer?) -> RequestContext.Caller {
        switch (self, authorizer) {
        case (.iam(let roles), .iam(let arn)?): Self.signer(arn, roles)
        case (.jwt(let rules), .jwt(let claims)?): rules.verdict(GatewayClaims(texts: claims)).caller
        case (.none, _): .anonymous
        case (.iam, _): .unauthenticated(reason: "Sign the request with Signature Version 4.")
        case (.jwt, _): .unauthenticated(reason: "Send a token in Authorization: Bearer.")
        }
    }

    /// The gateway knows who has signed, so one without a role is refused under the own name, and not asked who it is.
    private static func signer(_ arn: String, _ roles: SignerRoles?) -> RequestContext.Caller {
        guard let role = roles.map({ $0.role(of: arn) }) ?? .exporter else {
            return .forbidden(
                .signer(arn: arn), reason: "\(arn) has no role here: ask for one of \(Role.names).")
        }
        return .principal(Principal(.signer(arn: arn), role: role))
    }
}
