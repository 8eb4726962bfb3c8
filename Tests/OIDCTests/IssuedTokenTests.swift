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
        let keys = IssuerKeys(try #require(known), now: { uptime.now }, report: { reports.add($0) })
        tokens = IssuedTokens(rules, keys: keys) { Timestamp(microseconds: seconds * 1_000_000) }
    }

    /// The holder's name; `nil` when the token is refused.
    func name(_ token: String) async -> String? { await principal(token)?.name }

    func principal(_ token: String) async -> Principal? {
        if case .principal(let principal) = await tokens.caller(token) { principal } else { nil }
    }

    func refusal(_ token: String) async -> String? {
        if case .unauthenticated(let reason) = await tokens.caller(token) { reason } else { nil }
    }

    /// A clock that the test moves.
    final class Uptime: Sendable {
        private let passed = Mutex(Duration.zero)
        private let start = ContinuousClock.now
        var now: ContinuousClock.Instant { start + passed.withLock { $0 } }
        func passes(_ duration: Duration) { passed.withLock { $0 += duration } }
    }

    final class Reports: Sendable {
        private let failures = Mutex<[IssuerFailure]>([])
        var all: [IssuerFailure] { failures.withLock { $0 } }
        func add(_ failure: IssuerFailure) { failures.withLock { $0.append(failure) } }
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
        #expect(await desk.name(try key.token(header: #"{"alg":"ES256","kid":"one","typ":"JWT"}"#)) == Self.holder)
    }

    @Test("A key that is for something else, too short, or of another algorithm counts for nothing")
    func keys() async throws {
        for key in [
            IssuerKey.es256("one", #","use":"enc""#), .es256("one", #","alg":"ES384""#),
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
            ["exp": "1599999939"], ["nbf": "1600000060"], ["nbf": #""soon""#], ["nbf": "null"],
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

    @Test("Scopes and the role come from the claims")
    func rights() async throws {
        let key = IssuerKey.es256("one")
        let desk = try TokenReceiver(key, scopes: ["desk:read", "desk:write"], roleClaim: "roles")
        #expect(await desk.principal(try key.token(["roles": #"["reader","agent"]"#]))?.role == .agent)
        #expect(await desk.principal(try key.token(["roles": #""admin""#]))?.role == .admin)
        #expect(await desk.principal(try key.token(["roles": #"["boss"]"#])) == nil)
        #expect(await desk.principal(try key.token()) == nil)
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
            #expect(await desk.refusal(text) == "The token is damaged.", "\(text.prefix(80))")
        }
        #expect(desk.issuer.requests.isEmpty)
        #expect(IssuedTokens.isLikely(good) && !IssuedTokens.isLikely("cdk_abc") && !IssuedTokens.isLikely("a.b.c"))
    }
}

@Suite("An issuer's keys are fetched when they are needed, and kept when it is away")
struct IssuerKeyTests {
    @Test("Once for many tokens, and again for a key that is new, at most once a minute")
    func rotation() async throws {
        let (old, new) = (IssuerKey.es256("old"), IssuerKey.es256("new"))
        let desk = try TokenReceiver(old)
        for _ in 0..<10 { #expect(await desk.name(try old.token()) != nil) }
        #expect(desk.issuer.requests == ["/desk/.well-known/openid-configuration", "/keys"])
        desk.issuer.set([new])
        // The first fetch is not a minute ago.
        #expect(await desk.name(try new.token()) == nil)
        #expect(desk.issuer.requests.count == 2)
        desk.uptime.passes(.seconds(60))
        #expect(await desk.name(try new.token()) != nil)
        #expect(desk.issuer.requests.count == 4)
        #expect(await desk.name(try old.token()) == nil)
        for _ in 0..<10 { #expect(await desk.name(try IssuerKey.es256("invented").token()) == nil) }
        #expect(desk.issuer.requests.count == 4)
    }

    @Test("The last keys count while the issuer is away, and what it says wrong changes nothing")
    func away() async throws {
        let key = IssuerKey.es256("one")
        let desk = try TokenReceiver(key)
        #expect(await desk.name(try key.token()) != nil)
        desk.issuer.set(isAway: true)
        desk.uptime.passes(.seconds(4_000))
        #expect(await desk.name(try key.token()) != nil)
        #expect(desk.reports.all == [.unreachable(.timedOut)])
        desk.issuer.set(isAway: false)
        for wrong in ["", "[]", "{}", #"{"keys":[]}"#, #"{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}"#, "<html>"] {
            desk.issuer.set(keySet: wrong)
            desk.uptime.passes(.seconds(60))
            #expect(await desk.name(try key.token()) != nil, "\(wrong)")
        }
        #expect(desk.reports.all.count == 7)
    }

    @Test("An issuer that comes later is asked again within seconds, and another issuer's document is not taken")
    func late() async throws {
        let key = IssuerKey.es256("one")
        let desk = try TokenReceiver(key)
        desk.issuer.set(isAway: true)
        #expect(await desk.refusal(try key.token())?.contains("cannot be asked") == true)
        desk.issuer.set(isAway: false)
        desk.issuer.set(issuer: "https://issuer.example/other")
        desk.uptime.passes(.seconds(5))
        #expect(await desk.name(try key.token()) == nil)
        desk.issuer.set(issuer: InventedIssuer.name)
        desk.uptime.passes(.seconds(4))
        #expect(await desk.name(try key.token()) == nil)
        desk.uptime.passes(.seconds(1))
        #expect(await desk.name(try key.token()) != nil)
    }

    @Test(
        "An issuer is an address over TLS, or of this machine",
        arguments: [
            ("https://issuer.example", true), ("https://issuer.example/a/", true), ("http://127.0.0.1:8080", true),
            ("http://localhost/realms/desk", true), ("http://issuer.example", false), ("issuer.example", false),
            ("https://issuer.example?x=1", false), ("https://issuer.example/#a", false),
            ("https://u:p@issuer.example", false),
            ("", false), ("https://", false), ("https://a b", false),
        ])
    func addresses(name: String, isTaken: Bool) {
        #expect((Issuer(name) { _ in InventedIssuer() } != nil) == isTaken)
    }
}
