import ArgumentParser
import Foundation
import SQLiteStore

/// `customers-api verify`
struct VerifyCommand: OperatingCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Show that a backup can be restored.",
        discussion: """
            Restores it into a scratch file, brings that to this program's version, checks it as check does, and compares \
            every customer with the backup. The scratch file takes as much room as the backup and is removed at the end.

            Exit codes: 65 the backup is not sound, 66 it does not exist, 73 the scratch file cannot be made there, \
            74 reading or writing failed, 77 not permitted, 78 it is no database of customers, or of a newer version.
            """)

    @Argument(help: "The backup.", completion: .file())
    var file: String

    @Option(
        help: ArgumentHelp(
            "The directory for the scratch file; $TMPDIR, or the backup's own without one.", valueName: "directory"),
        completion: .directory)
    var scratch: String?

    @Option(
        help: ArgumentHelp(
            "The database whose backup it is, sqlite:PATH: a drill that succeeds is noted beside it, for stats and metrics.",
            valueName: "store"),
        transform: StoreLocation.parse)
    var store: StoreLocation?

    func operate() throws(StartFailure) -> String {
        let database = try store.map { store throws(StartFailure) in try store.databasePath() }
        let beside = URL(filePath: file).deletingLastPathComponent().path
        let temporary = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 }
        let directory = scratch ?? temporary ?? beside
        let summary = try operating { () throws(StoreOperationFailure) in
            try StoreVerification(backup: file, scratchDirectory: directory, database: database).run()
        }
        return "\(file) can be restored: \(summary.words)"
    }
}
