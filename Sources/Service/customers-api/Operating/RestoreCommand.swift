import ArgumentParser
import SQLiteStore

/// `customers-api restore`
struct RestoreCommand: OperatingCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in a database's place.",
        discussion: """
            No server may use the database meanwhile. Everything is done under other names; the last step is one renaming, \
            so that a signal or a power cut leaves either the old database or the new one. The old one is kept beside it \
            under a name that is printed. Clients that follow the changes begin anew. Customers who were erased since the \
            backup (DATABASE-erased lists their ids) are erased in it again before it has its name.

            Exit codes: 65 the backup is not sound, 66 it does not exist, 69 a server uses the database, 73 the database \
            cannot be made there, 74 reading or writing failed, 77 not permitted, 78 it is no database of customers, or of \
            a newer version.
            """)

    @Argument(help: "The backup.", completion: .file())
    var file: String

    @OptionGroup var database: DatabaseOption

    func operate() throws(StartFailure) -> String {
        let path = try database.path()
        let result = try operating { () throws(StoreOperationFailure) in
            try StoreRestoration(backup: file, database: path).run()
        }
        let kept = result.replaced.map { "what was there is now \($0)" } ?? "nothing was there before"
        let erased = result.erasedAgain == 0 ? "" : "; erased again: \(result.erasedAgain)"
        return "\(path): \(result.summary.words); \(kept)\(erased)"
    }
}
