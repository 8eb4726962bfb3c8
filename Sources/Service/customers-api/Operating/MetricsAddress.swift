import ArgumentParser
import HTTP

/// Where metrics can be read: this machine only.
enum MetricsAddress: ExpressibleByArgument, Hashable {
    case port(host: String, Int)
    case socket(path: String)

    /// `127.0.0.1:9464`, `[::1]:9464` or `unix:/run/customers-api/metrics`; `nil` for anything that others can reach.
    init?(argument: String) {
        if argument.hasPrefix("unix:") {
            let path = String(argument.dropFirst("unix:".count))
            guard !path.isEmpty else { return nil }
            self = .socket(path: path)
            return
        }
        guard let colon = argument.lastIndex(of: ":"), let port = UInt16(argument[argument.index(after: colon)...])
        else {
            return nil
        }
        var host = String(argument[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard ServerAddress.isLoopback(host) else { return nil }
        self = .port(host: host, Int(port))
    }
}
