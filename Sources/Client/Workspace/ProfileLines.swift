import Disks
import Dispatch
import Domain
import Files
import SystemPackage

/// A few lines of text that a profile keeps between sessions, in a file of this person alone (0600) in its data directory.
package final class ProfileLines: Sendable {
    /// What is kept so.
    package enum Subject: String, Sendable, CaseIterable {
        /// The columns of the list, as they were chosen in the interface.
        case columns
        /// What was searched for, the newest last.
        case searches
    }

    private let directory: String?
    private let subject: Subject
    /// Files are written here, in order, and never on the main queue.
    private let queue: DispatchQueue

    /// A longer file is none of ours.
    private static let maximumBytes = 1 << 17

    /// - Parameter directory: the profile's, made when something is kept; `nil` when there is no place.
    package init(_ subject: Subject, directory: String?) {
        self.directory = directory
        self.subject = subject
        queue = DispatchQueue(label: subject.rawValue)
    }

    private var path: String? { directory.map { "\($0)/\(subject.rawValue)" } }

    /// What was kept; nothing where the file is not this person's alone, or is not such text.
    package func read() -> [String] {
        guard let path, let bytes = try? TrustedFile.read(path, .own, limitBytes: Self.maximumBytes),
            let text = String(validating: bytes, as: UTF8.self)
        else { return [] }
        let lines = text.split(separator: "\n").map(String.init)
        return lines.allSatisfy { !$0.unicodeScalars.contains(where: \.isControl) } ? lines : []
    }

    /// Keeps lines in place of those that were kept, and removes the file for `nil`.
    ///
    /// - Parameter report: is told why that could not be done.
    package func keep(_ lines: [String]?, report: @escaping @Sendable (String) -> Void) {
        queue.async { [self] in
            guard let path, let directory else { return report("there is no home directory") }
            do throws(Errno) {
                try Self.write(lines, path, directory)
            } catch {
                report("\(path): \(error)")
            }
        }
    }

    /// Returns when everything is written.
    package func finish() { queue.sync {} }

    private static func write(_ lines: [String]?, _ path: String, _ directory: String) throws(Errno) {
        guard let lines else { return try remove(path) }
        do throws(FileFailure) {
            try SystemDisk().makeDirectories(directory)
        } catch {
            throw error.code
        }
        try ReplacedFile.write(lines.reduce(into: "") { $0 += $1 + "\n" }.utf8, to: path)
    }

    private static func remove(_ path: String) throws(Errno) {
        do throws(Errno) {
            try SystemDisk().unlink(path)
        } catch {
            guard error == .noSuchFileOrDirectory else { throw error }
        }
    }
}
