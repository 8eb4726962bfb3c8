import Foundation
import TestSupport
import Testing

@testable import SignIn

@Suite("A sign-in lasts", .timeLimit(.minutes(1)))
struct SignInSessionTests {
    @Test("A token is used until a minute before its end, and then the next")
    func refreshing() async throws {
        let fixture = try SignInFixture()
        try await fixture.signIn()
        let first = try await fixture.token()
        fixture.passes(seconds: 3_530)
        #expect(try await fixture.token() == first)
        fixture.passes(seconds: 20)
        let second = try await fixture.token()
        #expect(second != first)
        #expect(try await fixture.token() == second)
        let asked = try #require(fixture.issuer.forms(to: "/token").last)
        #expect(asked == ["grant_type": "refresh_token", "refresh_token": "refresh-secret-1", "client_id": "desk"])
    }

    @Test("A token that the API refuses is replaced once, no matter who asks")
    func refusal() async throws {
        let fixture = try SignInFixture()
        try await fixture.signIn()
        let first = try await fixture.token()
        let second = try await fixture.token(insteadOf: first)
        #expect(second != first)
        #expect(try await fixture.token(insteadOf: first) == second)
        #expect(fixture.issuer.forms(to: "/token").count == 2)
    }

    @Test("Of many at once one refreshes, for a refresh token is good once")
    func together() async throws {
        let fixture = try SignInFixture()
        try await fixture.signIn()
        fixture.passes(seconds: 4_000)
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<16 { group.addTask { try await fixture.session().token() } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(tokens.count == 1)
        #expect(fixture.issuer.forms(to: "/token").count == 2)
    }

    @Test("A proxy that turns the refresh away ends no sign-in")
    func blocked() async throws {
        let fixture = try SignInFixture()
        try await fixture.signIn()
        fixture.issuer.isBlocked(true)
        fixture.passes(seconds: 4_000)
        let failure = await fixture.failure()
        #expect(failure != nil && failure != .signedOut)
        #expect(FileManager.default.fileExists(atPath: fixture.path))
        fixture.issuer.isBlocked(false)
        #expect(await fixture.failure() == nil)
    }

    @Test("When the issuer does not go on with it, somebody has to sign in again")
    func ended() async throws {
        let fixture = try SignInFixture()
        try await fixture.signIn()
        fixture.issuer.refreshes(false)
        fixture.passes(seconds: 4_000)
        #expect(await fixture.failure() == .signedOut)
        #expect(!FileManager.default.fileExists(atPath: fixture.path))
        #expect(SignInFailure.signedOut.message.contains("customers login"))
        fixture.issuer.refreshes(true)
        try await fixture.signIn()
        #expect(await fixture.failure() == nil)
    }

    @Test("While the issuer is away a token that is still good goes on, and the sign-in stays")
    func away() async throws {
        let fixture = try SignInFixture()
        try await fixture.signIn()
        let token = try await fixture.token()
        fixture.issuer.stop()
        fixture.passes(seconds: 3_570)
        #expect(try await fixture.token() == token)
        fixture.passes(seconds: 60)
        let failure = try #require(await fixture.failure())
        #expect(failure != .signedOut && failure.message.contains("cannot be reached"))
        #expect(FileManager.default.fileExists(atPath: fixture.path))
    }

    @Test("A sign-in counts for its API, issuer and client alone")
    func terms() async throws {
        let fixture = try SignInFixture()
        try await fixture.signIn()
        for terms in [fixture.terms(api: "https://other.example"), fixture.terms(clientID: "other")] {
            let session = try fixture.session(terms)
            await #expect(throws: SignInFailure.signedOut) { try await session.token() }
        }
        #expect(await fixture.failure() == nil)
    }

    @Test("A file that others can read, or that is damaged, is no sign-in", arguments: [0o644, 0o620, 0o604])
    func files(mode: Int) async throws {
        let fixture = try SignInFixture()
        try await fixture.signIn()
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: fixture.path)
        #expect(await fixture.failure() == .signedOut)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: fixture.path)
        #expect(await fixture.failure() == nil)
        let text = try Data(contentsOf: URL(filePath: fixture.path))
        try text.dropLast(20).write(to: URL(filePath: fixture.path))
        #expect(await fixture.failure() == .signedOut)
    }

    @Test("Signing out removes it here, and tells the issuer")
    func signingOut() async throws {
        let fixture = try SignInFixture()
        try await fixture.signIn()
        #expect(try await fixture.session().end())
        #expect(!FileManager.default.fileExists(atPath: fixture.path))
        #expect(fixture.issuer.forms(to: "/revoke") == [["token": "refresh-secret-1", "client_id": "desk"]])
        #expect(try await !fixture.session().end())
    }
}
