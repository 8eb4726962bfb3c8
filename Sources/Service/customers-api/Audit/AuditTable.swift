import Domain
import JSON

/// Lines of an audit log as a table for people.
struct AuditTable {
    private let rows: [[String]]

    private static let titles = ["TIME", "WHO", "ROLE", "FROM", "WHAT", "RESULT", "CUSTOMER", "DETAILS"]

    init(_ entries: [AuditReport.Entry]) {
        rows = [Self.titles] + entries.map(Self.row)
    }

    /// Columns as wide as their widest text; the last one ends with its text.
    var lines: [String] {
        let widths = Self.titles.indices.map { column in rows.map { $0[column].unicodeScalars.count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { text, width in
                text + String(repeating: " ", count: width - text.unicodeScalars.count)
            }
            return cells.joined(separator: "  ").trimmed
        }
    }

    private static func row(_ entry: AuditReport.Entry) -> [String] {
        let line = entry.line
        return [
            entry.moment.text, line["principal"] ?? "-", line["role"] ?? "-", line["source"] ?? "-", what(line),
            result(line), line["customer_id"] ?? "-", details(line),
        ].map { text in text.unicodeScalars.map { $0.escaped }.joined() }
    }

    private static func what(_ line: AuditLine) -> String {
        if line["kind"] == "refused" { return "requests that were refused" }
        guard let method = line["method"], let route = line["route"] else {
            return "\(line["what"] ?? "?") (as the client says)"
        }
        return "\(method) \(route)"
    }

    private static func result(_ line: AuditLine) -> String {
        let status = line.json["status"]?.integer.map(String.init)
        return [status, line["problem"]].compactMap(\.self).joined(separator: " ").isEmpty
            ? "-" : [status, line["problem"]].compactMap(\.self).joined(separator: " ")
    }

    private static func details(_ line: AuditLine) -> String {
        let fields = line.json["fields"]?.array?.compactMap(\.text).joined(separator: ",")
        let parts = [
            fields.map { "fields \($0)" },
            line["other_id"].map { "and \($0)" },
            line["name"].map { "called \($0)" },
            line.json["count"]?.integer.map { line["kind"] == "refused" ? "\($0) besides those above" : "\($0) rows" },
            line["first"].map { "from \($0) on" },
            line["term"].map { "term \($0)" },
            line.json["repeat"] == nil ? nil : "repeat",
            line["when"].map { "at \($0)" },
            line["ssh_connection"].map { "over ssh from \($0)" },
        ]
        let text = parts.compactMap(\.self).joined(separator: ", ")
        return text.isEmpty ? "-" : text
    }
}

extension Unicode.Scalar {
    /// As it can be shown: what a terminal would obey is written out.
    fileprivate var escaped: String {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: escapedInLine(asASCII: true)
        default: String(self)
        }
    }
}
