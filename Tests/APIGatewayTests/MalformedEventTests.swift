import APIGateway
import Foundation
import TestSupport
import Testing

@Suite("What is not an event of an HTTP API is refused, and nothing else happens")
struct MalformedEventTests {
    @Test(
        "The reason names the member, and not what is in it",
        arguments: [
            ("", GatewayEventFailure.notJSON), ("{", .notJSON), ("\u{0}", .notJSON), ("{}", .version(nil)),
            ("[]", .wrong("")), ("null", .notJSON), ("3", .wrong("")), (#""x""#, .wrong("")),
            (#"{"version":2}"#, .wrong("version")),
            (#"{"version":"1.0","httpMethod":"GET","path":"/"}"#, .version("1.0")),
            (#"{"version":"2.0"}"#, .missing("requestContext.http.method")),
            (#"{"version":"2.0","requestContext":{"http":{}}}"#, .missing("requestContext.http.method")),
            (#"{"version":"2.0","requestContext":{"http":{"method":"GET"}}}"#, .missing("rawPath")),
            (#"{"version":"2.0","rawPath":7,"requestContext":{}}"#, .wrong("rawPath")),
            (#"{"version":"2.0","rawPath":"/","requestContext":[]}"#, .wrong("requestContext")),
            (#"{"version":"2.0","headers":{"a":["b"]}}"#, .wrong("headers.a")),
            (#"{"version":"2.0","cookies":{}}"#, .wrong("cookies")),
            (
                #"{"version":"2.0","rawPath":"/","requestContext":{"http":{"method":"GET it"}}}"#,
                .wrong("requestContext.http.method")
            ),
            (
                #"{"version":"2.0","rawPath":"/","requestContext":{"http":{"method":""}}}"#,
                .wrong("requestContext.http.method")
            ),
        ])
    func reasons(payload: String, failure: GatewayEventFailure) {
        #expect(throws: failure) { try GatewayEvent(Array(payload.utf8)) }
        #expect(failure.detail.hasSuffix("."))
    }

    @Test("No depth and no number overflows anything")
    func extremes() {
        let deep = String(repeating: "[", count: 100_000)
        let number = "{\"version\":\(String(repeating: "9", count: 10_000))}"
        for payload in [deep, "{\"version\":\(deep)", number] {
            #expect(throws: GatewayEventFailure.self) { try GatewayEvent(Array(payload.utf8)) }
        }
    }

    @Test("Damaged events are read or refused")
    func fuzz() {
        let rounds = ProcessInfo.processInfo.environment["FUZZ_ROUNDS"].flatMap(Int.init) ?? 2_000
        var mutations = EventMutations(seed: 11, of: SampleEvent.full)
        var readings = 0
        for _ in 0..<rounds {
            if (try? GatewayEvent(mutations.next())) != nil { readings += 1 }
        }
        #expect(readings > rounds / 20 && readings < rounds)
    }
}
