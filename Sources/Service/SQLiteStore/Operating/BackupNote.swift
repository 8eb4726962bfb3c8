package import Domain
import Files
import Glibc

/// When a database was backed up last, and where to: a line in a file beside it, for `stats` and for metrics.
package struct BackupNote: Hashable, Sendable {
    /// Of the state that the backup has.
    package let moment: Timestamp
    package let path: String

    /// Of its file's name.
    static let ending = "-backup"
    /// Of the file: a moment and a path.
    private static let limitBytes = 8 * 1_024

    init(moment: Timestamp, path: String) {
        self.moment = moment
        self.path = path
    }

    /// - Returns: `nil` when there is none, or none that can be read.
    package init?(database path: String) {
        let rule = FileRule.secret(alsoOf: (try? FileStatus(at: path))?.owner)
        guard let bytes = try? TrustedFile.read(Self.file(path), rule, limitBytes: Self.limitBytes),
            let line = String(validating: bytes, as: UTF8.self)?.split(separator: "\n").first
        else { return nil }
        let halves = line.split(separator: " ", maxSplits: 1)
        guard halves.count == 2, let moment = Timestamp(halves[0]) else { return nil }
        self.init(moment: moment, path: String(halves[1]))
    }

    /// A note that cannot be written is missed by nobody but those who look at it: the backup is there.
    ///
    /// What root writes is for the database's owner, whose server reads it.
    func write(besides path: String) {
        let owner =
            geteuid() == 0 ? (try? FileStatus(at: path)).map { FileOwner(user: $0.owner, group: $0.group) } : nil
        try? ReplacedFile.write("\(moment.text) \(self.path)\n".utf8, to: Self.file(path), owner: owner)
    }

    private static func file(_ path: String) -> String { StorePath(path).real + ending }
}
