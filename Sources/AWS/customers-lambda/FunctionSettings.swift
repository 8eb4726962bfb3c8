import CustomerAPI
import Domain
import LambdaRuntime

/// What the template sets in the function's environment.
struct FunctionSettings: Hashable, Sendable {
    let table: String
    let authentication: Authentication
    let api: CustomerAPI.Settings

    /// Who may call, as the API's routes are set up.
    enum Authentication: Hashable, Sendable {
        /// - Parameter roles: `nil`: every signer is what tokens of version 1 were.
        case iam(roles: SignerRoles?)
        case jwt(TokenRules)
        case none
    }

    /// The variables' names.
    enum Variable: String {
        case table = "DYNAMODB_TABLE_NAME"
        case authentication = "CUSTOMERS_AUTH"
        case roles = "CUSTOMERS_ROLES"
        case issuer = "CUSTOMERS_JWT_ISSUER"
        case audience = "CUSTOMERS_JWT_AUDIENCE"
        case scopes = "CUSTOMERS_JWT_SCOPES"
        case roleClaim = "CUSTOMERS_JWT_ROLE_CLAIM"
        case origins = "CUSTOMERS_CORS_ORIGINS"
        case replication = "CUSTOMERS_REPLICATION"
        /// Lambda's own; names the function in its metrics.
        case function = "AWS_LAMBDA_FUNCTION_NAME"
    }

    /// - Throws: a failure of kind `configuration` that names the variable and what it may be.
    init(environment: [String: String]) throws(InvocationFailure) {
        let variables = FunctionVariables(environment)
        guard let table = variables[.table] else {
            throw variables.failure(.table, "is not set: it names the DynamoDB table")
        }
        guard Self.isTableName(table) else {
            throw variables.failure(.table, "names no table: 3 to 255 letters, digits, _ - or . do")
        }
        let replication = variables[.replication] ?? "allowed"
        guard ["allowed", "refused"].contains(replication) else {
            throw variables.failure(.replication, "is neither allowed nor refused")
        }
        self.table = table
        authentication = try Authentication(variables)
        let origins = variables[.origins].map { _ in CrossOriginPolicy(origins: Set(variables.list(.origins))) }
        api = CustomerAPI.Settings(
            allowsReplication: replication == "allowed", crossOrigin: origins ?? CrossOriginPolicy())
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
