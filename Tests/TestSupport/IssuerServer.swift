import Crypto
import Foundation
import Synchronization

/// A real OpenID Connect issuer on a free loopback port: its document, its keys, and the sign-in of RFC 8628, as a test decides.
package final class IssuerServer: Sendable {
    private let acceptor: Acceptor
    private let state = Mutex(State())

    /// What the token endpoint says of a sign-in under way.
    package enum TokenAnswer: Hashable, Sendable {
        /// RFC 8628 §3.5, in its own words: `authorization_pending`, `slow_down`, `access_denied`, `expired_token`.
        case error(String)
        case granted
    }

    private struct State {
        var key = (id: "key-1", key: P256.Signing.PrivateKey())
        var decisions: [TokenAnswer] = [.granted]
        var lifeSeconds = 3_600
        var refreshes = true
        var isBehindBlock = false
        var claims = #""email":"kim@example.com","email_verified":true"#
        var requests: [(path: String, form: [String: String])] = []
        var serial = 0
        /// The refresh token that is good; each is good once.
        var refreshToken = ""
        var waiters: [(count: Int, path: String, continuation: CheckedContinuation<Void, Never>)] = []
    }

    package init() throws {
        acceptor = try Acceptor()
        acceptor.start { [weak self] socket in self?.serve(socket) }
    }

    deinit {
        stop()
    }

    package var port: Int { acceptor.port }

    package var url: String { "http://127.0.0.1:\(port)" }

    /// The paths that were asked for, in the order they came.
    package var paths: [String] { state.withLock { $0.requests.map(\.path) } }

    /// The forms that came to a path.
    package func forms(to path: String) -> [[String: String]] {
        state.withLock { $0.requests.filter { $0.path == path }.map(\.form) }
    }

    /// Returns once as many requests have come to a path.
    package func receives(_ count: Int, to path: String) async {
        await withCheckedContinuation { continuation in
            let isDue = state.withLock { state in
                guard state.requests.count(where: { $0.path == path }) < count else { return true }
                state.waiters.append((count, path, continuation))
                return false
            }
            if isDue { continuation.resume() }
        }
    }

    /// - Parameter decisions: of the token endpoint, in turn; the last stays.
    package func decides(_ decisions: TokenAnswer...) { state.withLock { $0.decisions = decisions } }
    /// Of access tokens from now on.
    package func tokensLive(seconds: Int) { state.withLock { $0.lifeSeconds = seconds } }
    /// Whether refresh tokens are good from now on.
    package func refreshes(_ refreshes: Bool) { state.withLock { $0.refreshes = refreshes } }
    /// Whether a proxy in between turns away who wants a token.
    package func isBlocked(_ isBlocked: Bool) { state.withLock { $0.isBehindBlock = isBlocked } }
    /// - Parameter claims: members of a JSON object, besides those that every token has.
    package func says(_ claims: String) { state.withLock { $0.claims = claims } }
    /// Signs with another key from now on, and publishes that alone.
    package func rotateKey() {
        state.withLock {
            $0.key = ("key-\(Int($0.key.id.dropFirst(4)).map { $0 + 1 } ?? 0)", P256.Signing.PrivateKey())
        }
    }

    /// An access token for the audience `desk`.
    package func token() throws -> String { try state.withLock { try accessToken(&$0) } }

    package func stop() { acceptor.stop() }

    // MARK: Serving

    private func serve(_ socket: Socket) {
        while let request = socket.request() {
            guard socket.send(answer(to: request)) else { break }
        }
    }

    private func answer(to request: String) -> [UInt8] {
        let parts = request.components(separatedBy: "\r\n\r\n")
        let path = parts[0].split(separator: " ").dropFirst().first.map(String.init) ?? ""
        let form = Self.form(parts.dropFirst().joined())
        let (answer, due) = state.withLock { state in
            state.requests.append((path, form))
            let answer = (try? body(path, form, &state)) ?? (500, "")
            let isDue = { (waiter: (count: Int, path: String, continuation: CheckedContinuation<Void, Never>)) in
                state.requests.count { $0.path == waiter.path } >= waiter.count
            }
            let due = state.waiters.filter(isDue)
            state.waiters.removeAll(where: isDue)
            return (answer, due.map(\.continuation))
        }
        for continuation in due { continuation.resume() }
        return Misbehaviour.bytes(answer.0, ["Content-Type": "application/json"], Array(answer.1.utf8))
    }

    private static func form(_ body: String) -> [String: String] {
        let pairs = body.split(separator: "&").map { pair in
            pair.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
        }
        return Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { $1 }
    }

    private func body(_ path: String, _ form: [String: String], _ state: inout State) throws -> (Int, String) {
        switch path {
        case "/.well-known/openid-configuration":
            return (
                200,
                #"{"issuer":"\#(url)","jwks_uri":"\#(url)/keys","token_endpoint":"\#(url)/token","#
                    + #""device_authorization_endpoint":"\#(url)/device","revocation_endpoint":"\#(url)/revoke"}"#
            )
        case "/keys": return (200, #"{"keys":[\#(Self.published(state.key))]}"#)
        case "/device":
            return (
                200,
                #"{"device_code":"device-secret","user_code":"WDJB-MJHT","verification_uri":"\#(url)/activate","#
                    + #""verification_uri_complete":"\#(url)/activate?code=WDJB-MJHT","expires_in":600,"interval":0}"#
            )
        case "/token": return try tokens(form, &state)
        case "/revoke": return (200, "")
        default: return (404, "")
        }
    }

    private func tokens(_ form: [String: String], _ state: inout State) throws -> (Int, String) {
        if state.isBehindBlock { return (403, "<html>blocked</html>") }
        if form["grant_type"] == "refresh_token" {
            guard state.refreshes, form["refresh_token"] == state.refreshToken else {
                return (400, #"{"error":"invalid_grant"}"#)
            }
            return (200, try grant(&state))
        }
        let decision = state.decisions[0]
        if state.decisions.count > 1 { state.decisions.removeFirst() }
        switch decision {
        case .error(let code): return (400, #"{"error":"\#(code)"}"#)
        case .granted: return (200, try grant(&state))
        }
    }

    private func grant(_ state: inout State) throws -> String {
        let token = try accessToken(&state)
        state.refreshToken = "refresh-secret-\(state.serial)"
        return #"{"access_token":"\#(token)","refresh_token":"\#(state.refreshToken)","token_type":"Bearer","#
            + #""expires_in":\#(state.lifeSeconds)}"#
    }

    private func accessToken(_ state: inout State) throws -> String {
        state.serial += 1
        let end = Int(Date().timeIntervalSince1970) + state.lifeSeconds
        let header = #"{"alg":"ES256","typ":"at+jwt","kid":"\#(state.key.id)"}"#
        let claims =
            #"{"iss":"\#(url)","aud":"desk","sub":"42","exp":\#(end),"jti":"\#(state.serial)","scope":"desk""#
            + (state.claims.isEmpty ? "}" : ",\(state.claims)}")
        let signed = Self.base64URL(header.utf8) + "." + Self.base64URL(claims.utf8)
        return signed + "." + Self.base64URL(try state.key.key.signature(for: Data(signed.utf8)).rawRepresentation)
    }

    private static func published(_ key: (id: String, key: P256.Signing.PrivateKey)) -> String {
        let point = Array(key.key.publicKey.rawRepresentation)
        let (x, y) = (base64URL(point.prefix(32)), base64URL(point.suffix(32)))
        return #"{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"\#(key.id)","x":"\#(x)","y":"\#(y)"}"#
    }

    private static func base64URL(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
