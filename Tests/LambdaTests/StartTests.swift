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
        #expect(settings.api == CustomerHandler.Settings())
    }

    @Test("Every variable is read")
    func all() throws {
        let settings = try FunctionSettings(environment: [
            "DYNAMODB_TABLE_NAME": "t.a-b_1", "CUSTOMERS_AUTH": "JWT", "CUSTOMERS_REPLICATION": "refused",
            "CUSTOMERS_JWT_ISSUER": "https://i.example", "CUSTOMERS_JWT_AUDIENCE": "desk, other",
            "CUSTOMERS_JWT_SCOPES": "a,b", "CUSTOMERS_JWT_ROLE_CLAIM": "cognito:groups",
            "CUSTOMERS_CORS_ORIGINS": "https://a.example, https://b.example", "AWS_LAMBDA_FUNCTION_NAME": "f",
            "CUSTOMERS_TRASH_DAYS": "0", "CUSTOMERS_TIMELINE_DAYS": "365",
        ])
        let rules = TokenRules(
            issuer: "https://i.example", audience: ["desk", "other"], scopes: ["a", "b"], roleClaim: "cognito:groups")
        #expect(settings.authentication == .jwt(rules))
        #expect(!settings.api.allowsReplication)
        #expect(settings.api.trashDays == 0 && settings.api.timelineDays == 365)
        #expect(settings.api.crossOrigin.origins == ["https://a.example", "https://b.example"])
    }

    private static func token(_ variables: [String: String]) -> [String: String] {
        CallerTests.jwt.merging(["DYNAMODB_TABLE_NAME": "customers"]) { $1 }.merging(variables) { $1 }
    }

    private static func signed(_ roles: String?, _ variables: [String: String] = [:]) -> [String: String] {
        var environment = variables
        environment["DYNAMODB_TABLE_NAME"] = "customers"
        environment["CUSTOMERS_ROLES"] = roles
        return environment
    }

    @Test(
        "A failure names the variable",
        arguments: [
            ([:], "DYNAMODB_TABLE_NAME"), (["DYNAMODB_TABLE_NAME": ""], "DYNAMODB_TABLE_NAME"),
            (["DYNAMODB_TABLE_NAME": "a/b"], "DYNAMODB_TABLE_NAME"),
            (["DYNAMODB_TABLE_NAME": "ab"], "DYNAMODB_TABLE_NAME"),
            (["DYNAMODB_TABLE_NAME": "customers", "CUSTOMERS_AUTH": "none"], "CUSTOMERS_AUTH"),
            (["DYNAMODB_TABLE_NAME": "customers", "CUSTOMERS_REPLICATION": "yes"], "CUSTOMERS_REPLICATION"),
            (signed(nil, ["CUSTOMERS_CORS_ORIGINS": "https://a.example/path"]), "CUSTOMERS_CORS_ORIGINS"),
            (signed(nil, ["CUSTOMERS_CORS_ORIGINS": "https://a.example,null"]), "CUSTOMERS_CORS_ORIGINS"),
            (signed(nil, ["CUSTOMERS_CORS_ORIGINS": "*", "CUSTOMERS_AUTH": "NONE"]), "CUSTOMERS_CORS_ORIGINS"),
            (["DYNAMODB_TABLE_NAME": "customers", "CUSTOMERS_TRASH_DAYS": "-1"], "CUSTOMERS_TRASH_DAYS"),
            (["DYNAMODB_TABLE_NAME": "customers", "CUSTOMERS_TRASH_DAYS": "3651"], "CUSTOMERS_TRASH_DAYS"),
            (["DYNAMODB_TABLE_NAME": "customers", "CUSTOMERS_TIMELINE_DAYS": "0"], "CUSTOMERS_TIMELINE_DAYS"),
            (["DYNAMODB_TABLE_NAME": "customers", "CUSTOMERS_TIMELINE_DAYS": "3651"], "CUSTOMERS_TIMELINE_DAYS"),
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
