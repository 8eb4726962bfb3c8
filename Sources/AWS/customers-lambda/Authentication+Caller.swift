import APIGateway
import CustomerAPI

extension FunctionSettings.Authentication {
    /// Who asks. The gateway has checked it, so a caller without a name comes by a route that should have an authorizer
    /// and has none, or another: only what needs no name is open then.
    func caller(_ authorizer: GatewayAuthorizer?) -> RequestContext.Caller {
        switch (self, authorizer) {
        case (.iam(let roles), .iam(let arn)?): Self.signer(arn, roles)
        case (.jwt(let rules), .jwt(let claims)?): rules.caller(GatewayClaims(texts: claims))
        case (.none, _): .anonymous
        case (.iam, _): .unauthenticated(reason: "Sign the request with Signature Version 4.")
        case (.jwt, _): .unauthenticated(reason: "Send a token in Authorization: Bearer.")
        }
    }

    private static func signer(_ arn: String, _ roles: SignerRoles?) -> RequestContext.Caller {
        guard let roles else { return .principal(Principal(name: arn, role: .exporter)) }
        guard let role = roles.role(of: arn) else {
            return .unauthenticated(reason: "\(arn) has no role here: ask for one of \(Role.names).")
        }
        return .principal(Principal(name: arn, role: role))
    }
}
