package import Domain
import Files
import Glibc
import SystemPackage

/// When a database was backed up last, and where to, or which backup was last shown to be one, and when: a line in a file beside
/// it, for `stats` and for metrics.
package struct BackupNote: Hashable, Sendable {
    /// Of the state that the backup has, or of the drill.
    package let moment: Timestamp
    package let path: String
    /// Of the backup; `nil` in a note of an older version.
    private let size: Int?

    package enum Subject: String, CaseIterable, Sendable {
        case backup = "-backup"
        /// A drill that has restored one.
        case verification = "-verified"

        /// Of the file's name.
        static let endings = allCases.map(\.rawValue)
    }

    /// Of the file: a moment, a size and a path.
    private static let limitBytes = 8 * 1_024

    init(moment: Timestamp, path: String, size: Int?) {
        (self.moment, self.path, self.size) = (moment, path, size)
    }

    /// - Returns: `nil` when there is none, or none that can be read.
    package init?(of subject: Subject = .backup, database path: String) {
        let rule = FileRule.secret(alsoOf: (try? FileStatus(at: path))?.owner)
        guard let bytes = try? TrustedFile.read(Self.file(path, subject), rule, limitBytes: Self.limitBytes),
            let line = String(validating: bytes, as: UTF8.self)?.split(separator: "\n").first
        else { return nil }
        let halves = line.split(separator: " ", maxSplits: 1)
        guard halves.count == 2, let moment = Timestamp(halves[0]) else { return nil }
        // A path is one from the root.
        let parts = halves[1].split(separator: " ", maxSplits: 1)
        if parts.count == 2, let size = Int(parts[0]) {
            self.init(moment: moment, path: String(parts[1]), size: size)
        } else {
            self.init(moment: moment, path: String(halves[1]), size: nil)
        }
    }

    /// Whether the backup is where it was made, as long as it was; also where this user may not look.
    package var isThere: Bool {
        do throws(Errno) {
            let status = try FileStatus(at: path)
            return status.kind == .file && status.size == size ?? status.size
        } catch {
            return error == .permissionDenied
        }
    }

    /// A note that cannot be written is missed by nobody but those who look at it: the backup is there.
    ///
    /// What root writes is for the database's owner, whose server reads it.
    func write(_ subject: Subject = .backup, besides path: String) {
        let owner =
            geteuid() == 0 ? (try? FileStatus(at: path)).map { FileOwner(user: $0.owner, group: $0.group) } : nil
        try? ReplacedFile.write(
            "\(moment.text) \(size.map { "\($0) " } ?? "")\(self.path)\n".utf8, to: Self.file(path, subject),
            owner: owner)
    }

    private static func file(_ path: String, _ subject: Subject) -> String {
        StorePath(path).real + subject.rawValue
    }
}
