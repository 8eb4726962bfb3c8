import Domain
import Wire

/// A file of customers: CSV, or JSON.
struct ImportFile: Sendable {
    enum Format: String, Sendable {
        case csv, json
    }

    let text: SourceText
    let format: Format
    let names: ImportNames

    init(_ text: SourceText, names: ImportNames = ImportNames()) {
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

    /// Every record, or what is wrong with its line.
    ///
    /// - Parameter repeated: lines to leave out.
    /// - Throws: ``LineFault`` when the file's head says that the rest cannot be understood.
    func records(
        except repeated: Set<Int> = []
    ) throws(LineFault) -> AnySequence<Result<ImportRecord, LineFault>> {
        let all: AnySequence<Result<ImportRecord, LineFault>> =
            switch format {
            case .csv: try csvRecords()
            case .json: jsonRecords()
            }
        guard !repeated.isEmpty else { return all }
        return AnySequence(
            all.lazy.filter { result in
                guard case .success(let record) = result else { return true }
                return !repeated.contains(record.line)
            })
    }

    private func csvRecords() throws(LineFault) -> AnySequence<Result<ImportRecord, LineFault>> {
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

    private func jsonRecords() -> AnySequence<Result<ImportRecord, LineFault>> {
        AnySequence(
            JSONRecords(text.bytes).lazy.map { line, result in
                result.flatMapped { members throws(LineFault) in
                    try ImportRecord(line: line, names.members(members))
                }
            })
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
