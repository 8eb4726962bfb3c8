package import CustomerAPI

/// Finds out whose a token is.
package protocol TokenVerifier: Sendable {
    func verdict(on token: String) async -> TokenVerdict
}
