import CustomerAPI
import Domain
import LambdaRuntime
import Logging
import TestSupport
import Testing

@testable import customers_lambda

@Suite("The function's settings")
struct FunctionSettingsTests {
    @Test("The table is enough; the rest is the safe choice")
    func defaults() throws {
        let settings = try FunctionSettings(environment: ["CUSTOMERS_TABLE": "customers-table-x", "CUSTOMERS_AUTH": ""])
        #expect(settings.table == "customers-table-x")
        #expect(settings.authentication == .iam)
        #expect(settings.api == CustomerAPI.Settings())
    }

    @Test("Every variable is read")
    func all() throws {
        let settings = try FunctionSettings(environment: [
            "CUSTOMERS_TABLE": "t.a-b_1", "CUSTOMERS_AUTH": "JWT", "CUSTOMERS_REPLICATION": "refused",
            "CUSTOMERS_CORS_ORIGINS": "https://a.example, https://b.example", "AWS_LAMBDA_FUNCTION_NAME": "f",
        ])
        #expect(settings.authentication == .jwt)
        #expect(!settings.api.allowsReplication)
        #expect(settings.api.crossOrigin.origins == ["https://a.example", "https://b.example"])
        #expect(settings.function == "f")
    }

    @Test(
        "A failure names the variable",
        arguments: [
            ([:], "CUSTOMERS_TABLE"), (["CUSTOMERS_TABLE": ""], "CUSTOMERS_TABLE"),
            (["CUSTOMERS_TABLE": "a/b"], "CUSTOMERS_TABLE"),
            (["CUSTOMERS_TABLE": "ab"], "CUSTOMERS_TABLE"),
            (["CUSTOMERS_TABLE": "customers", "CUSTOMERS_AUTH": "none"], "CUSTOMERS_AUTH"),
            (["CUSTOMERS_TABLE": "customers", "CUSTOMERS_REPLICATION": "yes"], "CUSTOMERS_REPLICATION"),
        ])
    func failures(environment: [String: String], variable: String) throws {
        let failure = #expect(throws: InvocationFailure.self) { try FunctionSettings(environment: environment) }
        #expect(failure?.kind == .configuration)
        #expect(failure?.message.hasPrefix(variable + " ") == true)
    }
}

@Suite("Before the first event")
struct WarmingTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test("A store that works is warmed, and so is one that is only slow")
    func usable() async throws {
        try await Warming(store: MemoryStore(), logger: logger).run()
        for failure in [
            StoreFailure.throttled(retryAfterSeconds: 1), .unavailable(detail: "no route", retryAfterSeconds: 1),
        ] {
            try await Warming(store: FailingStore(failure: failure), logger: logger).run()
        }
    }

    @Test("A store that cannot work is a reason not to start")
    func unusable() async {
        await #expect(throws: InvocationFailure(.store, "no such table")) {
            try await Warming(store: FailingStore(failure: .failed(detail: "no such table")), logger: logger).run()
        }
    }
}

/// A store with one answer to everything.
private struct FailingStore: CustomerStore {
    let failure: StoreFailure

    func record(_ id: CustomerID) async throws(StoreFailure) -> StoredRecord? { throw failure }
    func customer(emailKey: String) async throws(StoreFailure) -> Customer? { throw failure }
    func page(_ listing: Listing, after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StorePage {
        throw failure
    }
    func changes(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreChanges {
        throw failure
    }
    func perform(_ write: CustomerWrite) async throws(StoreFailure) -> WriteOutcome { throw failure }
}
