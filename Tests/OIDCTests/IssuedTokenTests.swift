import CustomerAPI
import Domain
import Foundation
import HTTP
import OIDC
import OpenID
import Synchronization
import Testing

/// What a server does that takes an issuer's tokens, at a moment of the test's choice.
struct TokenReceiver {
    /// A second before the tokens of ``IssuerKey`` expire.
    static let moment = Int64(1_599_999_999)
    let issuer: InventedIssuer
    let uptime = Uptime()
    let reports = Reports()
    let keys: IssuerKeys
    private let tokens: IssuedTokens

    init(
        _ keys: IssuerKey..., scopes: [String] = [], roleClaim: String? = nil, seconds: Int64 = moment
    ) throws {
        let invented = InventedIssuer()
        invented.set(keys)
        issuer = invented
        let rules = TokenRules(issuer: InventedIssuer.name, audience: ["desk"], scopes: scopes, roleClaim: roleClaim)
        let known = Issuer(InventedIssuer.name) { _ in invented }
        let (uptime, reports) = (uptime, reports)
        self.keys = IssuerKeys(try #require(known), now: { uptime.now }, report: { reports.add($0) })
        tokens = IssuedTokens(rules, keys: self.keys) { Timestamp(microseconds: seconds * 1_000_000) }
    }

    /// The holder's name; `nil` when the token is refused.
    func name(_ token: String) async -> String? { await principal(token)?.name }

    func principal(_ token: String) async -> Principal? {
        if case .holder(let principal) = await verdict(token) { principal } else { nil }
    }

    func refusal(_ token: String) async -> String? {
        switch await verdict(token) {
        case .holder, .undecided: nil
        case .withoutRights(_, let reason), .outOfTime(let reason), .wrong(let reason): reason
        }
    }

    func verdict(_ token: String) async -> TokenVerdict { await tokens.verdict(on: token) }

    /// What happens each second, and what comes of it.
    func looksAfterKeys() async {
        await keys.refreshIfDue()
        await keys.settle()
    }

    /// A clock that the test moves.
    final class Uptime: Sendable {
        private let passed = Mutex(Duration.zero)
        private let start = ContinuousClock.now
        var now: ContinuousClock.Instant { start + passed.withLock { $0 } }
        func passes(_ duration: Duration) { passed.withLock { $0 += duration } }
    }

    final class Reports: Sendable {
        private let events = Mutex<[IssuerKeys.Event]>([])
        var all: [IssuerKeys.Event] { events.withLock { $0 } }
        func add(_ event: IssuerKeys.Event) { events.withLock { $0.append(event) } }
    }
}

@Suite("A token is believed when its issuer has signed it, for us, and for now")
struct IssuedTokenTests {
    private static let holder = InventedIssuer.name + "#42"

