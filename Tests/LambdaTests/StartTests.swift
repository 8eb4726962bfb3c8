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
        #expect(settings.authentication == .iam)
        #expect(settings.api == CustomerAPI.Settings())
    }

    @Test("Every variable is read")
    func all() throws {
        let settings = try FunctionSettings(environment: [
            "DYNAMODB_TABLE_NAME": "t.a-b_1", "CUSTOMERS_AUTH": "JWT", "CUSTOMERS_REPLICATION": "refused",
            "CUSTOMERS_CORS_ORIGINS": "https://a.example, https://b.example", "AWS_LAMBDA_FUNCTION_NAME": "f",
        ])
        #expect(settings.authentication == .jwt)
        #expect(!settings.api.allowsReplication)
        #expect(settings.api.crossOrigin.origins == ["https://a.example", "https://b.example"])
    }

    @Test(
        "A failure names the variable",
        arguments: [
            ([:], "DYNAMODB_TABLE_NAME"), (["DYNAMODB_TABLE_NAME": ""], "DYNAMODB_TABLE_NAME"),
            (["DYNAMODB_TABLE_NAME": "a/b"], "DYNAMODB_TABLE_NAME"),
            (["DYNAMODB_TABLE_NAME": "ab"], "DYNAMODB_TABLE_NAME"),
            (["DYNAMODB_TABLE_NAME": "customers", "CUSTOMERS_AUTH": "none"], "CUSTOMERS_AUTH"),
            (["DYNAMODB_TABLE_NAME": "customers", "CUSTOMERS_REPLICATION": "yes"], "CUSTOMERS_REPLICATION"),
        ])
    func failures(environment: [String: String], variable: String) throws {
        let failure = #expect(throws: InvocationFailure.self) { try FunctionSettings(environment: environment) }
        #expect(failure?.kind == .configuration)
        #expect(failure?.message.hasPrefix(variable + " ") == true)
    }
}
