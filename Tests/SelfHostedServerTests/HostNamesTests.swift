import Testing

@testable import customers_api

@Suite("The names of a server without tokens")
struct HostNamesTests {
    private static let names = HostNames(["127.0.0.1", "Desk.example"])

    @Test(
        "Loopback and the names given are its own, with any port and in any letter case",
        arguments: [
            "localhost", "LOCALHOST:8080", "localhost.", "127.0.0.1", "127.0.0.1:8080", "127.9.9.9", "[::1]",
            "[::1]:8080",
            "desk.example", "DESK.EXAMPLE.:80",
        ])
    func known(host: String) {
        #expect(Self.names.contain(host))
    }

    @Test(
        "Every other name is not, however much it looks like one",
        arguments: [
            "", ":80", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil-localhost",
            "xlocalhost",
            "127.0.0.256", "2130706433", "0", "0.0.0.0", "[::]", "[::ffff:127.0.0.1", "desk.example.evil.example",
            "localhost@evil.example", "localhost:evil.com", "[::1]evil.com",
            "127.+0.0.1", "localhost:80:80", "localhost:+80", "[localhost]", "::1", "[::1", "localhost/evil",
            "evil.example:127.0.0.1",
        ])
    func unknown(host: String) {
        #expect(!Self.names.contain(host))
    }
}
