/// The formats of files by how their names end: the one list for exports, imports, reports and what is said of them.
package enum FileEnding: String, CaseIterable, Sendable {
    case csv
    /// With tabs between values.
    case tsv
    case json
    /// One object on each line.
    case jsonLines = "jsonl"
    case vCard = "vcf"

    /// Those of files of customers.
    package static let ofCustomers = allCases
    /// Those of reports; in a file with another ending they are lines with tabs, without a heading.
    package static let ofReports: [FileEnding] = [.csv, .tsv, .json, .jsonLines]

    /// Other endings that mean the same.
    private static let others: [String: FileEnding] = ["ndjson": .jsonLines, "vcard": .vCard]

    /// - Parameter path: in any case; `nil` where it ends otherwise.
    package init?(of path: String) {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return nil }
        let ending = name[dot...].dropFirst().lowercased()
        guard let known = FileEnding(rawValue: ending) ?? Self.others[ending] else { return nil }
        self = known
    }

    /// `.csv, .json or .vcf`
    package static func list(_ endings: [FileEnding]) -> String {
        let names = endings.map { "." + $0.rawValue }
        guard let last = names.last, names.count > 1 else { return names.joined() }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }
}
