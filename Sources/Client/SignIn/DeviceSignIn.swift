import Domain
import JSON
import OpenID

/// The sign-in by a code that somebody enters in a browser, wherever that is (RFC 8628).
package struct DeviceSignIn: Sendable {
    private let session: SignInSession
    private let pause: @Sendable (Duration) async throws -> Void

    /// §3.5: where the issuer says nothing, and what it asks for with `slow_down`.
    private static let standardSeconds = 5.0
    private static let (shortest, longest) = (1.0, 300.0)

    package init(
        _ session: SignInSession,
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.session = session
        self.pause = pause
    }

    /// What somebody is told: where to go, and what to enter there.
    package struct Invitation: Sendable {
        package let address: String
        package let code: String
        /// With the code in it; `nil` where there is none.
        package let completeAddress: String?
        fileprivate let deviceCode: String
        fileprivate let tokens: ResourceURL
        fileprivate let interval: Double
        fileprivate let expiresAt: Timestamp
    }

    /// Asks for a code (§3.1).
    package func begin() async throws(SignInFailure) -> Invitation {
        let (document, tokens) = try await asked()
        let (address, complete) = (
            Self.url(document, "verification_uri"), Self.url(document, "verification_uri_complete")
        )
        guard let address, let code = document["user_code"]?.text, Self.isVisible(code, upTo: 64),
            let deviceCode = document["device_code"]?.text, (1...4_096).contains(deviceCode.utf8.count)
        else { throw .malformed }
        let seconds = min(max(document["expires_in"]?.number ?? 600, 1), 86_400)
        return Invitation(
            address: address, code: code, completeAddress: complete, deviceCode: deviceCode, tokens: tokens,
            interval: min(max(document["interval"]?.number ?? Self.standardSeconds, Self.shortest), Self.longest),
            expiresAt: session.now().advanced(bySeconds: Int64(seconds)))
    }

    /// Waits until the code was entered, and keeps the sign-in (§3.4, §3.5).
    package func wait(for invitation: Invitation) async throws(SignInFailure) {
        var interval = invitation.interval
        while session.now() < invitation.expiresAt {
            do { try await pause(.seconds(interval)) } catch { throw .cancelled }
            switch try await answer(to: invitation) {
            case .signedIn(let signedIn): return try await session.keep(signedIn)
            case .pending: continue
            case .slower: interval = min(interval + Self.standardSeconds, Self.longest)
            case .unreachable: interval = min(interval * 2, Self.longest)
            }
        }
        throw .expired
    }

    private enum Answer {
        case signedIn(SignedIn)
        case pending
        case slower
        case unreachable
    }

    private func asked() async throws(SignInFailure) -> (JSONValue, tokens: ResourceURL) {
        let metadata = try await metadata()
        guard let device = metadata.deviceAuthorization, let tokens = metadata.token else { throw .noDeviceSignIn }
        var form = [("client_id", session.terms.clientID)]
        if !session.terms.scopes.isEmpty { form.append(("scope", session.terms.scopes.joined(separator: " "))) }
        if let audience = session.terms.audience { form.append(("audience", audience)) }
        let (status, document) = try await answer(form, at: device)
        guard status == 200 else { throw .refused(code: Self.error(document)) }
        guard let document else { throw .malformed }
        return (document, tokens)
    }

    private func metadata() async throws(SignInFailure) -> IssuerMetadata {
        do throws(IssuerFailure) {
            return try await session.issuer.metadata()
        } catch {
            throw SignInFailure(error)
        }
    }

    private func answer(
        _ form: [(String, String)], at url: ResourceURL
    ) async throws(SignInFailure) -> (status: Int, document: JSONValue?) {
        do throws(IssuerFailure) {
            return try await session.issuer.answer(to: form, at: url)
        } catch {
            throw SignInFailure(error)
        }
    }

    private func answer(to invitation: Invitation) async throws(SignInFailure) -> Answer {
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", invitation.deviceCode),
            ("client_id", session.terms.clientID),
        ]
        let (status, document): (Int, JSONValue?)
        do throws(SignInFailure) {
            (status, document) = try await answer(form, at: invitation.tokens)
        } catch {
            if error == .cancelled { throw error }
            return .unreachable
        }
        if status == 200 {
            guard let document, let signedIn = SignedIn(answer: document, at: session.now()) else { throw .malformed }
            return .signedIn(signedIn)
        }
        switch Self.error(document) {
        case "authorization_pending": return .pending
        case "slow_down": return .slower
        case "access_denied": throw .denied
        case "expired_token": throw .expired
        case let code:
            if status == 429 || status >= 500 { return .unreachable }
            throw .refused(code: code)
        }
    }

    /// An error's code, which is shown.
    private static func error(_ document: JSONValue?) -> String? {
        document?["error"]?.text.flatMap { isVisible($0, upTo: 64) ? $0 : nil }
    }

    private static func url(_ document: JSONValue, _ name: String) -> String? {
        document[name]?.text.flatMap { ResourceURL($0) != nil ? $0 : nil }
    }

    private static func isVisible(_ text: String, upTo bytes: Int) -> Bool {
        (1...bytes).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
