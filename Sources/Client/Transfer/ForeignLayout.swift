import Domain
import Wire

/// How another system names the columns of its customers, and which of our fields they make.
struct ForeignLayout: Sendable {
    /// As its makers call it.
    let system: String
    /// Columns that together only this system writes; one of these sets is enough to know its file by.
    let marks: [[String]]
    /// By the name of our field, from where its value can come, the best first.
    ///
    /// `A + B` are two columns of one line, `A | B` two lines, `A * B` a column of values with the one whose entry begins with an
    /// asterisk where that value is the main one. `#` stands for 1 to 9. A field that customers do not have is left out.
    let fields: [String: [String]]

    init(_ system: String, knownBy marks: [[String]], _ fields: [String: [String]]) {
        self.system = system
        self.marks = marks
        self.fields = fields
    }

    /// What stands between two values in one cell, as Google writes them.
    static let valueSeparator = " ::: "

    /// Of those that a header is of, the one that knows the most of its columns.
    static func of(_ header: [String]) -> ForeignLayout? {
        let names = Set(header.map(ColumnName.plain))
        func isMarked(_ layout: ForeignLayout) -> Bool {
            layout.marks.contains { $0.allSatisfy { names.contains(ColumnName.plain($0)) } }
        }
        return all.filter(isMarked).max { $0.columns.intersection(names).count < $1.columns.intersection(names).count }
    }

    /// Whether some system has a column of that name, to tell what separates the columns.
    static func isKnown(_ column: String) -> Bool { allColumns.contains(ColumnName.plain(column)) }

    private static let allColumns = all.reduce(into: Set<String>()) { $0.formUnion($1.columns) }

    /// All its columns, as they are compared.
    private var columns: Set<String> {
        Set(marks.joined().map(ColumnName.plain)).union(
            fields.values.joined().flatMap(ColumnGroup.expanded).flatMap(\.columns))
    }
}

/// Columns that make one value, by their names.
struct ColumnGroup: Hashable, Sendable {
    /// Lines of parts, by the names as they are compared.
    let lines: [[String]]
    /// Of these, an entry that begins with an asterisk says that the value is the main one.
    let labels: [String]

    var columns: [String] { lines.joined() + labels }

    /// What a row of the table stands for: one group, or nine where it is numbered.
    static func expanded(_ text: String) -> [ColumnGroup] {
        guard text.contains("#") else { return [ColumnGroup(text)] }
        return (1...9).map { ColumnGroup(text.replacing("#", with: String($0))) }
    }

    private init(_ text: String) {
        var parts = text.split(separator: " * ").map(String.init)
        let values = parts.removeFirst()
        labels = parts.map(ColumnName.plain)
        lines = values.split(separator: " | ").map { line in
            line.split(separator: " + ").map { ColumnName.plain(String($0)) }
        }
    }
}

/// Names of columns as they are compared.
enum ColumnName {
    /// `Customer ID` is `customer_id`.
    static func plain(_ name: String) -> String {
        name.trimmedToVisible.lowercased().split { $0.isWhitespace || $0 == "_" }.joined(separator: "_")
    }
}
