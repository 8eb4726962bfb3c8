import Domain
import Files

/// Who can get at a database's files besides this user.
enum StoreAccess {
    /// Checks the database, its directory and those above, and what SQLite has beside it, as far as they are there.
    ///
    /// By name, before they are opened and afterwards: closing a descriptor of the database, to check that, would drop the
    /// locks that SQLite holds on it.
    static func check(database path: String) throws(StartFailure) {
        var exposed: [String] = []
        for name in ["", "-wal", "-shm", "-journal"].map({ path + $0 }) {
            // What is not there is made.
            guard let status = try? FileStatus(ofLink: name) else { continue }
            switch status.kind {
            case .file: break
            // The store has words for it.
            case .directory: continue
            case .link:
                throw StartFailure(
                    .configuration,
                    "the database \(name) is a symbolic link: give --store the path of the file itself.")
            case .socket, .other: throw StartFailure(.notAFile, "the database", name)
            }
            switch FileRule.secret().accessRefusal(of: status) {
            case nil: continue
            case .exposed: exposed.append(name)
            case let refusal?: throw StartFailure(refusal, "the database", name)
            }
        }
        guard exposed.isEmpty else {
            let names = exposed.joined(separator: " ")
            throw StartFailure(
                .configuration, "the database \(path) is open to other users of this machine: chmod 600 \(names)")
        }
        try StartFailure.refuseReplaceable("the database", path)
    }
}
