/// How a file separates its columns.
struct CSVDialect: Hashable, Sendable {
    let delimiter: UInt8
    /// Whether the first row says so (`sep=;`, which Excel reads and writes) and is not part of the table.
    let isNamed: Bool

    private static let candidates = ",;\t|".utf8

    /// Rows before the header, at most: LinkedIn has a note there.
    static let maximumPreamble = 5

    /// Takes what the first row names, or else what makes the most columns that are known of it, or of the row behind a note
    /// that has one of them.
    ///
    /// - Parameter isKnown: whether this is a column's name.
    init(_ bytes: [UInt8], isKnown: (String) -> Bool) {
        if let named = Self.named(bytes) {
            (delimiter, isNamed) = (named, true)
            return
        }
        func columns(_ delimiter: UInt8) -> (known: Int, all: Int) {
            var rows = CSVReader(bytes, delimiter: delimiter).lazy.compactMap { try? $0.get() }.makeIterator()
            var counts: [(known: Int, all: Int)] = []
            while counts.count <= Self.maximumPreamble, counts.last?.known ?? 0 == 0, let row = rows.next() {
                if !row.isBlank { counts.append((row.fields.count(where: isKnown), row.fields.count)) }
            }
            return counts.last { $0.known > 0 } ?? counts.first ?? (0, 0)
        }
        let counts = Self.candidates.map { (delimiter: $0, columns: columns($0)) }
        // Of equals the first, which is the comma.
        let best = counts.reversed().max { $0.columns < $1.columns }
        (delimiter, isNamed) = (best?.delimiter ?? UInt8(ascii: ","), false)
    }

    private static func named(_ bytes: [UInt8]) -> UInt8? {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let unquoted = line.first == UInt8(ascii: "\"") ? line.dropFirst() : line
        guard String(decoding: unquoted.prefix(4), as: UTF8.self).lowercased() == "sep=",
            let delimiter = unquoted.dropFirst(4).first, delimiter < 0x80, delimiter != UInt8(ascii: "\"")
        else { return nil }
        return delimiter
    }
}
