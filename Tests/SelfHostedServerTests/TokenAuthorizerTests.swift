import CustomerAPI
import Domain
import Foundation
import Logging
import TestSupport
import Testing

@testable import customers_api

@Suite("Who calls")
struct TokenAuthorizerTests {
    private static let token = "0123456789abcdef0123456789abcdef"
    private let clock = ManualClock(Timestamp(microseconds: 1_709_290_200_000_000))  // 2024-03-01

    private func authorizer(_ path: String) throws -> TokenAuthorizer {
        let clock = clock
        return try TokenAuthorizer(
            path: path, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { clock.now })
    }

    private func line(_ name: String, _ role: Role, _ token: String, _ expires: String? = nil) -> String {
        let entry = TokenEntry(
            name: name, role: role, expires: expires, digest: AccessToken.digest(of: token), form: .digest)
        return entry.line + "\n"
    }

    private func caller(_ token: String, _ authorizer: TokenAuthorizer) async -> RequestContext.Caller {
        authorizer.verdict(on: token).caller
    }

    /// Twice, as the server does when time passes.
    private func look(_ authorizer: TokenAuthorizer) async {
        for _ in 0..<2 { await authorizer.reloadIfChanged() }
    }

    @Test("A caller is known by the token, with name and role")
    func callers() async throws {
        let text = line("kim", .agent, Self.token) + " lee : \(Self.token)l \n\(Self.token)p\n"
        try await withTokenFile(text) { path in
            let tokens = try authorizer(path)
            for (token, principal) in [
                (Self.token, Principal(name: "kim", role: .agent)),
                (Self.token + "l", Principal(name: "lee", role: .exporter)),
                (Self.token + "p", Principal(name: nil, role: .exporter)),
            ] {
                #expect(tokens.verdict(on: token) == .holder(principal))
            }
        }
    }

    @Test("A file that others can replace is refused, and a running server keeps the one from before")
    func replaceable() async throws {
        try await withTokenFile(line("kim", .agent, Self.token)) { path in
            let directory = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
            let tokens = try authorizer(path)
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: directory)
            let failure = #expect(throws: StartFailure.self) { try authorizer(path) }
            #expect(failure?.message.contains("others can write \(directory); run: chmod go-w \(directory)") == true)
            try line("lee", .agent, Self.token).write(toFile: path, atomically: false, encoding: .utf8)
            await tokens.reload()
            #expect(tokens.verdict(on: Self.token) == .holder(Principal(name: "kim", role: .agent)))
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
            let reason = "The token of kim has expired. Ask the operator for another one."
            #expect(tokens.verdict(on: Self.token) == .outOfTime(reason: reason))
        }
    }

    @Test("A token that was revoked or replaced is no guess, and one of another list is")
    func revocation() async throws {
        let line = line("kim", .agent, Self.token)
        try await withTokenFile(line) { path in
            let tokens = try authorizer(path)
            try self.line("lee", .agent, Self.token + "l").write(toFile: path, atomically: false, encoding: .utf8)
            await tokens.reload()
            let reason = "The token of kim was revoked or replaced. Ask the operator for another one."
            for _ in 0..<2 {
                #expect(tokens.verdict(on: Self.token) == .outOfTime(reason: reason))
                await tokens.reload()
            }
            let unknown = "The token is not one that this server knows."
            #expect(tokens.verdict(on: Self.token + "x") == .wrong(reason: unknown))
            try line.write(toFile: path, atomically: false, encoding: .utf8)
            await tokens.reload()
            #expect(tokens.verdict(on: Self.token) == .holder(Principal(name: "kim", role: .agent)))
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

    @Test(
        "A file that was refused is read when it is not any more, though it looks the same",
        .enabled(if: geteuid() == 0))
    func mended() async throws {
        try await withTokenFile(line("kim", .agent, Self.token)) { path in
            let link = path + "-link"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
            let tokens = try authorizer(link)
            await look(tokens)
            // The file behind the link stays as it was written here; while the link is another user's it is not followed.
            try line("lee", .agent, Self.token).write(toFile: path, atomically: false, encoding: .utf8)
            lchown(link, 12_345, 12_345)
            await look(tokens)
            #expect(await caller(Self.token, tokens) == .principal(Principal(name: "kim", role: .agent)))
            lchown(link, 0, 0)
            await tokens.reloadIfChanged()
            #expect(await caller(Self.token, tokens) == .principal(Principal(name: "lee", role: .agent)))
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
