import FoundationEssentials

/// The proxy that requests to the API go through.
package struct ProxyAddress: Hashable, Sendable {
    package let host: String
    package let port: Int

    /// What `HTTPS_PROXY` and `NO_PROXY` say of an endpoint; `nil` for the direct way, which plain HTTP always takes.
    package init?(for endpoint: APIEndpoint, environment: [String: String]) {
        func value(_ name: String) -> String? { environment[name] ?? environment[name.lowercased()] }
        guard !endpoint.isPlainHTTP, let text = value("HTTPS_PROXY"), !text.isEmpty,
            let url = URL(string: text.contains("://") ? text : "http://" + text), let host = url.host,
            !Self.isExempt(endpoint.host.lowercased(), value("NO_PROXY") ?? "")
        else { return nil }
        self.host = host
        port = url.port ?? 3128
    }

    /// Whether a host is in a list of hosts and domains: `*`, `example.com`, `.example.com`.
    private static func isExempt(_ host: String, _ list: String) -> Bool {
        list.lowercased().split { $0 == "," || $0 == " " }.contains { entry in
            let domain = entry.drop { $0 == "." }
            return entry == "*" || host == domain || host.hasSuffix("." + domain)
        }
    }
}
