import APIClient
package import Wire

extension ProfileWorkspace {
    /// Who one is to the API, and what one may do there; `nil` when it does not answer.
    package func caller() async -> CallerJSON? { try? await unobservedClient.whoAmI() }
}
