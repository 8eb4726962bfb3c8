import ArgumentParser
import Domain
import Files
import Glibc
import SQLiteStore
import Signals
import StandardStreams

/// A command that does something with a database and ends.
protocol OperatingCommand: ParsableCommand {
    /// - Returns: what it has found or done, for standard output.
    func operate() throws(StartFailure) -> String

    /// What to know where that could not be written.
    var unwrittenMessage: String { get }
}

extension OperatingCommand {
    var unwrittenMessage: String { "the work itself is done." }

    func run() throws {
        let signals = EndingSignals.removingTemporaryFiles()
        defer { withExtendedLifetime(signals) {} }
        do throws(StartFailure) {
            let text = try operate()
            guard StandardStream.output.write(text + "\n") else {
                throw StartFailure(.inputOutput, "cannot write to standard output; \(unwrittenMessage)")
            }
        } catch {
            StandardStream.error.say("customers-api: \(error.message)")
            for finding in error.findings { StandardStream.error.say("  \(finding)") }
            throw ExitCode(error.status.rawValue)
        }
    }
}

extension EndingSignals {
    /// Has a signal take along what is not complete, and end the program as it does by itself.
    static func removingTemporaryFiles() -> EndingSignals {
        // A file that reaches the limit on its size (setrlimit(2)) is an error of the write, and not the program's end.
        signal(SIGXFSZ, SIG_IGN)
        let signals = EndingSignals()
        signals.respond { number in TemporaryFiles.removeAll { EndingSignals.end(by: number) } }
        return signals
    }
}

/// Which database a command is about.
struct DatabaseOption: ParsableArguments {
    @Option(help: ArgumentHelp("The database: sqlite:PATH.", valueName: "store"), transform: StoreLocation.parse)
    var store = StoreLocation.sqlite(path: "customers.db")

    func path() throws(StartFailure) -> String { try store.databasePath() }
}

extension StoreLocation {
    /// - Throws: for a table of DynamoDB, which AWS backs up and looks after.
    func databasePath() throws(StartFailure) -> String {
        switch self {
        case .sqlite(let path): return path
        case .dynamoDB(let table):
            throw StartFailure(
                .usage,
                """
                dynamodb:\(table) is no file, and this command is for databases of SQLite: name one with \
                --store sqlite:PATH. AWS backs tables up itself (point-in-time recovery).
                """)
        }
    }
}

/// Does something with a database, and says in a command's terms why that fails.
func operating<Value>(_ body: () throws(StoreOperationFailure) -> Value) throws(StartFailure) -> Value {
    do throws(StoreOperationFailure) {
        return try body()
    } catch {
        throw StartFailure(error.exitStatus, error.description)
    }
}

extension StoreOperationFailure {
    fileprivate var exitStatus: ExitStatus {
        switch self {
        // What a command is given is data to it; to a server that starts it is the disk that failed.
        case .database(let failure): failure.reason == .damaged ? .badData : failure.reason.exitStatus
        case .faults, .erasureList: .badData
        case .occupied, .inTheWay: .cannotCreate
        case .itself: .usage
        case .outdated: .configuration
        case .writing(_, let reason):
            switch reason {
            case .noPermission: .notPermitted
            case .locked, .inUse: .tryLater
            case .noSuchDirectory, .missing, .isDirectory, .severalNames: .cannotCreate
            case .diskFull, .noRoomToMigrate, .damaged, .notADatabase, .foreign, .newerSchema, .other: .inputOutput
            }
        }
    }
}

extension StoreSummary {
    /// `40 customers, 2 deleted ones, 43 changes, schema 1`
    var words: String {
        "\(customers) customers, \(deleted) deleted ones, \(changes) changes, schema \(schema)"
    }
}
