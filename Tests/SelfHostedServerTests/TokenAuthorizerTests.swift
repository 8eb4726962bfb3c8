import CustomerAPI
import Domain
import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import customers_api

@Suite("Who calls")
struct TokenAuthorizerTests {
    private static let token = "0123456789abcdef0123456789abcdef"
    private let clock = ManualClock(Timestamp(microseconds: 1_709_290_200_000_000))  // 2024-03-01
    private let pauses = Pauses()

    /// The waits that were asked for; nobody waits.
    private final class Pauses: Sendable {
        private let durations = Mutex<[Duration]>([])

        var all: [Duration] { durations.withLock { $0 } }

        func add(_ duration: Duration) {
            durations.withLock { $0.append(duration) }
        }
    }

    private func authorizer(_ path: String) throws -> TokenAuthorizer {
        let (clock, pauses) = (clock, pauses)
        return try TokenAuthorizer(
            path: path, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { clock.now },
            pause: { pauses.add($0) })
    }

    private func line(_ name: String, _ role: Role, _ token: String, _ expires: String? = nil) -> String {
        let entry = TokenEntry(
            name: name, role: role, expires: expires, digest: AccessToken.digest(of: token), form: .digest)
        return entry.line + "\n"
    }

    private func caller(_ token: String, _ authorizer: TokenAuthorizer) async -> RequestContext.Caller {
        await authorizer.caller(authorization: "Bearer \(token)", source: "192.0.2.1")
    }

    /// Twice, as the server does when time passes.
    private func look(_ authorizer: TokenAuthorizer) async {
        for _ in 0..<2 { await authorizer.reloadIfChanged() }
    }

    @Test("A caller is known by the token, with name and role; the scheme is Bearer, in any case")
    func callers() async throws {
        let text = line("kim", .agent, Self.token) + " lee : \(Self.token)l \n\(Self.token)p\n"
        try await withTokenFile(text) { path in
            let tokens = try authorizer(path)
            for (field, principal) in [
                ("Bearer \(Self.token)", Principal(name: "kim", role: .agent)),
                ("bearer  \(Self.token)l ", Principal(name: "lee", role: .exporter)),
                ("BEARER \(Self.token)p", Principal(name: nil, role: .exporter)),
            ] {
                #expect(await tokens.caller(authorization: field, source: nil) == .principal(principal))
            }
        }
    }

    @Test(
        "A caller without a token of the file is told what to send",
        arguments: [
            (nil, "Send a token: Authorization: Bearer <token>."),
            ("", "Authorization must be: Bearer <token>."),
            ("Bearer", "Authorization must be: Bearer <token>."),
            ("Basic \(token)", "Authorization must be: Bearer <token>."),
            ("Bearer \(token)x", "The token is not one that this server knows."),
            ("Bearer kim:\(token)", "The token is not one that this server knows."),
            ("Bearer cdk_abc", "The token is cut off or mistyped. Copy it again."),
        ])
    func strangers(authorization: String?, reason: String) async throws {
        try await withTokenFile("kim:\(Self.token)") { path in
            let tokens = try authorizer(path)
            let caller = await tokens.caller(authorization: authorization, source: "192.0.2.1")
            #expect(caller == .unauthenticated(reason: reason))
        }
    }

    @Test("A token is good until its day begins (UTC), and refused from then on")
    func expiry() async throws {
        try await withTokenFile(line("kim", .agent, Self.token, "2024-03-02")) { path in
            let tokens = try authorizer(path)
            let end = try #require(Timestamp("2024-03-02T00:00:00Z")).seconds(since: clock.now)
            clock.advance(bySeconds: end - 1)
            #expect(await caller(Self.token, tokens) == .principal(Principal(name: "kim", role: .agent)))
            clock.advance(bySeconds: 1)
            let reason = "The token has expired. Ask the operator for another one."
            #expect(await caller(Self.token, tokens) == .unauthenticated(reason: reason))
        }
    }

    @Test("Wrong tokens wait from the fifth on; a right one of the same address never does, and a missing one neither")
    func delays() async throws {
        try await withTokenFile(line("kim", .agent, Self.token)) { path in
            let tokens = try authorizer(path)
            for number in 0..<6 {
                _ = await caller("wrong \(number)", tokens)
                #expect(await caller(Self.token, tokens) == .principal(Principal(name: "kim", role: .agent)))
                _ = await tokens.caller(authorization: nil, source: "192.0.2.1")
            }
            #expect(pauses.all == [.seconds(1), .seconds(2)])
            #expect(tokens.wrongTokens.metricLines.last == "customers_api_wrong_tokens_total 6")
        }
    }

    @Test("A change counts at once; while the file is wrong or gone, what it said before does")
    func reloading() async throws {
        try await withTokenFile(line("kim", .agent, Self.token)) { path in
            let tokens = try authorizer(path)
            let kim = Principal(name: "kim", role: .agent)
            for text in ["kim:nonsense:x:y\n", "lee:agent:never:12\n", "\u{FFFD}" + "short\n"] {
                try text.write(toFile: path, atomically: false, encoding: .utf8)
                await look(tokens)
                #expect(await caller(Self.token, tokens) == .principal(kim))
            }
            try FileManager.default.removeItem(atPath: path)
            await look(tokens)
            #expect(await caller(Self.token, tokens) == .principal(kim))
            try line("kim", .reader, Self.token).write(toFile: path, atomically: false, encoding: .utf8)
            chmod(path, 0o644)
            await look(tokens)
            #expect(await caller(Self.token, tokens) == .principal(kim))
            chmod(path, 0o600)
            await look(tokens)
            #expect(await caller(Self.token, tokens) == .principal(Principal(name: "kim", role: .reader)))
            try "# nobody\n".write(toFile: path, atomically: false, encoding: .utf8)
            await tokens.reload()
            #expect(await caller(Self.token, tokens) != .principal(kim))
        }
    }

    @Test("A file that is being written is left alone until it stays as it is")
    func writing() async throws {
        try await withTokenFile(line("kim", .agent, Self.token)) { path in
            let tokens = try authorizer(path)
            await look(tokens)
            for text in ["", "#", "# staff, with th", "# staff, with their numbers\n"] {
                try text.write(toFile: path, atomically: false, encoding: .utf8)
                await tokens.reloadIfChanged()
                #expect(await caller(Self.token, tokens) == .principal(Principal(name: "kim", role: .agent)))
            }
            await tokens.reloadIfChanged()
            #expect(await caller(Self.token, tokens) != .principal(Principal(name: "kim", role: .agent)))
        }
    }

    @Test("Without a token in its file a server does not start")
    func empty() async throws {
        try await withTokenFile("\n# none\n") { path in
            do throws(StartFailure) {
                _ = try TokenAuthorizer(path: path, logger: Logger(label: "test"))
                Issue.record("it starts")
            } catch {
                #expect(error.status == .configuration && error.message.contains("holds no token"))
            }
        }
    }
}
