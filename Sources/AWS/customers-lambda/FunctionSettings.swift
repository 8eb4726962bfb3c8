import CustomerAPI
import Domain
import DynamoDBStore
import LambdaRuntime

/// What the template sets in the function's environment.
struct FunctionSettings: Hashable, Sendable {
    let table: String
    let authentication: Authentication
    let api: CustomerHandler.Settings

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
        case trashDays = "CUSTOMERS_TRASH_DAYS"
        case timelineDays = "CUSTOMERS_TIMELINE_DAYS"
        /// Lambda's own; names the function in its metrics.
        case function = "AWS_LAMBDA_FUNCTION_NAME"
    }

    /// - Throws: a failure of kind `configuration` that names the variable and what it may be.
    init(environment: [String: String]) throws(InvocationFailure) {
        let variables = FunctionVariables(environment)
        guard let table = variables[.table] else {
            throw variables.failure(.table, "is not set: it names the DynamoDB table")
        }
        guard DynamoDBCustomerStore.isTableName(table) else {
            throw variables.failure(.table, "names no table: 3 to 255 letters, digits, _ - or . do")
        }
        let replication = variables[.replication] ?? "allowed"
        guard ["allowed", "refused"].contains(replication) else {
            throw variables.failure(.replication, "is neither allowed nor refused")
        }
        self.table = table
        authentication = try Authentication(variables)
        var api = CustomerHandler.Settings(
            allowsReplication: replication == "allowed", crossOrigin: try Self.origins(variables, authentication))
        api.trashDays = try variables.days(.trashDays, .trash) ?? api.trashDays
        api.timelineDays = try variables.days(.timelineDays, .timeline)
        self.api = api
    }

    /// By the rules of the self-hosted server's `--cors-origin`.
    private static func origins(
        _ variables: FunctionVariables, _ authentication: Authentication
    ) throws(InvocationFailure) -> CrossOriginPolicy {
        guard variables[.origins] != nil else { return CrossOriginPolicy() }
        let origins = variables.list(.origins)
        if let origin = origins.first(where: { !CrossOriginPolicy.isOrigin($0) }) {
            throw variables.failure(
                .origins,
                "has '\(origin)', which is no origin that a browser sends: name scheme, host and port in small letters, as "
                    + "https://desk.example.com, without a path")
        }
        guard authentication != .none || !origins.contains("*") else {
            throw variables.failure(
                .origins,
                "lets every page call, and nobody has to sign in: any page could read and change the customers")
        }
        return CrossOriginPolicy(origins: Set(origins))
    }
}
