import CustomerAPI
import Domain
import DynamoDBStore
import SQLiteStore

/// One of the two stores of a copy, open, with what it takes to let go of it.
enum TransferEnd {
    case database(TransferDatabase)
    case other(OpenStore, any StoreTransfer)

    init(source: StoreLocation, _ environment: [String: String]) async throws(StartFailure) {
        self = try await Self.opened(source, for: .copyingFrom, environment) { path throws(StoreOperationFailure) in
            try .source(path)
        }
    }

    init(target: StoreLocation, _ environment: [String: String]) async throws(StartFailure) {
        self = try await Self.opened(target, for: .serving, environment) { path throws(StoreOperationFailure) in
            try .target(path)
        }
    }

    private static func opened(
        _ location: StoreLocation, for use: DynamoDBCustomerStore.Use, _ environment: [String: String],
        _ database: (String) throws(StoreOperationFailure) -> TransferDatabase
    ) async throws(StartFailure) -> TransferEnd {
        switch location {
        case .sqlite(let path):
            return .database(try operating { () throws(StoreOperationFailure) in try database(path) })
        case .dynamoDB(let table):
            let open = try await OpenStore.opened(table: table, for: use, environment: environment)
            return .other(open, open.transfer)
        }
    }

    var store: any StoreTransfer {
        switch self {
        case .database(let database): database.store
        case .other(_, let store): store
        }
    }

    /// Gives a complete copy its name, where it has none yet.
    func complete() throws(StartFailure) {
        if case .database(let database) = self {
            try operating { () throws(StoreOperationFailure) in try database.complete() }
        }
    }

    func close() async {
        switch self {
        case .database(let database): database.close()
        case .other(let open, _): await open.close()
        }
    }
}

extension StoreLocation {
    /// `nil` for what is no file.
    var file: String? {
        if case .sqlite(let path) = self { path } else { nil }
    }

    var table: String? {
        if case .dynamoDB(let table) = self { table } else { nil }
    }

    /// Whether both are one store, by whatever names.
    func isSame(as other: StoreLocation) -> Bool {
        switch (self, other) {
        case (.sqlite(let path), .sqlite(let other)): TransferDatabase.isSame(path, as: other)
        case (.dynamoDB(let table), .dynamoDB(let other)): table == other
        case (.sqlite, .dynamoDB), (.dynamoDB, .sqlite): false
        }
    }
}
