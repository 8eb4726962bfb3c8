import Foundation
import HTTP
import HTTPTypes
import OpenID
import TestSupport
import Testing

@testable import SignIn

@Suite("Somebody signs in by a code", .timeLimit(.minutes(1)))
struct DeviceSignInTests {
    @Test("They are told where to go, and the token is kept for them alone")
    func granted() async throws {
        let fixture = try SignInFixture()
        let invitation = try await DeviceSignIn(fixture.session()).begin()
        #expect(invitation.address == fixture.issuer.url + "/activate" && invitation.code == "WDJB-MJHT")
        #expect(invitation.completeAddress == fixture.issuer.url + "/activate?code=WDJB-MJHT")
        fixture.issuer.decides(
            .error("authorization_pending"), .error("slow_down"), .error("authorization_pending"), .granted)
        try await fixture.signIn()
        #expect(fixture.pauses == [.seconds(1), .seconds(1), .seconds(6), .seconds(6)])
        let asked = try #require(fixture.issuer.forms(to: "/device").last)
        #expect(asked == ["client_id": "desk", "scope": "openid offline_access", "audience": "desk"])
        let polled = try #require(fixture.issuer.forms(to: "/token").first)
        #expect(polled["grant_type"] == "urn:ietf:params:oauth:grant-type:device_code")
        #expect(polled["device_code"] == "device-secret" && polled["client_id"] == "desk")
        #expect(try await fixture.token().split(separator: ".").count == 3)
        let attributes = try FileManager.default.attributesOfItem(atPath: fixture.path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test(
        "It ends when they refuse, are too late, or the issuer does not know the client",
        arguments: [
            ("access_denied", SignInFailure.denied), ("expired_token", .expired),
            ("invalid_client", .refused(code: "invalid_client")),
        ])
    func refused(code: String, failure: SignInFailure) async throws {
        let fixture = try SignInFixture()
        fixture.issuer.decides(.error("authorization_pending"), .error(code))
        await #expect(throws: failure) { try await fixture.signIn() }
        #expect(await fixture.failure() == .signedOut)
        #expect(!FileManager.default.fileExists(atPath: fixture.path))
    }

    @Test("Nobody is asked for longer than the code is good")
    func expiry() async throws {
        let fixture = try SignInFixture()
        fixture.issuer.decides(.error("authorization_pending"))
        await #expect(throws: SignInFailure.expired) { try await fixture.signIn() }
        #expect(fixture.issuer.forms(to: "/token").count == 600)
    }

    @Test("Ctrl-C ends the waiting")
    func cancelled() async throws {
        let fixture = try SignInFixture()
        fixture.issuer.decides(.error("authorization_pending"))
        let device = DeviceSignIn(try fixture.session())
        let invitation = try await device.begin()
        let waiting = Task { try await device.wait(for: invitation) }
        await fixture.issuer.receives(1, to: "/token")
        waiting.cancel()
        await #expect(throws: SignInFailure.cancelled) { try await waiting.value }
    }

    @Test(
        "What an issuer says wrong is not shown",
        arguments: [
            #""verification_uri":"javascript:alert(1)","user_code":"A""#,
            #""verification_uri":"http://issuer.example/","user_code":"A""#,
            #""verification_uri":"https://i.example/\u001b[2J","user_code":"A""#,
            #""verification_uri":"https://i.example","user_code":"A\u001bB""#,
            #""verification_uri":"https://i.example""#, #""user_code":"A""#,
            #""verification_uri":"https://i.example","user_code":"""#,
        ])
    func hostile(members: String) async throws {
        let answer = #"{"device_code":"d","expires_in":60,\#(members)}"#
        let issuer = try #require(Issuer("https://i.example") { _ in Saying(answer) })
        let terms = SignInTerms(api: "https://api.example", issuer: "https://i.example", clientID: "desk")
        let session = SignInSession(terms, issuer: issuer, file: SignInFile(folder: "/nowhere"))
        await #expect(throws: SignInFailure.malformed) { try await DeviceSignIn(session).begin() }
    }

    /// An issuer with one answer to all but the question where its parts are.
    private struct Saying: Transport {
        let answer: String

        init(_ answer: String) { self.answer = answer }

        func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
            let metadata =
                #"{"issuer":"https://i.example","jwks_uri":"https://i.example/k","token_endpoint":"https://i.example/t","#
                + #""device_authorization_endpoint":"https://i.example/d"}"#
            return Response(.ok, body: Array((request.method == .get ? metadata : answer).utf8))
        }
    }
}
