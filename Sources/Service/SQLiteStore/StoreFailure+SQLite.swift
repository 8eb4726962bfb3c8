import CustomerAPI
import GRDB
import SQLite

extension StoreFailure {
    /// What an error of a reading transaction means to the API.
    init(reading error: any Error) {
        switch error {
        case let failure as StoreFailure: self = failure
        case let error as DatabaseError: self.init(error)
        case is CancellationError: self = .unavailable(detail: "The request was cancelled.", retryAfterSeconds: 1)
        default: self = .failed(detail: String(reflecting: type(of: error)))
        }
    }

    /// What an error of a writing transaction, which is rolled back, means to the API.
    init(writing error: any Error) {
        if let error = error as? DatabaseError, error.resultCode == .SQLITE_BUSY {
            self = .writeInProgress
        } else {
            self.init(reading: error)
        }
    }

    private init(_ error: DatabaseError) {
        let detail = error.detail
        switch error.resultCode {
        case .SQLITE_FULL:
            self = .unavailable(
                detail: "The disk is full; make room for the database. \(detail)", retryAfterSeconds: 30)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self = .unavailable(detail: "Another process locks the database. \(detail)", retryAfterSeconds: 1)
        case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_NOMEM, .SQLITE_READONLY:
            self = .unavailable(detail: detail, retryAfterSeconds: 30)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self = .failed(detail: "The database is damaged; restore it from a backup. \(detail)")
        default:
            self = .failed(detail: detail)
        }
    }
}
