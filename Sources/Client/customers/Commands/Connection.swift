import APIClient
import FoundationEssentials
import Settings
import Transports

/// What a command needs to talk to the API, put together from the settings.
struct Connection: Sendable {
    let settings: Settings
    let endpoint: APIEndpoint
    let transport: HTTPTransport
    let api: APIClient
    /// The same without repeats, for those who write every attempt down.
    let singleAttempts: APIClient

    init(_ settings: Settings, environment: [String: String]) throws(CommandFailure) {
        do throws(APIEndpointFailure) {
            endpoint = try APIEndpoint(
                settings.api, carriesToken: settings.authentication != .none,
                allowsInsecureHTTP: settings.allowsInsecureHTTP)
        } catch {
            throw CommandFailure(.configuration, "\(settings.origins.api.text): \(error.sentence)")
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

extension GlobalOptions {
    /// The settings of file, environment and these options together.
    func settings(_ environment: [String: String]) throws(CommandFailure) -> Settings {
        let flags = SettingsFlags(
            profile: profile, api: api, isReadOnly: readonly, cache: cache, allowsInsecureHTTP: insecureHTTP)
        do throws(SettingsFailure) {
            return try Settings.load(environment: environment, flags: flags)
        } catch {
            throw CommandFailure(.configuration, error.sentence)
        }
    }

    /// Performs `body` with a connection to the API, and closes it whatever happens.
    func connected<Value>(
        forWriting: Bool = false, _ body: (Desk) async throws -> Value
    ) async throws -> Value {
        let environment = ProcessInfo.processInfo.environment
        let settings = try settings(environment)
        if forWriting, settings.isReadOnly {
            throw CommandFailure(
                .notPermitted, "Nothing was changed: this is read-only, by \(settings.origins.isReadOnly.text).")
        }
        let connection = try Connection(settings, environment: environment)
        do {
            let value = try await body(Desk(api: connection.api))
            await connection.transport.shutDown()
            return value
        } catch {
            await connection.transport.shutDown()
            throw error
        }
    }

    /// The same, refused when the settings say read-only.
    func connectedForWriting<Value>(_ body: (Desk) async throws -> Value) async throws -> Value {
        try await connected(forWriting: true, body)
    }
}
