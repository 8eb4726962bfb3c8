import Foundation
import SQLiteStore

/// A directory of its own for a test's database, gone with the last use of this object.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("customers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var databasePath: String { path + "/customers.db" }

    func open(_ options: SQLiteCustomerStore.Options = SQLiteCustomerStore.Options()) throws -> SQLiteCustomerStore {
        try SQLiteCustomerStore(path: databasePath, options: options)
    }
}

/// Runs `body` with an empty store, and takes its file away afterwards.
@discardableResult
func withStore<Value>(
    _ options: SQLiteCustomerStore.Options = SQLiteCustomerStore.Options(),
    _ body: (SQLiteCustomerStore) async throws -> Value
) async throws -> Value {
    let directory = try TemporaryDirectory()
    let value = try await body(directory.open(options))
    withExtendedLifetime(directory) {}
    return value
}
