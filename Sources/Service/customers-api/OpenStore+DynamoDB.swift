import AWSCredentials
import Domain
import DynamoDB
import DynamoDBStore
import Signing
import Transports

extension OpenStore {
    /// A store in a table that was looked at: it is there, is laid out as it should be, and lets itself be described.
    ///
    /// - Parameter timelineDays: how long timelines keep their values; `nil` for good.
    static func opened(
        table: String, for use: DynamoDBCustomerStore.Use = .serving, timelineDays: Int? = nil,
        environment: [String: String]
    ) async throws(StartFailure) -> OpenStore {
        let (endpoint, keys) = try endpoint(environment)
        let options = HTTPTransport.Options(
            proxy: ProxyAddress(for: endpoint.server, environment: environment), maximumConnections: 64,
            connectTimeout: .seconds(2))
        let transport = HTTPTransport(endpoint.server, options)
        let store = DynamoDBCustomerStore(
            table: table, client: DynamoDBClient(endpoint, transport: transport, keys: keys), timelineDays: timelineDays
        )
        do throws(DynamoDBStoreFailure) {
            try await store.verify(for: use)
            return .dynamoDB(store, transport)
        } catch {
            await transport.shutDown()
            throw StartFailure(
                error.exitStatus, "cannot use dynamodb:\(table): \(error.message(region: endpoint.region))")
        }
    }

    private static func endpoint(
        _ environment: [String: String]
    ) throws(StartFailure) -> (DynamoDBEndpoint, any AccessKeySource) {
        let aws: AWSEnvironment
        let keys: any AccessKeySource
        do throws(AccessKeyFailure) {
            aws = try AWSEnvironment(environment)
            keys = try aws.accessKeys { HTTPTransport($0, .init(connectTimeout: .seconds(1))) }
        } catch {
            throw StartFailure(.configuration, error.message)
        }
        do throws(DynamoDBEndpointFailure) {
            return (try DynamoDBEndpoint(region: aws.region, environment: environment), keys)
        } catch {
            throw StartFailure(.configuration, error.message)
        }
    }
}

extension DynamoDBStoreFailure {
    fileprivate var exitStatus: ExitStatus {
        switch self {
        case .noTable: .notFound
        case .noIndex, .incompleteIndex, .wrongKey, .credentials: .configuration
        case .keyRefused, .forbidden: .notPermitted
        case .notActive, .throttled, .unreachable: .unavailable
        case .other: .inputOutput
        }
    }
}
