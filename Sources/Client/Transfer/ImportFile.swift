import Domain
import JSON
import Wire

/// A file of customers: CSV, JSON or vCard.
package struct ImportFile: Sendable {
    enum Format: String, Sendable {
        case csv, json
        case vCard
    }

    let text: SourceText
    let format: Format
    let names: ImportNames

    /// Takes the format from the text and its name; nothing is read of it yet.
    package init(_ text: SourceText, names: ImportNames = ImportNames()) {
        self.text = text
        self.names = names
        format = Self.format(of: text)
    }

    /// Decided by the first words of a vCard, the ending of the name, then by the first character.
    private static func format(of text: SourceText) -> Format {
        if VCardReader.begins(text.bytes) { return .vCard }
        switch FileEnding(of: text.name) {
        case .csv, .tsv: return .csv
        case .json, .jsonLines: return .json
        case .vCard: return .vCard
        case nil:
            let first = text.bytes.first { $0 > 0x20 }
            return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .json : .csv
        }
    }

    /// Whether nothing is in it but blanks.
    var isEmpty: Bool { !text.bytes.contains { $0 > 0x20 } }

    /// Every record, or what is wrong with its line.
    ///
    /// - Parameter skipped: lines to leave out.
    /// - Throws: ``LineFault`` when the file's head says that the rest cannot be understood.
    package func records(
        except skipped: Set<Int> = []
    ) throws(LineFault) -> AnySequence<Result<ImportRecord, LineFault>> {
        let all = try entries().lazy.map(\.result)
        guard !skipped.isEmpty else { return AnySequence(all) }
        return AnySequence(
            all.filter { result in
                guard case .success(let record) = result else { return true }
                return !skipped.contains(record.line)
            })
    }

    /// A record of the file, with how it stands there.
    struct Entry {
        let line: Int
        let source: Source
        let result: Result<ImportRecord, LineFault>

        enum Source {
            case row([String])
            /// A row or record that cannot be read, or one of a format without rows.
            case bytes(ArraySlice<UInt8>)
        }
    }

    func entries() throws(LineFault) -> AnySequence<Entry> {
        switch format {
        case .csv: try csvEntries()
        case .json: try jsonEntries()
        case .vCard: vCardEntries
        }
    }

    private func csvEntries() throws(LineFault) -> AnySequence<Entry> {
        let table = try table()
        let columns = try ImportColumns(table.header, names, above: table.rows)
        let (bytes, unescapes) = (text.bytes, text.hasMark)
        return AnySequence { () -> AnyIterator<Entry> in
            var reader = table.rows
            return AnyIterator {
                while let row = reader.next() {
                    switch row {
                    case .failure(let fault):
                        return Entry(line: fault.line, source: .bytes(bytes[reader.rowBytes]), result: .failure(fault))
                    case .success(let row) where row.isBlank: continue
                    case .success(let row): return Self.entry(row, columns, unescapes: unescapes)
                    }
                }
                return nil
            }
        }
    }

    private static func entry(_ row: CSVReader.Row, _ columns: ImportColumns, unescapes: Bool) -> Entry {
        let source = Entry.Source.row(row.fields)
        do throws(LineFault) {
            let values = try columns.values(row)
            let members = values.members.mapValues { text in
                JSONValue.string(unescapes ? SpreadsheetCell.exact(text) : text)
            }
            let record = try ImportRecord(line: row.line, members, others: values.others)
            return Entry(line: row.line, source: source, result: .success(record))
        } catch {
            return Entry(line: row.line, source: source, result: .failure(error))
        }
    }

    private func jsonEntries() throws(LineFault) -> AnySequence<Entry> {
        if looksLikeCSV { throw misnamed("CSV", "JSON", ".csv") }
        let names = names
        return AnySequence(
            JSONRecords(text.bytes).lazy.map { line, bytes, result in
                let record = result.flatMapped { members throws(LineFault) in
                    let mapped = try names.members(members, line: line)
                    return try ImportRecord(line: line, mapped.members, others: mapped.others)
                }
                return Entry(line: line, source: .bytes(bytes), result: record)
            })
    }

    private var vCardEntries: AnySequence<Entry> {
        let bytes = text.bytes
        return AnySequence(
            VCardReader(bytes).lazy.map { line, range, result in
                let record = result.flatMapped { card throws(LineFault) in
                    let values = VCardCustomer(card)
                    return try ImportRecord(line: line, values.members, others: values.others, notes: values.notes)
                }
                return Entry(line: line, source: .bytes(bytes[range]), result: record)
            })
    }

    /// The first mapping of a member that no record has, reported with the nearest one; `nil` for none, or without records.
    ///
    /// The first line of CSV says so itself; what a vCard calls its values is not up to anybody.
    var unusedMapping: String? {
        guard names.hasMappings else { return nil }
        switch format {
        case .csv: return nil
        case .vCard: return names.mappings.first.map { UnusedMapping($0, among: []).text }
        case .json:
            var given: Set<String> = []
            for record in JSONRecords(text.bytes) {
                if case .success(let members) = record.result { given.formUnion(members.keys) }
            }
            return given.isEmpty ? nil : names.unusedMapping(given)?.text
        }
    }
}

