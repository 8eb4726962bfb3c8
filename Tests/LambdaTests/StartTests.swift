import CustomerAPI
import LambdaRuntime
import TestSupport
import Testing

@testable import customers_lambda

@Suite("The function's settings")
struct FunctionSettingsTests {
    @Test("The table is enough; the rest is the safe choice")
    func defaults() throws {
        let settings = try FunctionSettings(environment: [
            "DYNAMODB_TABLE_NAME": "customers-table-x", "CUSTOMERS_AUTH": "",
        ])
        #expect(settings.table == "customers-table-x")
        #expect(settings.authentication == .iam(roles: nil))
        #expect(settings.api == CustomerAPI.Settings())
    }

    @Test("Every variable is read")
    func all() throws {
        let settings = try FunctionSettings(environment: [
            "DYNAMODB_TABLE_NAME": "t.a-b_1", "CUSTOMERS_AUTH": "JWT", "CUSTOMERS_REPLICATION": "refused",
            "CUSTOMERS_JWT_ISSUER": "https://i.example", "CUSTOMERS_JWT_AUDIENCE": "desk, other",
            "CUSTOMERS_JWT_SCOPES": "a,b", "CUSTOMERS_JWT_ROLE_CLAIM": "cognito:groups",
            "CUSTOMERS_CORS_ORIGINS": "https://a.example, https://b.example", "AWS_LAMBDA_FUNCTION_NAME": "f",
        ])
        let rules = TokenRules(
            issuer: "https://i.example", audience: ["desk", "other"], scopes: ["a", "b"], roleClaim: "cognito:groups")
        #expect(settings.authentication == .jwt(rules))
        #expect(!settings.api.allowsReplication)
        #expect(settings.api.crossOrigin.origins == ["https://a.example", "https://b.example"])
    }

    private static func token(_ variables: [String: String]) -> [String: String] {
        CallerTests.jwt.merging(["DYNAMODB_TABLE_NAME": "customers"]) { $1 }.merging(variables) { $1 }
    }

    private static func signed(_ roles: String) -> [String: String] {
        ["DYNAMODB_TABLE_NAME": "customers", "CUSTOMERS_ROLES": roles]
    }

    @Test(
        "A failure names the variable",
        arguments: [
            ([:], "DYNAMODB_TABLE_NAME"), (["DYNAMODB_TABLE_NAME": ""], "DYNAMODB_TABLE_NAME"),
            (["DYNAMODB_TABLE_NAME": "a/b"], "DYNAMODB_TABLE_NAME"),
            (["DYNAMODB_TABLE_NAME": "ab"], "DYNAMODB_TABLE_NAME"),
            (["DYNAMODB_TABLE_NAME": "customers", "CUSTOMERS_AUTH": "none"], "CUSTOMERS_AUTH"),
            (["DYNAMODB_TABLE_NAME": "customers", "CUSTOMERS_REPLICATION": "yes"], "CUSTOMERS_REPLICATION"),
            (token(["CUSTOMERS_JWT_ISSUER": ""]), "CUSTOMERS_JWT_ISSUER"),
            (token(["CUSTOMERS_JWT_AUDIENCE": ""]), "CUSTOMERS_JWT_AUDIENCE"),
            (token(["CUSTOMERS_JWT_AUDIENCE": " ,"]), "CUSTOMERS_JWT_AUDIENCE"),
            (token(["CUSTOMERS_JWT_ROLE_CLAIM": "nickname"]), "CUSTOMERS_JWT_ROLE_CLAIM"),
            (signed("arn:aws:iam::1:user/kim"), "CUSTOMERS_ROLES"), (signed("kim=agent"), "CUSTOMERS_ROLES"),
            (signed("*=agent"), "CUSTOMERS_ROLES"), (signed("arn:aws:iam::1:user/kim=boss"), "CUSTOMERS_ROLES"),
            (signed("arn:aws:iam::1:user/kim=agent,"), "CUSTOMERS_ROLES"),
        ])
    func failures(environment: [String: String], variable: String) throws {
        let failure = #expect(throws: InvocationFailure.self) { try FunctionSettings(environment: environment) }
        #expect(failure?.kind == .configuration)
        #expect(failure?.message.hasPrefix(variable + " ") == true)
    }
}
