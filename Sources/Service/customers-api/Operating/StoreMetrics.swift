import CustomerAPI
import Domain
import SQLiteStore

extension OpenStore {
    /// What is to be seen of the store from outside, without a question to it, in Prometheus' text format.
    func metricLines(now: Timestamp = .now()) -> [String] {
        switch self {
        case .dynamoDB: []
        case .sqlite(let store, _): store.metricLines(now: now)
        }
    }
}

extension SQLiteCustomerStore {
    fileprivate func metricLines(now: Timestamp) -> [String] {
        let files = StoreStatistics.Files(database: path)
        var lines = MetricsText.gauge(
            "customers_api_database_bytes", "Size of the database's file.", "\(files.database)")
        lines += MetricsText.gauge("customers_api_wal_bytes", "Size of its write-ahead log.", "\(files.log)")
        lines += MetricsText.gauge(
            "customers_api_schema", "Version of its tables.", "\(SQLiteCustomerStore.schemaVersion)")
        // Without a backup, or where it is gone, there is no such line, which an alert can ask for: absent().
        if let note = BackupNote(database: path), note.isThere {
            lines += Self.age(
                of: note, now, "customers_api_backup_age_seconds",
                "Since the moment that the last checked backup is of.")
        }
        if let note = BackupNote(of: .verification, database: path) {
            lines += Self.age(
                of: note, now, "customers_api_backup_verified_age_seconds",
                "Since a backup was last shown to be one, by restoring it.")
        }
        return lines
    }

    private static func age(of note: BackupNote, _ now: Timestamp, _ name: String, _ help: String) -> [String] {
        MetricsText.gauge(name, help, "\(max(0, now.seconds(since: note.moment)))")
    }
}
