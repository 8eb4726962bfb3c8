import Domain
import SQLiteStore

extension StoreLocation {
    /// Opens the store; a missing file of SQLite is created, a missing table of DynamoDB is not.
    ///
    /// - Parameter environment: holds the settings of AWS.
    func open(environment: [String: String]) async throws(StartFailure) -> OpenStore {
        switch self {
        case .dynamoDB(let table): return try await .opened(table: table, environment: environment)
        case .sqlite(let path):
            do throws(SQLiteStoreOpenFailure) {
                return .sqlite(try SQLiteStore(path: path))
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
