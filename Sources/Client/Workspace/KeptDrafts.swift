import Disks
import Domain
import Files
import FoundationEssentials
import Wire

/// The files of unfinished forms, as far as they name customers.
struct KeptDrafts: Sendable {
    private let directory: String?

    /// No form is longer.
    private static let maximumBytes = 1 << 20

    /// - Parameter data: the profile's directory; `nil` where there is none.
    init(in data: String?) {
        directory = data.map { $0 + "/drafts" }
    }

    /// Removes the forms that name one of some customers.
    ///
    /// - Returns: how many there were, and of whom.
    func purge(_ customers: Set<CustomerID>) -> (count: Int, customers: Set<CustomerID>) {
        var (count, found): (Int, Set<CustomerID>) = (0, [])
        for path in files {
            guard let bytes = Self.contents(of: path) else { continue }
            let named = Self.ids(in: bytes).intersection(customers)
            guard !named.isEmpty else { continue }
            try? SystemDisk().unlink(path)
            count += path.hasSuffix(".json") ? 1 : 0
            found.formUnion(named)
        }
        return (count, found)
    }

    /// The forms and notes that name a customer, the oldest first.
    func all(of customer: CustomerID) -> [KeptDraft] {
        files.filter { $0.hasSuffix(".json") }.compactMap(Self.contents)
            .filter { Self.ids(in: $0).contains(customer) }
            .compactMap { try? JSONBody.decode(KeptDraft.self, from: Array($0)) }
            .sorted { $0.savedAt < $1.savedAt }
    }

    private static func contents(of path: String) -> Data? {
        guard let status = try? SystemDisk().lstat(path), status.kind == .file, status.size <= maximumBytes else {
            return nil
        }
        return FileManager.default.contents(atPath: path)
    }

    private var files: [String] {
        guard let directory else { return [] }
        return Self.names(directory).flatMap { api in
            Self.names("\(directory)/\(api)").filter { $0.hasSuffix(".json") || $0.hasSuffix(".tmp") }
                .map { "\(directory)/\(api)/\($0)" }
        }
    }

    private static func names(_ path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }

    /// All ids that stand in a file as a text of their own, whatever the member is called.
    private static func ids(in bytes: Data) -> Set<CustomerID> {
        let texts = bytes.split(separator: UInt8(ascii: "\"")).filter { $0.count == 36 }
        return Set(texts.compactMap { CustomerID(String(decoding: $0, as: UTF8.self)) })
    }
}

/// What was typed in an unfinished form, or written of a note.
package struct KeptDraft: Hashable, Sendable, Codable {
    /// When it was kept (RFC 3339).
    package let savedAt: String
    /// What stood in the fields, by their names; empty of a note.
    package let values: [String: String]
    /// What was written of a note; `nil` of a form.
    package let note: String?

    private enum CodingKeys: String, CodingKey {
        case values, note
        case savedAt = "saved_at"
    }
}
