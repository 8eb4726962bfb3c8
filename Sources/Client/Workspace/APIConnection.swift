package import APIClient
import Domain
import FoundationEssentials
package import Settings
package import Transports
package import Wording

/// What it takes to talk to the API, put together from the settings.
package struct APIConnection: Sendable {
    package let settings: ClientSettings
    package let endpoint: APIEndpoint
    package let transport: HTTPTransport
    package let api: CustomerClient
    /// The same without repeats, for those who write every attempt down.
    let singleAttempts: CustomerClient
    private let watched: WatchedTransport

    /// Whether the API has answered since the program began.
    package var hasAnswered: Bool { watched.hasAnswered }

    /// Ends it, once nothing uses it any more.
    package func close() async { await transport.shutDown() }

    /// A page of 1,000 customers with the longest fields that there are is shorter, and what a server that lies makes this
    /// program hold, some copies of it included, stays below 64 MB.
    private static let maximumResponseBytes = 8 * 1024 * 1024

    /// - Parameter namesAddress: whether failures say which address was asked and where it comes from.
    package init(
        _ settings: ClientSettings, environment: [String: String], namesAddress: Bool = true
    ) throws(CommandFailure) {
        do throws(APIEndpointFailure) {
            endpoint = try APIEndpoint(
                settings.api, carriesToken: settings.authentication != .none,
                allowsInsecureHTTP: settings.allowsInsecureHTTP)
        } catch {
            throw CommandFailure(.configuration, "\(settings.origins.api.text): \(error.message)")
        }
        self.settings = settings
        let proxy = ProxyAddress(for: endpoint.server, environment: environment)
        transport = HTTPTransport(
            endpoint.server,
            .init(
                authorityFile: settings.caFile, proxy: proxy, maximumResponseBytes: Self.maximumResponseBytes,
                listenerUsers: try LocalListeners.users(for: endpoint.server, settings)))
        let credentials = try Credentials(settings, endpoint, environment: environment)
        let address = namesAddress ? "\(endpoint.text) (\(settings.origins.api.text))" : nil
        watched = WatchedTransport(transport)
        api = CustomerClient(transport: watched, credentials: credentials, address: address)
        singleAttempts = CustomerClient(
            transport: watched, credentials: credentials, retries: RetryPolicy(maximumRetries: 0), address: address)
    }
}
