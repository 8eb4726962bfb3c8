import AWSCredentials
import CustomerAPI
import DynamoDB
import DynamoDBStore
import HTTP
import LambdaRuntime
import LightTransport
import Signing

extension FunctionSettings {
    /// The store in the table, which is asked nothing yet, and the region that it is in.
    ///
    /// - Parameter environment: AWS's own variables: region, endpoint, keys.
    func store(environment: [String: String]) throws(InvocationFailure) -> (DynamoDBCustomerStore, region: String) {
        let aws: AWSEnvironment
        let keys: any AccessKeySource
        do throws(AccessKeyFailure) {
            aws = try AWSEnvironment(environment)
            keys = try aws.accessKeys { NIOTransport($0) }
        } catch {
            throw InvocationFailure(.configuration, error.message)
        }
        do throws(DynamoDBEndpointFailure) {
            let endpoint = try DynamoDBEndpoint(region: aws.region, environment: environment)
            let transport = NIOTransport(endpoint.server)
            transport.connectAhead()
            let client = DynamoDBClient(endpoint, transport: transport, keys: keys)
            let store = DynamoDBCustomerStore(table: table, client: client, timelineDays: api.timelineDays)
            return (store, endpoint.region)
        } catch {
            throw InvocationFailure(.configuration, error.message)
        }
    }
}
