import Domain
import Foundation
import OpenID
import Synchronization
import TestSupport
import Testing

@testable import SignIn

/// Somebody who signs in with an issuer on loopback, in a folder of their own, by a clock that the test moves.
final class SignInFixture: Sendable {
    let issuer: IssuerServer
    let folder: String
    private let start = Timestamp.now()
    private let passed = Mutex<Int64>(0)
    private let pauseList = Mutex<[Duration]>([])

    init() throws {
        issuer = try IssuerServer()
        folder = NSTemporaryDirectory() + "customers-sign-in-\(UUID().uuidString)"
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// How long it waited before each question.
    var pauses: [Duration] { pauseList.withLock { $0 } }
    var now: Timestamp { start.advanced(bySeconds: passed.withLock { $0 }) }
    var path: String { folder + "/work/sign-in.json" }

    func passes(seconds: Int64) { passed.withLock { $0 += seconds } }

    func terms(api: String = "https://api.example", clientID: String = "desk") -> SignInTerms {
        SignInTerms(
            api: api, issuer: issuer.url, clientID: clientID, scopes: ["openid", "offline_access"], audience: "desk")
    }

    func session(_ terms: SignInTerms? = nil) throws -> SignInSession {
        let known = try #require(Issuer(issuer.url) { connection(to: $0) })
        return SignInSession(terms ?? self.terms(), issuer: known, file: SignInFile(folder: folder + "/work")) {
            [self] in now
        }
    }

    /// Signs in; a pause takes no time but on the clock.
    func signIn() async throws {
        let device = DeviceSignIn(try session()) { [self] pause in
            pauseList.withLock { $0.append(pause) }
            passes(seconds: pause.components.seconds)
        }
        try await device.wait(for: try await device.begin())
    }

    func token(insteadOf refused: String? = nil) async throws -> String {
        try await session().token(insteadOf: refused)
    }

    /// Why there is no token.
    func failure() async -> SignInFailure? {
        do {
            _ = try await token()
            return nil
        } catch {
            return error as? SignInFailure
        }
    }
}
