import CustomerAPI
import Domain
import DynamoDBStore
import SQLiteStore
import Transports

/// A store that is ready, with what it takes to let go of it.
enum OpenStore {
    case sqlite(SQLiteCustomerStore, StoreLock)
    case dynamoDB(DynamoDBCustomerStore, HTTPTransport)

    var customers: any CustomerStore {
        switch self {
        case .sqlite(let store, _): store
        case .dynamoDB(let store, _): store
        }
    }

    /// `nil` for a table, which looks after itself.
    var file: SQLiteCustomerStore? {
        switch self {
        case .sqlite(let store, _): store
        case .dynamoDB: nil
        }
    }

    /// As one that whole records go into and come out of.
    var transfer: any StoreTransfer {
        switch self {
        case .sqlite(let store, _): store
        case .dynamoDB(let store, _): store
        }
    }

    /// Refuses a store that is being filled by a copy: what is not there yet would be taken for deleted.
    func refuseUnfinished(_ location: StoreLocation) async throws(StartFailure) {
        let progress: TransferProgress?
        do throws(StoreFailure) {
            progress = try await transfer.transferProgress()
        } catch {
            throw StartFailure(.unavailable, "\(location) cannot be read: \(error).")
        }
        guard let progress else { return }
        throw StartFailure(
            .configuration,
            "\(location) is an unfinished copy, with \(progress.records) records: run customers-api copy again first.")
    }

    /// Fills a store that never had customers with invented people.
    func fill(_ count: Int) async throws(StartFailure) {
        switch self {
        case .sqlite(let store, _): try await SampleLoading(store: store).load(count)
        case .dynamoDB:
            throw StartFailure(
                .usage,
                "--sample fills databases of SQLite only: write to DynamoDB through the API, with customers import.")
        }
    }

    /// Has something done after each change; `false` where others change the store, too.
    func whenCommitted(_ body: @escaping @Sendable () -> Void) {
        if case .sqlite(let store, _) = self { store.whenCommitted(body) }
    }

    /// Whether it says when something has changed: not where others change it, too.
    var tellsOfChanges: Bool {
        switch self {
        case .sqlite: true
        case .dynamoDB: false
        }
    }

    func close() async {
        switch self {
        case .sqlite(let store, let lock):
            store.close()
            lock.release()
        case .dynamoDB(_, let transport): await transport.shutDown()
        }
    }
}
