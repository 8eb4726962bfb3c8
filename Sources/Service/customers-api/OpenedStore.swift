import CustomerAPI
import SQLiteStore

/// The store that the server answers from.
struct OpenedStore {
    let store: any CustomerStore

    init(_ location: StoreLocation) throws(StartFailure) {
        fatalError()
    }

    func close() throws(StartFailure) {
    }
}
