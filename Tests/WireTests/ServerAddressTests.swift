import HTTP
import Testing

@Suite("Where a server is")
struct ServerAddressTests {
    @Test(
        "An address is read in its parts",
        arguments: [
            ("https://api.example.com", "https://api.example.com", "api.example.com", ""),
            ("HTTPS://api.example.com:443/", "https://api.example.com:443", "api.example.com", ""),
            (
                "https://api.example.com:8443/prod/", "https://api.example.com:8443/prod", "api.example.com:8443",
                "/prod"
            ),
            ("http://[::1]:8080/a/b", "http://[::1]:8080/a/b", "[::1]:8080", "/a/b"),
            ("http://127.0.0.1:80", "http://127.0.0.1:80", "127.0.0.1", ""),
        ])
    func parts(text: String, plain: String, hostField: String, pathPrefix: String) throws {
        let address = try #require(ServerAddress(text))
        #expect(address.text == plain)
        #expect(address.hostField == hostField)
        #expect(address.pathPrefix == pathPrefix)
    }

    @Test(
        "What is not the address of a server is refused",
        arguments: [
            "", "example.com", "ftp://example.com", "https://", "https:///path", "https:example.com", "https://a:b@c",
            "https://example.com?x=1", "https://example.com#x", "https://example.com:99999", "https://example.com:",
            "https://exa mple.com", "https://a%40c", "https://a:+80",
        ])
    func refused(text: String) {
        #expect(ServerAddress(text) == nil)
    }
}
