import CustomerAPI
import HTTP
import OIDC
import OpenID
import Testing

@Suite("An issuer's keys are fetched beside the requests, and kept while it is away", .timeLimit(.minutes(1)))
struct IssuerKeyTests {
    private static let fetch = ["/desk/.well-known/openid-configuration", "/keys"]
    private static let away = IssuerKeys.Event.failed(.unreachable(.timedOut))

    private func isUndecided(_ verdict: TokenVerdict, seconds: Int? = nil) -> Bool {
        guard case .undecided(_, let retryAfter) = verdict else { return false }
        return seconds.map { $0 == retryAfter } ?? true
    }

    @Test(
        "Once for many tokens, and again for a key that is new: its token waits five seconds at most, and is never wrong"
    )
    func rotation() async throws {
        let (old, new) = (IssuerKey.es256("old"), IssuerKey.es256("new"))
        let desk = try TokenReceiver(old)
        for _ in 0..<10 { #expect(await desk.name(try old.token()) != nil) }
        #expect(desk.issuer.requests == Self.fetch)
        desk.issuer.set([new])
        #expect(isUndecided(await desk.verdict(try new.token()), seconds: 5))
        desk.uptime.passes(.milliseconds(4_999))
        #expect(isUndecided(await desk.verdict(try new.token()), seconds: 1))
        #expect(desk.issuer.requests.count == 2)
        desk.uptime.passes(.milliseconds(1))
        #expect(await desk.name(try new.token()) != nil)
        #expect(desk.issuer.requests.count == 4)
        desk.uptime.passes(.seconds(5))
        #expect(await desk.refusal(try old.token()) == "The token is not signed by its issuer.")
    }

    @Test("Invented keys have them fetched after 5, 10, 20, 40 and 60 seconds, and make no good token a wrong one")
    func invented() async throws {
        let key = IssuerKey.es256("one")
        let desk = try TokenReceiver(key)
        #expect(await desk.name(try key.token()) != nil)
        desk.uptime.passes(.seconds(5))
        for (number, pause) in [10, 20, 40, 60, 60].enumerated() {
            let invented = try IssuerKey.es256("next").token()
            #expect(await desk.refusal(invented) == "The token is not signed by its issuer.")
            #expect(desk.issuer.requests.count == 4 + 2 * number)
            // What was looked for is wrong without another look, and tells nothing of others by a key of that name.
            #expect(await desk.refusal(invented) == "The token is not signed by its issuer.")
            #expect(isUndecided(await desk.verdict(try IssuerKey.es256("next").token()), seconds: pause))
            #expect(desk.issuer.requests.count == 4 + 2 * number)
            desk.uptime.passes(.seconds(pause))
        }
        let next = IssuerKey.es256("next")
        desk.issuer.set([next])
        #expect(await desk.name(try next.token()) != nil)
        #expect(isUndecided(await desk.verdict(try IssuerKey.es256("last").token()), seconds: 5))
    }

    @Test("Keys that are fetched already may be those from before the token's own: they do not make it wrong")
    func underWay() async throws {
        let (old, new) = (IssuerKey.es256("old"), IssuerKey.es256("new"))
        let desk = try TokenReceiver(old)
        desk.issuer.hold()
        await desk.keys.refreshIfDue()
        let token = try new.token()
        async let verdict = desk.verdict(token)
        desk.issuer.letGo()
        #expect(isUndecided(await verdict, seconds: 5))
        #expect(desk.issuer.requests == Self.fetch)
    }

    @Test("A token that names no key may be by a new one, too")
    func nameless() async throws {
        let (old, new) = (IssuerKey.es256(nil), IssuerKey.es256(nil))
        let desk = try TokenReceiver(old)
        #expect(await desk.name(try old.token()) != nil)
        desk.issuer.set([new])
        desk.uptime.passes(.seconds(60))
        #expect(await desk.name(try new.token()) != nil)
    }

    @Test("A thousand invented keys at once have them fetched once")
    func flood() async throws {
        let key = IssuerKey.es256("one")
        let desk = try TokenReceiver(key)
        let tokens = try (0..<1_000).map { try IssuerKey.es256("invented \($0)").token() }
        desk.issuer.hold()
        await desk.keys.refreshIfDue()
        let verdicts = await withTaskGroup(of: TokenVerdict.self) { group in
            for token in tokens { group.addTask { await desk.verdict(token) } }
            desk.issuer.letGo()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(verdicts.count == 1_000 && verdicts.allSatisfy { isUndecided($0, seconds: 5) })
        for token in tokens { #expect(await desk.name(token) == nil) }
        #expect(await desk.name(try key.token()) != nil)
        #expect(desk.issuer.requests == Self.fetch)
        desk.uptime.passes(.seconds(5))
        for token in tokens { #expect(await desk.name(token) == nil) }
        #expect(desk.issuer.requests.count == 4)
    }

    @Test("What cannot be signed by any key of the issuer's asks nobody for one")
    func hopeless() async throws {
        let desk = try TokenReceiver(.es256("one"))
        let other = IssuerKey.es256("two")
        for token in [
            try other.token(header: #"{"alg":"none"}"#), try other.token(header: #"{"alg":"HS256","kid":"two"}"#),
            try other.token(["iss": #""https://other.example""#]), try other.token(["aud": #""other""#]),
        ] {
            guard case .wrong = await desk.verdict(token) else {
                Issue.record("it is not wrong")
                continue
            }
        }
        #expect(desk.issuer.requests.isEmpty)
    }

    @Test("Nobody waits for keys that are fetched again, and a failure changes nothing for a day")
    func away() async throws {
        let key = IssuerKey.es256("one")
        let desk = try TokenReceiver(key)
        await desk.looksAfterKeys()
        desk.uptime.passes(.seconds(3_599))
        await desk.looksAfterKeys()
        #expect(desk.issuer.requests.count == 2)
        desk.uptime.passes(.seconds(1))
        desk.issuer.hold()
        desk.issuer.set(isAway: true)
        await desk.keys.refreshIfDue()
        #expect(await desk.name(try key.token()) != nil)
        desk.issuer.letGo()
        await desk.keys.settle()
        desk.uptime.passes(IssuerKeys.greatestAge - .seconds(3_601))
        #expect(await desk.name(try key.token()) != nil)
        #expect(await desk.keys.fault == nil && desk.reports.all == [Self.away])
        desk.uptime.passes(.seconds(1))
        #expect(isUndecided(await desk.verdict(try key.token())))
        #expect(desk.reports.all == [Self.away, .tooOld])
        #expect(await desk.keys.fault?.contains("does not answer in time") == true)
        desk.issuer.set(isAway: false)
        desk.uptime.passes(.seconds(60))
        await desk.looksAfterKeys()
        #expect(await desk.name(try key.token()) != nil)
        #expect(desk.reports.all.last == .succeededAgain)
    }

    /// What an issuer may say that is no key set.
    private static let rubbish = [
        "nothing": "", "a list": "[]", "an object": "{}", "no keys": #"{"keys":[]}"#, "a page": "<html>",
        "a secret": #"{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}"#,
        "101 keys": #"{"keys":["# + Array(repeating: "{}", count: 101).joined(separator: ",") + "]}",
        "10 MiB": #"{"keys":[],"x":""# + String(repeating: "x", count: 10 << 20) + #""}"#,
    ]

    @Test("What is no key set is as good as no answer", arguments: rubbish.keys.sorted())
    func noKeySet(name: String) async throws {
        let keySet = try #require(Self.rubbish[name])
        let key = IssuerKey.es256("one")
        let desk = try TokenReceiver(key)
        await desk.looksAfterKeys()
        desk.issuer.set(keySet: keySet)
        desk.uptime.passes(.seconds(3_600))
        await desk.looksAfterKeys()
        #expect(desk.reports.all.count == 1)
        #expect(await desk.name(try key.token()) != nil)
        // A key that is new may be the issuer's own, which cannot be found out.
        #expect(isUndecided(await desk.verdict(try IssuerKey.es256("two").token())))
        #expect(await desk.refusal(try IssuerKey.es256("one").token()) == "The token is not signed by its issuer.")
    }

    @Test(
        "Without any keys a token is neither right nor wrong, and the issuer is asked after 5, 10, 20, 40 and 60 seconds"
    )
    func late() async throws {
        let key = IssuerKey.es256("one")
        let desk = try TokenReceiver(key)
        desk.issuer.set(isAway: true)
        for (attempt, pause) in [5, 10, 20, 40, 60, 60].enumerated() {
            #expect(isUndecided(await desk.verdict(try key.token()), seconds: pause))
            desk.uptime.passes(.seconds(pause) - .milliseconds(1))
            #expect(isUndecided(await desk.verdict(try key.token()), seconds: 1))
            #expect(desk.issuer.requests.count == attempt + 1)
            desk.uptime.passes(.milliseconds(1))
        }
        #expect(desk.reports.all == [Self.away])
        desk.issuer.set(isAway: false)
        desk.issuer.set(issuer: "https://issuer.example/other")
        #expect(isUndecided(await desk.verdict(try key.token())))
        desk.issuer.set(issuer: InventedIssuer.name)
        desk.uptime.passes(.seconds(60))
        #expect(await desk.name(try key.token()) != nil)
        #expect(
            desk.reports.all == [
                Self.away, .failed(.malformed("its document is another issuer's")), .succeededAgain,
            ])
    }

    @Test("Of many keys a token that names none is tried with a few")
    func manyKeys() async throws {
        let keys = (0..<20).map { _ in IssuerKey.es256(nil) }
        let desk = try TokenReceiver(keys[0])
        desk.issuer.set(keys)
        #expect(await desk.name(try keys[7].token()) != nil)
        #expect(await desk.name(try keys[8].token()) == nil)
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
