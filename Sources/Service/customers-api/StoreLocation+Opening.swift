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
                throw StartFailure(error.reason.exitCode, error.description)
            }
        }
    }
}

extension SQLiteStoreOpenFailure.Reason {
    fileprivate var exitCode: StartFailure.Code {
        switch self {
        case .noSuchDirectory: .noInput
        case .noPermission: .permission
        case .locked: .unavailable
        case .diskFull, .damaged, .other: .inputOutput
        case .isDirectory, .notADatabase, .foreign, .newerSchema: .configuration
        }
    }
}
