import Domain
import SQLiteStore

extension StoreLocation {
    /// Opens the store, and makes it where there is none.
    func open() throws(StartFailure) -> SQLiteStore {
        switch self {
        case .dynamoDB:
            throw StartFailure(.usage, "this build has no DynamoDB store: use --store sqlite:PATH.")
        case .sqlite(let path):
            do throws(SQLiteStoreOpenFailure) {
                return try SQLiteStore(path: path)
            } catch {
                throw StartFailure(error.reason.exitStatus, error.description)
            }
        }
    }
}

extension SQLiteStoreOpenFailure.Reason {
    fileprivate var exitStatus: ExitStatus {
        switch self {
        case .noSuchDirectory: .notFound
        case .noPermission: .notPermitted
        case .locked: .unavailable
        case .diskFull, .damaged, .other: .inputOutput
        case .isDirectory, .notADatabase, .foreign, .newerSchema: .configuration
        }
    }
}
