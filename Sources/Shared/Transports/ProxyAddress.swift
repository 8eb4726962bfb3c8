import FoundationEssentials
package import HTTP

/// The proxy that requests go through.
package struct ProxyAddress: Hashable, Sendable {
    package let host: String
    package let port: Int
    /// What the proxy's address holds before `@`.
    let signIn: SignIn?

    struct SignIn: Hashable, Sendable {
        let user: String
        let password: String
    }

    /// What `HTTPS_PROXY` and `NO_PROXY` say of a server; `nil` for the direct way.
    ///
    /// Plain HTTP and loopback always go directly.
    package init?(for server: ServerAddress, environment: [String: String]) {
        func value(_ name: String) -> String? {
            [name, name.lowercased()].compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        guard server.isEncrypted, !server.isLoopback, let text = value("HTTPS_PROXY"),
            let url = URL(string: text.contains("://") ? text : "http://" + text), let host = url.host,
            !Self.isExempt(server.host.lowercased(), value("NO_PROXY") ?? "")
        else { return nil }
        self.host = host
        port = url.port ?? 3128
        signIn = url.user(percentEncoded: false).map {
            SignIn(user: $0, password: url.password(percentEncoded: false) ?? "")
        }
    }

    /// Whether a host is in a list of hosts and domains: `*`, `example.com`, `.example.com`.
    private static func isExempt(_ host: String, _ list: String) -> Bool {
        list.lowercased().split { $0 == "," || $0 == " " }.contains { entry in
            let domain = entry.drop { $0 == "." }
            return entry == "*" || host == domain || host.hasSuffix("." + domain)
        }
    }
}

extension ProxyAddress: CustomStringConvertible {
    /// Without the sign-in.
    package var description: String { "\(host):\(port)" }
}
