package import APIClient
import Domain
package import Settings
package import Transports
package import Wording

/// What it takes to talk to the API, put together from the settings.
package struct APIConnection: Sendable {
    package let settings: ClientSettings
    package let endpoint: APIEndpoint
    package let transport: HTTPTransport
    package let api: APIClient
    /// The same without repeats, for those who write every attempt down.
    let singleAttempts: APIClient

    package init(_ settings: ClientSettings, environment: [String: String]) throws(CommandFailure) {
        do throws(APIEndpointFailure) {
            endpoint = try APIEndpoint(
                settings.api, carriesToken: settings.authentication != .none,
                allowsInsecureHTTP: settings.allowsInsecureHTTP)
        } catch {
            throw CommandFailure(.configuration, "\(settings.origins.api.text): \(error.message)")
        }
        self.settings = settings
        let proxy = ProxyAddress(for: endpoint.server, environment: environment)
        transport = HTTPTransport(endpoint.server, .init(authorityFile: settings.caFile, proxy: proxy))
        let credentials = try Credentials(settings.authentication, endpoint, environment: environment)
        api = APIClient(transport: transport, credentials: credentials)
        singleAttempts = APIClient(
            transport: transport, credentials: credentials, retries: RetryPolicy(maximumRetries: 0))
    }
}
