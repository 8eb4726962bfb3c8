import APIGateway
import CustomerAPI

extension FunctionSettings.Authentication {
    /// Claims that name a person, the best first (OpenID Connect Core §5.1; `cognito:username` is Cognito's own).
    private static let naming = ["email", "preferred_username", "cognito:username", "username", "client_id", "sub"]

    /// Who asks. The gateway has checked it, so a caller without a name comes by a route that should have an authorizer
    /// and has none: only what needs no name is open then.
    func caller(_ authorizer: GatewayAuthorizer?) -> RequestContext.Caller {
        switch (self, authorizer) {
        case (_, .iam(let arn)?): return .principal(Principal(name: arn, role: .exporter))
        case (_, .jwt(let claims)?):
            let name = Self.naming.lazy.compactMap { claims[$0] }.first { !$0.isEmpty }
            return name.map { .principal(Principal(name: $0, role: .exporter)) }
                ?? .unauthenticated(reason: "The token names no caller.")
        case (.none, nil): return .anonymous
        case (.iam, nil): return .unauthenticated(reason: "Sign the request with Signature Version 4.")
        case (.jwt, nil): return .unauthenticated(reason: "Send a token in Authorization: Bearer.")
        }
    }
}
