/// Why a database file cannot be used.
package struct SQLiteStoreOpenFailure: Error, Hashable, Sendable {
    package let path: String
    package let reason: Reason

    package enum Reason: Hashable, Sendable {
        case noSuchDirectory
        /// There is no such file, where one has to be.
        case missing
        case isDirectory
        case noPermission
        /// It has a further name (link(2)), under which another server would have a lock and a log of its own.
        case severalNames
        case diskFull
        /// Another process holds it exclusively.
        case locked
        /// A server of ours has it, or a restore does.
        case inUse(process: Int?)
        case notADatabase
        case damaged
        /// A SQLite file, but some other program's.
        case foreign
        /// Written by a newer version of this program, which has changed the tables in these steps.
        case newerSchema(steps: [String])
        /// An older version wrote it, and the disk has not the room that its tables need to become those of this one.
        ///
        /// - Parameters:
        ///   - needed: bytes.
        ///   - free: bytes.
        case noRoomToMigrate(needed: Int, free: Int)
        case other(detail: String)
    }
}

extension SQLiteStoreOpenFailure: CustomStringConvertible {
    /// A message for the operator: the cause and the next step.
    package var description: String {
        "Cannot use the database \(path): " + causeAndNextStep
    }

    private var causeAndNextStep: String {
        switch reason {
        case .missing: "it does not exist. Check the path."
        case .noSuchDirectory: "its directory does not exist. Create the directory or choose another path."
        case .isDirectory: "it is a directory. Choose the path of a file in it."
        case .noPermission: "permission denied. Let this user read and write the file and its directory."
        case .severalNames:
            """
            it has another name, by a hard link, under which another server could use it at the same time. Remove that name; \
            find -samefile shows it.
            """
        case .diskFull: "the disk is full. Make room and start again."
        case .locked: "another process has locked it. Stop that process, or choose another path."
        case .inUse(let process):
            """
            another customers-api \(process.map { "(process \($0)) " } ?? "")has it open. Stop that one first, or choose \
            another path.
            """
        case .notADatabase: "it is not a SQLite database. Choose another path; the file was left as it is."
        case .damaged: "it is damaged. Restore it from a backup; the file was left as it is."
        case .foreign: "it belongs to another program. Choose another path; the file was left as it is."
        case .newerSchema(let steps):
            """
            a newer version of this program wrote it: its tables have the step \
            \(steps.map { "\"\($0)\"" }.joined(separator: " and ")), which this one does not know. Update this program; \
            the file was left as it is.
            """
        case .noRoomToMigrate(let needed, let free):
            """
            an older version of this program wrote it, and to bring it to this one \(Self.size(needed)) have to be free on its \
            disk, where \(Self.size(free)) are. Make room and start again; the file was left as it is.
            """
        case .other(let detail): "\(detail). Check the path and the disk."
        }
    }

    /// Of more than a half, one.
    private static func size(_ bytes: Int) -> String {
        bytes < 1_000_000 ? "\((bytes / 500 + 1) / 2) KB" : "\((bytes / 500_000 + 1) / 2) MB"
    }
}
