import HTTPTypes
import Testing

@testable import customers_api

@Suite("Where a request comes from")
struct RequestSourceTests {
    private func source(_ fields: [(String, String)], isBehindProxy: Bool = true) throws -> String? {
        var list = HTTPFields()
        for (name, value) in fields { list.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value)) }
        return RequestSource.address(of: list, peer: "127.0.0.1", isBehindProxy: isBehindProxy)
    }

    @Test("Without a proxy it is the socket's other end, whatever the request says")
    func direct() throws {
        let fields = [("X-Forwarded-For", "192.0.2.1"), ("Forwarded", "for=192.0.2.1")]
        #expect(try source(fields, isBehindProxy: false) == "127.0.0.1")
    }

    @Test(
        "Behind a proxy it is the last hop, which the proxy wrote; what a caller wrote before it counts for nothing",
        arguments: [
            ([("X-Forwarded-For", "192.0.2.1")], "192.0.2.1"),
            ([("X-Forwarded-For", "10.0.0.9, 192.0.2.1 ")], "192.0.2.1"),
            ([("X-Forwarded-For", "10.0.0.9"), ("X-Forwarded-For", "192.0.2.1:4711")], "192.0.2.1"),
            ([("X-Forwarded-For", "2001:DB8::1")], "2001:db8::1"),
            ([("Forwarded", "for=10.0.0.9, proto=https;For=192.0.2.1;by=x")], "192.0.2.1"),
            ([("Forwarded", "for=\"[2001:db8::1]:4711\"")], "2001:db8::1"),
            ([("Forwarded", "for=10.0.0.9"), ("X-Forwarded-For", "192.0.2.1")], "192.0.2.1"),
        ])
    func forwarded(fields: [(String, String)], expected: String) throws {
        #expect(try source(fields) == expected)
    }

    @Test(
        "What is no address is nobody's, so the proxy itself is named",
        arguments: [
            [], [("X-Forwarded-For", "")], [("X-Forwarded-For", "192.0.2.1,")], [("X-Forwarded-For", "unknown")],
            [("X-Forwarded-For", "a")], [("X-Forwarded-For", "....")], [("X-Forwarded-For", "a.b")],
            [("X-Forwarded-For", "999.999.999.999")], [("X-Forwarded-For", ":::::::::")],
            [("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-For", "")],
            [("X-Forwarded-For", "evil"), ("Forwarded", "for=192.0.2.1")],
            [("X-Forwarded-For", ""), ("Forwarded", "for=192.0.2.1")], [("Forwarded", "for=999.0.2.1")],
            [("Forwarded", "for=_hidden")], [("Forwarded", "by=192.0.2.1")],
            [("Forwarded", "for=\"\u{1b}[31m1.1\"")],
        ])
    func nobody(fields: [(String, String)]) throws {
        #expect(try source(fields) == "127.0.0.1")
    }
}
