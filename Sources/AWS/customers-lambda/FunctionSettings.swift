import CustomerAPI
import Domain
import LambdaRuntime

/// What the template sets in the function's environment.
struct FunctionSettings: Hashable, Sendable {
    let table: String
    let authentication: Authentication
    let api: CustomerAPI.Settings

    /// Who may call, as the API's routes are set up.
    enum Authentication: String, CaseIterable, Sendable {
        case iam = "IAM"
        case jwt = "JWT"
        case none = "NONE"
    }

    /// The variables' names.
    enum Variable: String {
        case table = "DYNAMODB_TABLE_NAME"
        case authentication = "CUSTOMERS_AUTH"
        case origins = "CUSTOMERS_CORS_ORIGINS"
        case replication = "CUSTOMERS_REPLICATION"
        /// Lambda's own; names the function in its metrics.
        case function = "AWS_LAMBDA_FUNCTION_NAME"
    }

    /// - Throws: a failure of kind `configuration` that names the variable and what it may be.
    init(environment: [String: String]) throws(InvocationFailure) {
        func value(_ variable: Variable) -> String? {
            environment[variable.rawValue].flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let table = value(.table) else {
            throw Self.failure(.table, "is not set: it names the DynamoDB table")
        }
        guard Self.isTableName(table) else {
            throw Self.failure(.table, "names no table: 3 to 255 letters, digits, _ - or . do")
        }
        guard let authentication = Authentication(rawValue: value(.authentication) ?? Authentication.iam.rawValue)
        else {
            throw Self.failure(.authentication, "is not one of IAM, JWT, NONE")
        }
        let replication = value(.replication) ?? "allowed"
        guard ["allowed", "refused"].contains(replication) else {
            throw Self.failure(.replication, "is neither allowed nor refused")
        }
        self.table = table
        self.authentication = authentication
        var origins = CrossOriginPolicy()
        if let list = value(.origins) {
            origins = CrossOriginPolicy(origins: Set(list.split(separator: ",").map(\.trimmed)))
        }
        api = CustomerAPI.Settings(allowsReplication: replication == "allowed", crossOrigin: origins)
    }

    private static func failure(_ variable: Variable, _ text: String) -> InvocationFailure {
        InvocationFailure(.configuration, "\(variable.rawValue) \(text).")
    }

    /// DynamoDB's naming rules.
    private static func isTableName(_ name: String) -> Bool {
        (3...255).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".": true
                default: false
                }
            }
    }
}
