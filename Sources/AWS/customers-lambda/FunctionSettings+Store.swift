import CustomerAPI
import LambdaRuntime

extension FunctionSettings {
    /// The table, ready to be asked.
    func openStore(environment: [String: String]) throws(InvocationFailure) -> any CustomerStore {
        throw InvocationFailure(.configuration, "this build has no DynamoDB store.")
    }
}