    @Test("Each algorithm that is taken, with a name for the key and without")
    func algorithms() async throws {
        for id in ["one", nil] {
            for key in [IssuerKey.es256(id), .edDSA(id), try .rsa(id, "RS256"), try .rsa(id, "PS256")] {
                let desk = try TokenReceiver(.es256("other"), key)
                #expect(await desk.name(try key.token()) == Self.holder, "\(key.algorithm)")
                let changed = try key.token().split(separator: ".").map(String.init)
                let claims = base64URL(IssuerKey.claims(["sub": #""43""#]).utf8)
                #expect(await desk.name("\(changed[0]).\(claims).\(changed[2])") == nil, "\(key.algorithm)")
                #expect(await desk.name("\(changed[0]).\(changed[1]).") == nil)
            }
        }
    }

    @Test("A token cannot choose how it is checked")
    func algorithmChoice() async throws {
        let (key, rsa) = (IssuerKey.es256("one"), try IssuerKey.rsa("two", "RS256"))
        let desk = try TokenReceiver(key, rsa)
        for algorithm in ["none", "None", "HS256", "HS512", "RS256", "ES384", "EdDSA", ""] {
            #expect(
                await desk.name(try key.token(header: #"{"alg":"\#(algorithm)","kid":"one"}"#)) == nil, "\(algorithm)")
        }
        #expect(await desk.name(try rsa.token(header: #"{"alg":"PS256","kid":"two"}"#)) == nil)
        #expect(await desk.name(try rsa.token(header: #"{"alg":"RS256","kid":"one"}"#)) == nil)
        #expect(await desk.name(try key.token(header: #"{"kid":"one"}"#)) == nil)
        #expect(await desk.name(try key.token(header: #"{"alg":"ES256","kid":"one","crit":["exp"]}"#)) == nil)
        #expect(await desk.name(try key.token(header: #"{"alg":"ES256","kid":"one","typ":"logout+jwt"}"#)) == nil)
        #expect(await desk.name(try key.token(header: #"{"alg":"none","alg":"ES256","kid":"one"}"#)) == nil)
        #expect(await desk.name(try key.token(header: #"{"alg":"ES256","kid":1}"#)) == nil)
        #expect(await desk.name(try key.token(header: #"{"alg":"ES256","kid":"one","typ":"JWT"}"#)) == Self.holder)
    }

    @Test("A key that is for something else, too short, or of another algorithm counts for nothing")
    func keys() async throws {
        for key in [
            IssuerKey.es256("one", #","use":"enc""#), .es256("one", #","alg":"ES384""#),
            .es256("one", #","key_ops":["sign"]"#),
            try .rsa("one", "RS256", bits: 1_024),
            try .rsa("one", "RS256", #","alg":"PS256""#),
        ] {
            #expect(await (try TokenReceiver(key, .es256("other"))).name(try key.token()) == nil, "\(key.json)")
        }
        let fitting = try IssuerKey.rsa("one", "RS256", #","alg":"RS256","use":"sig""#)
        #expect(await (try TokenReceiver(fitting)).name(try fitting.token()) == Self.holder)
    }

    @Test(
        "What a token must say, it must say rightly",
        arguments: [
            ["iss": #""https://issuer.example""#], ["iss": ""], ["iss": #"["https://issuer.example/desk"]"#],
            ["aud": #""other""#], ["aud": ""], ["aud": #"["a","b"]"#], ["aud": #""desk2""#], ["sub": ""], ["sub": "42"],
            ["sub": #""""#], ["sub": #""a\nb""#], ["exp": ""], ["exp": #""1600000000""#], ["exp": "null"],
            ["exp": "1599999939"], ["exp": "1e999"], ["aud": #"["desk",5]"#], ["aud": #""other desk""#],
            ["aud": "[5]", "client_id": #""desk""#], ["nbf": "1600000060"], ["nbf": #""soon""#], ["nbf": "null"],
        ])
    func claims(changes: [String: String]) async throws {
        let key = IssuerKey.es256("one")
        #expect(await (try TokenReceiver(key)).name(try key.token(changes)) == nil)
    }

    @Test(
        "Clocks may differ by a minute",
        arguments: [["exp": "1599999940"], ["nbf": "1600000059"], ["exp": "1599999939.5"]])
    func leeway(changes: [String: String]) async throws {
        let key = IssuerKey.es256("one")
        #expect(await (try TokenReceiver(key)).name(try key.token(changes)) == Self.holder)
    }

    @Test("An email is shown when it is verified, and other names never")
    func names() async throws {
        let key = IssuerKey.es256("one")
        let desk = try TokenReceiver(key)
        let email = ["email": #""kim@example.com""#, "name": #""boss""#, "preferred_username": #""boss""#]
        #expect(await desk.name(try key.token(email)) == Self.holder)
        #expect(await desk.name(try key.token(email.merging(["email_verified": #""true""#]) { $1 })) == Self.holder)
        #expect(await desk.name(try key.token(email.merging(["email_verified": "true"]) { $1 })) == "kim@example.com")
    }

    @Test("Who somebody is does not change with the email, and two of one email are two")
    func identities() async throws {
        let key = IssuerKey.es256("one")
        let desk = try TokenReceiver(key)
        func principal(_ subject: String, _ email: String) async throws -> Principal? {
            let claims = ["sub": "\"\(subject)\"", "email": "\"\(email)\"", "email_verified": "true"]
            return await desk.principal(try key.token(claims))
        }
        let before = try await principal("42", "kim@example.com")
        let after = try await principal("42", "kim.lee@example.com")
        let other = try await principal("43", "kim@example.com")
        #expect(before?.identity == .subject("42", issuer: InventedIssuer.name))
        #expect(before?.identity == after?.identity && before?.name != after?.name)
        #expect(before?.identity != other?.identity && before?.name == other?.name)
    }

    @Test("Scopes and the role come from the claims")
    func rights() async throws {
        let key = IssuerKey.es256("one")
        let desk = try TokenReceiver(key, scopes: ["desk:read", "desk:write"], roleClaim: "roles")
        #expect(await desk.principal(try key.token(["roles": #"["reader","agent"]"#]))?.role == .agent)
        #expect(await desk.principal(try key.token(["roles": #""admin""#]))?.role == .admin)
        // A text is one name (RFC 9068 §2.2.3.1); only scopes are words.
        #expect(await desk.principal(try key.token(["roles": #""reader agent""#])) == nil)
        #expect(await desk.principal(try key.token(["roles": #"["reader",7]"#])) == nil)
        for claims in [["roles": #"["boss"]"#], [:]] {
            guard case .withoutRights(let identity, _) = await desk.verdict(try key.token(claims)) else {
                Issue.record("it is not known who it is, or it has a role")
                continue
            }
            #expect(identity == .subject("42", issuer: InventedIssuer.name))
        }
        let less = try key.token(["scope": #""desk:read""#, "roles": #""agent""#])
        #expect(await desk.refusal(less)?.contains("desk:write") == true)
        #expect(await (try TokenReceiver(key)).principal(try key.token())?.role == .exporter)
    }

    @Test("What is no token is refused without a question to anybody")
    func damaged() async throws {
        let key = IssuerKey.es256("one")
        let desk = try TokenReceiver(key)
        let good = try key.token()
        let twice = try key.signed(#"{"alg":"ES256","kid":"one"}"#, #"{"sub":"1","sub":"2"}"#)
        for text in [
            "", ".", "..", "a.b.c", good + ".", "." + good, good + "=", good + " ", String(good.dropLast(90)) + "*",
            twice, String(repeating: "a", count: 20_000) + "." + good,
        ] {
            #expect(
                await desk.refusal(text) == "The token is damaged, or of a kind that is not taken.",
                "\(text.prefix(80))")
        }
        #expect(desk.issuer.requests.isEmpty)
        #expect(IssuedTokens.isLikely(good) && !IssuedTokens.isLikely("cdk_abc"))
    }
}
