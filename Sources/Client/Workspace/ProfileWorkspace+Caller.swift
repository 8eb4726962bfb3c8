import APIClient
package import Wire

extension ProfileWorkspace {
    /// Who one is to the API, and what one may do there; `nil` where that cannot tell, as in the contract's first version.
    package func caller() async -> CallerJSON? {
        guard let health = try? await unobservedClient.health(), health.has(.whoAmI) else { return nil }
        return try? await unobservedClient.whoAmI()
    }
}
