import Testing

@testable import customers_api

@Suite("Who can reach the server")
struct ExposureTests {
    /// The warning with which the server starts; an error when it does not.
    private func warning(
        _ host: String, knowsCallers: Bool, isEncrypted: Bool = false, isBehindProxy: Bool = false
    ) throws -> String? {
        try Exposure(host: host, knowsCallers: knowsCallers, isEncrypted: isEncrypted, isBehindProxy: isBehindProxy)
            .warning
    }

    @Test(
        "On loopback a token is enough, and without one the operator is warned",
        arguments: ["localhost", "::1", "127.0.0.1", "127.255.0.9"])
    func loopback(host: String) throws {
        #expect(try warning(host, knowsCallers: true) == nil)
        #expect(
            try warning(host, knowsCallers: false)?.hasPrefix(
                "warning: without --token-file or --oidc-issuer every user") == true)
    }

    @Test(
        "Anywhere else it takes a token and encryption, its own or a proxy's",
        arguments: ["0.0.0.0", "::", "example.org", "127.0.0.1.example.org", "127.0.0", "127.0.0.256", "128.0.0.1"])
    func elsewhere(host: String) throws {
        #expect(try warning(host, knowsCallers: true, isEncrypted: true) == nil)
        #expect(try warning(host, knowsCallers: true, isBehindProxy: true) == nil)
        for (knowsCallers, isEncrypted, isBehindProxy) in [
            (true, false, false), (false, true, false), (false, false, true), (false, true, true),
        ] {
            #expect(throws: StartFailure.self) {
                try warning(host, knowsCallers: knowsCallers, isEncrypted: isEncrypted, isBehindProxy: isBehindProxy)
            }
        }
    }
}
