import ArgumentParser
import SQLiteStore

/// `customers-api migrate`
struct MigrateCommand: OperatingCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring a database of an older version to this one's.",
        discussion: """
            A server does the same when it starts. The database is copied before, beside it, and the copy's name is \
            printed.

            Exit codes: 65 the database would not be sound, 66 it does not exist, 69 a server uses it, 74 reading or \
            writing failed, 77 not permitted, 78 it is no database of customers, or of a newer version.
            """)

    @OptionGroup var database: DatabaseOption

    @Flag(
        help: "Try it in a scratch file beside the database, and say what would be done; a server may use it meanwhile."
    )
    var dryRun = false

    func operate() throws(StartFailure) -> String {
        let path = try database.path()
        let migration = StoreMigration(database: path)
        if dryRun {
            let steps = try operating { () throws(StoreOperationFailure) in try migration.rehearse() }
            return steps.isEmpty
                ? "\(path): nothing to do"
                : "\(path): would go the step \(steps.map { "\"\($0)\"" }.joined(separator: " and "))"
        }
        let done = try operating { () throws(StoreOperationFailure) in try migration.run() }
        return done.map { "\(path): \($0.words)" } ?? "\(path): nothing to do"
    }
}

extension SQLiteCustomerStore.Migration {
    var words: String {
        "brought from schema \(from) to \(to); "
            + (copy.map { "as it was before, it is in \($0)" } ?? "it has nobody, and was not copied")
    }
}
