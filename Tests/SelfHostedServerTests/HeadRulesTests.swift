import HTTPTypes
import Testing

@testable import customers_api

@Suite("What the head of a request has to be")
struct HeadRulesTests {
    private func isRefused(_ host: String, _ path: String = "/api/customers", hasTokens: Bool = false) -> Bool {
        let head = HTTPRequest(method: .get, scheme: nil, authority: host, path: path)
        return HeadRules(names: hasTokens ? nil : HostNames()).fault(in: head) != nil
    }

    @Test("A whole address names the host, too, and counts before Host")
    func wholeAddresses() {
        for target in ["http://localhost/api", "HTTP://127.0.0.1:80", "http://[::1]?a=http://evil.example"] {
            #expect(!isRefused("localhost", target) && !isRefused("localhost", target, hasTokens: true))
        }
        for target in ["http://evil.example/api", "http://evil.example", "https://evil.example?a=/"] {
            #expect(isRefused("localhost", target) && !isRefused("localhost", target, hasTokens: true))
        }
        for target in ["http:///api", "http://localhost@evil.example/", "http://localhost:x/"] {
            #expect(isRefused("localhost", target) && isRefused("localhost", target, hasTokens: true))
        }
        #expect(!isRefused("localhost", "/api?next=http://evil.example/"))
    }

    @Test(
        "What can be no host is refused with tokens, too",
        arguments: ["", ":80", "a, b", "localhost evil.com", "localhost/evil", "localhost:evil.com", "[::1]evil.com"])
    func hosts(host: String) {
        #expect(isRefused(host) && isRefused(host, hasTokens: true))
        #expect(!isRefused("evil.example:8443", hasTokens: true) && !isRefused("[2001:db8::1]:", hasTokens: true))
    }

    @Test(
        "Who waits to be asked for the body is known by it among other expectations",
        arguments: [
            ("100-continue", true), ("100-Continue, foo", true), ("foo ,100-continue", true), ("foo", false),
            ("100-continues", false), ("", false),
        ])
    func expectations(value: String, isWaiting: Bool) {
        var head = HTTPRequest(method: .post, scheme: nil, authority: "localhost", path: "/api/customers")
        head.headerFields[.expect] = value
        #expect(head.waitsWithBody == isWaiting)
    }
}