// MARK: - The head of a table

extension ImportFile {
    /// A table's first row, and the reader behind it.
    struct Table {
        let dialect: CSVDialect
        let header: CSVReader.Row
        let rows: CSVReader
    }

    /// Finds the row that names the columns: the first that is not blank, or one a little further on that a system is known by.
    func table() throws(LineFault) -> Table {
        if looksLikeJSON { throw misnamed("JSON", "CSV", ".json") }
        if let line = LineLimit.excess(in: text.bytes) { throw LineFault(line: line, message: LineLimit.message) }
        let dialect = CSVDialect(text.bytes, isKnown: names.isKnown)
        var reader = CSVReader(text.bytes, delimiter: dialect.delimiter)
        if dialect.isNamed { _ = reader.next() }
        guard let first = Self.nextRow(&reader) else {
            throw LineFault(line: 1, message: "is missing: the file is empty, and its first line must name the columns")
        }
        let header = try first.get()
        if !header.fields.contains(where: names.isKnown) {
            var ahead = reader
            for _ in 0..<CSVDialect.maximumPreamble {
                guard case .success(let row)? = Self.nextRow(&ahead) else { break }
                if ForeignLayout.of(row.fields) != nil { return Table(dialect: dialect, header: row, rows: ahead) }
            }
        }
        return Table(dialect: dialect, header: header, rows: reader)
    }

    private static func nextRow(_ reader: inout CSVReader) -> Result<CSVReader.Row, LineFault>? {
        var next = reader.next()
        while case .success(let row)? = next, row.isBlank { next = reader.next() }
        return next
    }

    /// What is known of a file of another system: whose it is, and which of its columns are not taken; `nil` of our own.
    package var reading: (system: String, leftOut: [String])? {
        switch format {
        case .csv:
            guard let table = try? table(), let columns = try? ImportColumns(table.header, names, above: table.rows)
            else { return nil }
            return columns.system.map { ($0, columns.leftOut) }
        case .json: return nil
        case .vCard: return ("vCard", [])
        }
    }

    /// The columns that are neither a customer's nor of a system that is known, with their first values; none in JSON.
    package var unknownColumns: [UnknownColumn] {
        guard format == .csv, !names.ignoresUnknown, let table = try? table(),
            ForeignLayout.of(table.header.fields) == nil, let mapped = try? names.mapped(table.header.fields)
        else { return [] }
        return UnknownColumn.of(table.header.fields, mapped, above: table.rows)
    }
}

// MARK: - Under a wrong name

extension ImportFile {
    /// Whether it begins as no table does: `[{`, `{"`.
    private var looksLikeJSON: Bool {
        let start = text.bytes.lazy.filter { $0 > 0x20 }.prefix(2)
        let signs = String(decoding: Array(start), as: UTF8.self)
        return signs == "[{" || signs == "{\""
    }

    /// Whether it begins with a line that names columns.
    private var looksLikeCSV: Bool {
        guard let first = text.bytes.first(where: { $0 > 0x20 }), !"{[".utf8.contains(first),
            LineLimit.excess(in: text.bytes) == nil
        else { return false }
        var reader = CSVReader(text.bytes, delimiter: CSVDialect(text.bytes, isKnown: names.isKnown).delimiter)
        guard case .success(let row)? = Self.nextRow(&reader) else { return false }
        return row.fields.contains(where: names.isKnown)
    }

    private func misnamed(_ kind: String, _ expected: String, _ ending: String) -> LineFault {
        LineFault(
            line: 1,
            message: "begins \(kind), and the file's name is one of \(expected): give it a name that ends in \(ending)")
    }
}

extension Result where Failure == LineFault {
    /// What `make` makes of the value.
    fileprivate func flatMapped<Value>(
        _ make: (Success) throws(LineFault) -> Value
    ) -> Result<Value, LineFault> {
        do throws(LineFault) {
            return .success(try make(try get()))
        } catch {
            return .failure(error)
        }
    }
}
