package import CustomerAPI

/// Finds out whose a token is.
package protocol TokenVerifier: Sendable {
    /// Who holds a token; `unauthenticated`, with a reason for its holder, when it proves nothing.
    func caller(_ token: String) async -> RequestContext.Caller
}
