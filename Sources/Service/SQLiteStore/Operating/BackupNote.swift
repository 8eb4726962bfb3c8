package import Domain
import FoundationEssentials
import Glibc

/// When a database was backed up last, and where to: a line in a file beside it, for `stats` and for metrics.
package struct BackupNote: Hashable, Sendable {
    /// Of the state that the backup has.
    package let moment: Timestamp
    package let path: String

    init(moment: Timestamp, path: String) {
        self.moment = moment
        self.path = path
    }

    /// - Returns: `nil` when there is none, or none that can be read.
    package init?(database path: String) {
        guard let data = try? Data(contentsOf: Self.file(path)),
            let line = String(validating: data, as: UTF8.self)?.split(separator: "\n").first
        else { return nil }
        let halves = line.split(separator: " ", maxSplits: 1)
        guard halves.count == 2, let moment = Timestamp(halves[0]) else { return nil }
        self.init(moment: moment, path: String(halves[1]))
    }

    /// A note that cannot be written is missed by nobody but those who look at it: the backup is there.
    func write(besides path: String) {
        try? Data("\(moment.text) \(self.path)\n".utf8).write(to: Self.file(path), options: .atomic)
    }

    private static func file(_ path: String) -> URL {
        URL(filePath: StorePath(path).real + "-backup")
    }
}
