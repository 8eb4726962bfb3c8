import Domain
import JSON
import Wire

/// A file of customers: CSV, or JSON.
package struct ImportFile: Sendable {
    enum Format: String, Sendable {
        case csv, json
    }

    let text: SourceText
    let format: Format
    let names: ImportNames

    package init(_ text: SourceText, names: ImportNames = ImportNames()) {
        self.text = text
        self.names = names
        format = Self.format(of: text)
    }

    /// Decided by the ending of the name, then by the first character.
    private static func format(of text: SourceText) -> Format {
        switch text.name.split(separator: ".").last?.lowercased() {
        case "csv", "tsv": return .csv
        case "jsonl", "ndjson", "json": return .json
        default:
            let first = text.bytes.first { $0 > 0x20 }
            return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .json : .csv
        }
    }

    /// Whether nothing is in it but blanks.
    var isEmpty: Bool { !text.bytes.contains { $0 > 0x20 } }

    /// Every record, or what is wrong with its line.
    ///
    /// - Parameter repeated: lines to leave out.
    /// - Throws: ``LineFault`` when the file's head says that the rest cannot be understood.
    package func records(
        except repeated: Set<Int> = []
    ) throws(LineFault) -> AnySequence<Result<ImportRecord, LineFault>> {
        let all: AnySequence<Result<ImportRecord, LineFault>> =
            switch format {
            case .csv: try csvRecords()
            case .json: try jsonRecords()
            }
        guard !repeated.isEmpty else { return all }
        return AnySequence(
            all.lazy.filter { result in
                guard case .success(let record) = result else { return true }
                return !repeated.contains(record.line)
            })
    }

    private func csvRecords() throws(LineFault) -> AnySequence<Result<ImportRecord, LineFault>> {
        if looksLikeJSON { throw misnamed("JSON", "CSV", ".json") }
        let dialect = CSVDialect(text.bytes) { names.member($0) != nil }
        var reader = CSVReader(text.bytes, delimiter: dialect.delimiter)
        if dialect.isNamed { _ = reader.next() }
        var first = reader.next()
        while case .success(let row)? = first, row.isBlank { first = reader.next() }
        guard let first else {
            throw LineFault(line: 1, message: "is missing: the file is empty, and its first line must name the columns")
        }
        let columns = try ImportColumns(try first.get(), names)
        return AnySequence(
            reader.lazy.compactMap { row in
                if case .success(let row) = row, row.isBlank { return nil }
                return row.flatMapped { row throws(LineFault) in
                    try ImportRecord(line: row.line, try columns.values(row).mapValues(JSONValue.string))
                }
            })
    }

    private func jsonRecords() throws(LineFault) -> AnySequence<Result<ImportRecord, LineFault>> {
        if looksLikeCSV { throw misnamed("CSV", "JSON", ".csv") }
        return AnySequence(
            JSONRecords(text.bytes).lazy.map { line, result in
                result.flatMapped { members throws(LineFault) in
                    try ImportRecord(line: line, try names.members(members, line: line))
                }
            })
    }

    /// The first mapping of a member that no record has, reported with the nearest one; `nil` for none, or without records.
    ///
    /// The first line of CSV says so itself.
    var unusedMapping: String? {
        guard format == .json, names.hasMappings else { return nil }
        var given: Set<String> = []
        for record in JSONRecords(text.bytes) {
            if case .success(let members) = record.result { given.formUnion(members.keys) }
        }
        return given.isEmpty ? nil : names.unusedMapping(given)
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
        guard let first = text.bytes.first(where: { $0 > 0x20 }), !"{[".utf8.contains(first) else { return false }
        var reader = CSVReader(text.bytes, delimiter: CSVDialect(text.bytes) { names.member($0) != nil }.delimiter)
        while let next = reader.next() {
            guard case .success(let row) = next else { return false }
            if !row.isBlank { return row.fields.contains { names.member($0) != nil } }
        }
        return false
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
