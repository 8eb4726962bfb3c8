import ArgumentParser
import SQLiteStore

/// `customers-api check`
struct CheckCommand: OperatingCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a database, also while a server uses it.",
        discussion: """
            Every page and index, the tables' definitions, and whether the search finds every customer by what they are \
            called. Nothing is changed, and no customer is named.

            Exit codes: 65 something is wrong, 66 the database does not exist, 69 it is locked, 74 reading failed, 77 not \
            permitted, 78 it is no database of customers, or of a newer version.
            """)

    @OptionGroup var database: DatabaseOption

    func operate() throws(StartFailure) -> String {
        let path = try database.path()
        let summary = try operating { () throws(StoreOperationFailure) in try StoreCheck.run(database: path) }
        return "\(path) is sound: \(summary.words)"
    }
}
