import HTTPTypes
import Testing
import Wire

@testable import customers_api

@Suite("What the head of a request has to be")
struct HeadRulesTests {
    private func isRefused(_ host: String, hasTokens: Bool = false) -> Bool {
        let head = HTTPRequest(method: .get, scheme: nil, authority: host, path: "/api/customers")
        return HeadRules(names: hasTokens ? nil : HostNames()).fault(in: head) != nil
    }

    @Test(
        "The host of a target is what stands between its slashes, and a path has none",
        arguments: [
            ("http://localhost/api", "localhost"), ("HTTP://127.0.0.1:80", "127.0.0.1:80"),
            ("http://[::1]?a=http://evil.example", "[::1]"), ("https://evil.example?a=/", "evil.example"),
            ("http:///api", ""), ("http://localhost@evil.example/", "localhost@evil.example"), ("/api", nil),
            ("/api?next=http://evil.example/", nil), ("*", nil),
        ] as [(String, String?)])
    func targets(target: String, host: String?) {
        #expect(TargetAuthority.text(of: target) == host)
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

    @Test(
        "Whatever else is expected is refused as such",
        arguments: [
            ("100-continue", false), ("100-Continue ,", false), ("", false), ("100-continue, foo", true), ("foo", true),
            ("100-continues", true), ("\"100-continue\"", true),
        ])
    func otherExpectations(value: String, isRefused: Bool) {
        var head = HTTPRequest(method: .post, scheme: nil, authority: "localhost", path: "/api/customers")
        head.headerFields[.expect] = value
        #expect(HeadRules(names: nil).fault(in: head)?.kind == (isRefused ? .expectationFailed : nil))
    }
}
