import CustomerAPI
import Domain
import Logging
import OIDC
import Synchronization
import Testing
import Wire

@testable import customers_api

@Suite("Who calls, by whichever token")
struct CallerChecksTests {
    private static let listed = "0123456789abcdef0123456789abcdef"
    private static let kim = Principal(name: "kim", role: .exporter)
    private let pauses = Pauses()

    /// The waits that were asked for; nobody waits.
    private final class Pauses: Sendable {
        private let durations = Mutex<[Duration]>([])
        var all: [Duration] { durations.withLock { $0 } }
        func add(_ duration: Duration) { durations.withLock { $0.append(duration) } }
    }

    /// An issuer's tokens that tell what they are.
    private struct Issued: TokenVerifier {
        static let ana = Principal(.subject("42", issuer: "https://issuer.example"), email: "a@x.org", role: .agent)

        func verdict(on token: String) async -> TokenVerdict {
            switch token.split(separator: ".").last {
            case "good": .holder(Self.ana)
            case "powerless": .withoutRights(Self.ana.identity, reason: "No role.")
            case "ended": .outOfTime(reason: "Ended.")
            case "unknown": .undecided(reason: "Ask later.", retryAfterSeconds: 7)
            default: .wrong(reason: "Wrong.")
            }
        }
    }

    private enum Kind: CaseIterable {
        case file, issuer, both
    }

    private func withChecks(_ kind: Kind, _ body: (CallerChecks) async throws -> Void) async throws {
        let (pauses, logger) = (pauses, Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withTokenFile("kim:\(Self.listed)\nlee:a.b.lees-own-token-0000000\n") { path in
            let file = kind == .issuer ? nil : try TokenAuthorizer(path: path, logger: logger)
            let tokens = CallerChecks.Tokens(file: file, issuer: kind == .file ? nil : Issued())
            try await body(CallerChecks(tokens, logger: logger) { pauses.add($0) })
        }
    }

    private func caller(_ token: String, _ checks: CallerChecks) async -> RequestContext.Caller {
        await checks.caller(authorization: "Bearer \(token)", source: "192.0.2.1")
    }

    @Test("Where nobody is asked everybody is let in, whatever they send")
    func nobody() async {
        let checks = CallerChecks(.init(file: nil, issuer: nil), logger: Logger(label: "test"))
        for field in [nil, "Bearer x", "Basic x"] {
            #expect(await checks.caller(authorization: field, source: nil) == .anonymous)
        }
        #expect(!checks.areAsked)
    }

    @Test("A token of either kind tells who it is; one of the file may look like the other kind")
    func both() async throws {
        try await withChecks(.both) { checks in
            for field in ["Bearer \(Self.listed)", "bearer  \(Self.listed) ", "BEARER \(Self.listed)"] {
                #expect(await checks.caller(authorization: field, source: nil) == .principal(Self.kim))
            }
            #expect(await caller("a.b.good", checks) == .principal(Issued.ana))
            #expect(await caller("a.b.lees-own-token-0000000", checks).identity == .tokenHolder("lee"))
            #expect(await caller("nonsense", checks).refusal?.detail == "The token is not one that this server knows.")
        }
        try await withChecks(.issuer) { checks in
            #expect(await caller(Self.listed, checks) == .unauthenticated(reason: "Wrong."))
        }
        #expect(pauses.all.isEmpty)
    }

    @Test(
        "A caller without a token is told what to send",
        arguments: [
            (nil, "Send a token: Authorization: Bearer <token>."), ("", "Authorization must be: Bearer <token>."),
            ("Bearer", "Authorization must be: Bearer <token>."),
            ("Basic \(listed)", "Authorization must be: Bearer <token>."),
            ("Bearer \(listed)x", "The token is not one that this server knows."),
            ("Bearer kim:\(listed)", "The token is not one that this server knows."),
            ("Bearer cdk_abc", "The token is cut off or mistyped. Copy it again."),
        ])
    func strangers(authorization: String?, reason: String) async throws {
        try await withChecks(.file) { checks in
            let caller = await checks.caller(authorization: authorization, source: "192.0.2.1")
            #expect(caller == .unauthenticated(reason: reason))
        }
    }

    @Test(
        "Wrong tokens wait from the fifth on and are counted, of either kind; right and missing ones are not",
        arguments: Kind.allCases)
    private func delays(kind: Kind) async throws {
        try await withChecks(kind) { checks in
            let right = kind == .issuer ? "a.b.good" : Self.listed
            for number in 0..<6 {
                _ = await caller("x.\(number).wrong", checks)
                #expect(await caller(right, checks).refusal == nil)
                _ = await checks.caller(authorization: nil, source: "192.0.2.1")
            }
            #expect(checks.wrongTokens.metricLines.last == "customers_api_wrong_tokens_total 6")
        }
        #expect(pauses.all == [.seconds(1), .seconds(2)])
    }

    @Test("What cannot be told just now, and who is known but may nothing, neither waits nor counts")
    func undecided() async throws {
        try await withChecks(.both) { checks in
            for number in 0..<20 {
                let undecided = await caller("x.\(number).unknown", checks)
                #expect(undecided == .undecided(reason: "Ask later.", retryAfterSeconds: 7))
                #expect(await caller("x.\(number).powerless", checks).identity == Issued.ana.identity)
                #expect(await caller("x.\(number).ended", checks) == .unauthenticated(reason: "Ended."))
            }
            #expect(checks.wrongTokens.metricLines.last == "customers_api_wrong_tokens_total 20")
        }
        #expect(pauses.all.isEmpty)
    }
}
