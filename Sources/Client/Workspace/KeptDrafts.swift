import Disks
import Domain
import Files
import FoundationEssentials

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
            guard let status = try? SystemDisk().lstat(path), status.kind == .file, status.size <= Self.maximumBytes,
                let bytes = FileManager.default.contents(atPath: path)
            else { continue }
            let named = Self.ids(in: bytes).intersection(customers)
            guard !named.isEmpty else { continue }
            try? SystemDisk().unlink(path)
            count += path.hasSuffix(".json") ? 1 : 0
            found.formUnion(named)
        }
        return (count, found)
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
