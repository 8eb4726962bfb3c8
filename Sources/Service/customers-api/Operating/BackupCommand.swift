import ArgumentParser
import SQLiteStore

/// `customers-api backup`
struct BackupCommand: OperatingCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Back up a database, also while a server uses it.",
        discussion: """
            FILE is written beside under another name, checked, and takes its name when it is on the disk; until then a \
            backup that is there stays. It holds everything that was answered before the command began. Only its owner can \
            read it, and it is one file that can be copied elsewhere.

            Exit codes: 65 the database is damaged, 66 it does not exist, 69 it is locked, 73 FILE cannot be made there, \
            74 reading or writing failed, 75 another backup to FILE is under way, 77 not permitted, 78 it is no database \
            of customers, or of a newer version.
            """)

    @Argument(help: "The backup.", completion: .file())
    var file: String

    @OptionGroup var database: DatabaseOption

    @Option(
        help: ArgumentHelp(
            "Keep this many backups: FILE is the newest, FILE.1 the one before, and so on; older ones are removed.",
            valueName: "n"))
    var keep: Int?

    func validate() throws {
        if let keep, !(1...1_000).contains(keep) { throw ValidationError("--keep takes a number from 1 to 1000.") }
    }

    func operate() throws(StartFailure) -> String {
        let path = try database.path()
        let summary = try operating { () throws(StoreOperationFailure) in
            try StoreBackup(database: path, file: file, keep: keep).run()
        }
        return "\(file): \(summary.words)"
    }
}
