import ArgumentParser
import Domain
import SQLiteStore

/// `customers-api stats`
struct StatsCommand: OperatingCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Tell a database in figures, also while a server uses it.",
        discussion: """
            Exit codes: 66 the database does not exist, 69 it is locked, 74 reading failed, 77 not permitted, 78 it is no \
            database of customers, or of a newer version.
            """)

    @OptionGroup var database: DatabaseOption

    func operate() throws(StartFailure) -> String {
        let path = try database.path()
        let statistics = try operating { () throws(StoreOperationFailure) in try StoreStatistics(database: path) }
        return statistics.lines.map { "\($0): \($1)" }.joined(separator: "\n")
    }
}

extension StoreStatistics {
    /// What each figure is called, in the order to print them.
    fileprivate var lines: [(String, String)] {
        [
            ("customers", "\(customers)"),
            ("deleted", "\(deleted)"),
            ("receipts", "\(receipts)"),
            ("changes", "\(changes)"),
            ("search entries", "\(searchEntries)"),
            ("timeline entries", "\(timelineEntries), \(notes) of them notes"),
            ("in the trash", "\(trashed)"),
            ("erased", "\(erased)"),
            ("oldest change", oldestChange?.text ?? "none"),
            ("newest change", newestChange?.text ?? "none"),
            ("schema", pendingSteps.isEmpty ? "\(schema)" : "\(schema), to be migrated"),
            ("database bytes", "\(files.database)"),
            ("write-ahead log bytes", "\(files.log)"),
            (
                "last backup",
                lastBackup.map { "\($0.moment.text) \($0.path)\($0.isThere ? "" : ", not there as it was made")" }
                    ?? "none"
            ),
            ("last verified", lastVerification.map { "\($0.moment.text) \($0.path)" } ?? "none"),
        ]
    }
}
