import Domain
import FoundationEssentials
package import HTTP

/// Where the API is, once it is clear that it may be talked to.
package struct APIEndpoint: Hashable, Sendable {
    /// As it was written: `http` or `https`, host, port and perhaps a path such as an API Gateway stage, never a query; or
    /// `unix:` and the path of a socket.
    package let text: String
    package let server: ServerAddress

    /// An address as messages may have it: one that is mistyped may hold a password.
    package static func shown(_ text: String) -> String {
        (try? APIEndpoint(text, carriesToken: false, allowsInsecureHTTP: true))?.text ?? "what is no address"
    }

    /// Over TLS.
    package var isEncrypted: Bool { server.isEncrypted }

    /// The Unix socket that it is on; `nil` for a host.
    package var socketPath: String? { server.socketPath }

    /// What tells it from others in few words.
    package var host: String { server.socketPath ?? server.host }

    /// Reads an address as a person writes it.
    ///
    /// - Parameters:
    ///   - carriesToken: a token goes over plain HTTP to loopback only, whatever else is allowed.
    ///   - allowsInsecureHTTP: lets plain HTTP, without a token, go to other hosts.
    package init(
        _ text: String, carriesToken: Bool, allowsInsecureHTTP: Bool = false
    ) throws(APIEndpointFailure) {
        let trimmed = String(text.trimmed.reversed().drop { $0 == "/" }.reversed())
        if trimmed.hasPrefix(Self.socketPrefix) {
            guard let server = ServerAddress(socket: String(trimmed.dropFirst(Self.socketPrefix.count))) else {
                throw .notAnAddress(text)
            }
            (self.text, self.server) = (trimmed, server)
            return
        }
        guard let url = URL(string: trimmed), let scheme = url.scheme?.lowercased(), let host = url.host, !host.isEmpty
        else { throw .notAnAddress(text) }
        guard scheme == "http" || scheme == "https" else { throw .scheme(scheme) }
        guard url.user == nil, url.password == nil else { throw .credentialsInside }
        guard url.query == nil, url.fragment == nil, let server = ServerAddress(trimmed) else {
            throw .notAnAddress(text)
        }
        if !server.isEncrypted, !server.isLoopback {
            guard allowsInsecureHTTP else { throw .insecure(host: host) }
            guard !carriesToken else { throw .tokenOverPlainHTTP(host: host) }
        }
        self.text = url.absoluteString
        self.server = server
    }

    fileprivate static let socketPrefix = "unix:"
}

/// Why an address cannot be used.
package enum APIEndpointFailure: Error, Hashable, Sendable {
    case notAnAddress(String)
    case scheme(String)
    case credentialsInside
    case insecure(host: String)
    case tokenOverPlainHTTP(host: String)

    /// The cause and the next step.
    package var message: String {
        switch self {
        case .notAnAddress(let text):
            (Self.withoutSecrets(text).map { "\"\($0)\"" } ?? "What was given")
                + " is not an API address; write it as \(ServerAddress.forms)."
        case .scheme(let scheme): "An API address begins with https:// or http://, not with \(scheme):."
        case .credentialsInside:
            "An API address must not hold a user or password; use CUSTOMERS_API_TOKEN, token_file or credential_command."
        case .insecure(let host):
            "Customer data does not go to \(host) over plain HTTP; use https://, or --insecure-http if the way is safe."
        case .tokenOverPlainHTTP(let host): "A token does not go to \(host) over plain HTTP; use https://."
        }
    }

    /// A mistyped address may hold a password before `@`, or behind a colon where that was left out, or a token behind `?`.
    ///
    /// - Returns: what nobody takes for any of these; `nil` where it cannot be told apart.
    private static func withoutSecrets(_ text: String) -> String? {
        let start = ["@", "%40"].compactMap { text.ranges(of: $0).last?.upperBound }.max() ?? text.startIndex
        let address = text[start...].prefix { !"?#".contains($0) }
        if address.hasPrefix(APIEndpoint.socketPrefix) { return String(address) }
        let authority = (address.firstRange(of: "//").map { address[$0.upperBound...] } ?? address).prefix { $0 != "/" }
        guard !authority.contains(":") || ServerAddress("https://" + authority) != nil else { return nil }
        return String(address)
    }
}
