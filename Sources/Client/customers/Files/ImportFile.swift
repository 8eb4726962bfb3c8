import Domain
import Wire

/// One customer of a file, valid.
struct ImportRecord: Hashable, Sendable {
    let line: Int
    let id: CustomerID
    /// Whether the file names the id; otherwise it follows from the email.
    let isIDGiven: Bool
    let customer: NewCustomer

    init(line: Int, _ members: [String: JSONValue]) throws(LineFault) {
        let input = CustomerInput(members)
        do throws(FieldViolations) {
            customer = try input.newCustomer()
        } catch {
            throw LineFault(line: line, message: error.sentence)
        }
        self.line = line
        isIDGiven = input.id != nil
        id = input.id ?? CustomerID(derivedFrom: customer.details.emailKey, in: .importedEmail)
    }
}

/// A file of customers: CSV, or one JSON object on each line (JSON Lines).
struct ImportFile: Sendable {
    enum Format: String, Sendable {
        case csv, jsonLines
    }

    let text: SourceText
    let format: Format

    init(path: String) throws(CommandFailure) {
        self.init(try SourceText(path: path))
    }

    init(_ text: SourceText) {
        self.text = text
        format = Self.format(of: text)
    }

    /// Decided by the ending of the name, then by the first character.
    private static func format(of text: SourceText) -> Format {
        switch text.name.split(separator: ".").last?.lowercased() {
        case "csv": return .csv
        case "jsonl", "ndjson", "json": return .jsonLines
        default:
            let first = text.bytes.first { ![UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains($0) }
            return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .jsonLines : .csv
        }
    }

    /// Every record, or what is wrong with its line.
    ///
    /// - Throws: ``LineFault`` when the file's head says that the rest cannot be understood.
    func records() throws(LineFault) -> AnySequence<Result<ImportRecord, LineFault>> {
        switch format {
        case .csv: try csvRecords()
        case .jsonLines: try jsonRecords()
        }
    }
}

// MARK: - CSV

extension ImportFile {
    private func csvRecords() throws(LineFault) -> AnySequence<Result<ImportRecord, LineFault>> {
        var reader = CSVReader(text.bytes)
        guard let first = reader.next() else {
            throw LineFault(line: 1, message: "is missing: the file is empty, and its first line must name the columns")
        }
        let columns = try Self.columns(try first.get())
        return AnySequence(reader.lazy.compactMap { row in Self.record(row, columns) })
    }

    private static func columns(_ header: CSVReader.Row) throws(LineFault) -> [String] {
        let columns = header.fields.map { $0.trimmed.lowercased() }
        let known = "the columns are \(CustomerInput.Member.names.joined(separator: ", ")), in any order"
        if columns.count == 1,
            let other = columns[0].unicodeScalars.first(where: { ";\t|".unicodeScalars.contains($0) })
        {
            let name = other == "\t" ? "tabs" : "\"\(other)\""
            throw LineFault(line: header.line, message: "separates its columns by \(name); separate them by commas")
        }
        if let unknown = columns.first(where: { CustomerInput.Member(rawValue: $0) == nil }) {
            throw LineFault(line: header.line, message: "names an unknown column \"\(unknown)\"; \(known)")
        }
        for required in CustomerField.allCases where required.isRequired && !columns.contains(required.rawValue) {
            throw LineFault(line: header.line, message: "lacks the column \(required.rawValue); \(known)")
        }
        guard Set(columns).count == columns.count else {
            throw LineFault(line: header.line, message: "names a column twice")
        }
        return columns
    }

    private static func record(
        _ row: Result<CSVReader.Row, LineFault>, _ columns: [String]
    ) -> Result<ImportRecord, LineFault>? {
        do throws(LineFault) {
            let row = try row.get()
            guard !row.isBlank else { return nil }
            guard row.fields.count == columns.count else {
                let message = "has \(row.fields.count) fields where the first line names \(columns.count) columns"
                throw LineFault(line: row.line, message: message)
            }
            let members = zip(columns, row.fields.map(JSONValue.string))
            return .success(try ImportRecord(line: row.line, Dictionary(uniqueKeysWithValues: members)))
        } catch {
            return .failure(error)
        }
    }
}

// MARK: - JSON Lines

extension ImportFile {
    private func jsonRecords() throws(LineFault) -> AnySequence<Result<ImportRecord, LineFault>> {
        if text.bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") {
            throw LineFault(
                line: 1, message: "begins an array; put one object on each line, for instance with: jq -c '.[]' FILE")
        }
        let lines = text.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return AnySequence(zip(1..., lines).lazy.compactMap { number, line in Self.record(number, line) })
    }

    private static func record(_ number: Int, _ line: ArraySlice<UInt8>) -> Result<ImportRecord, LineFault>? {
        guard line.contains(where: { $0 > 0x20 }) else { return nil }
        let members: [String: JSONValue]
        do throws(JSONObjectFailure) {
            members = try JSONObject(parsing: Array(line)).all()
        } catch {
            return .failure(LineFault(line: number, message: error.message))
        }
        do throws(LineFault) {
            return .success(try ImportRecord(line: number, members))
        } catch {
            return .failure(error)
        }
    }
}

extension JSONObjectFailure {
    fileprivate var message: String {
        switch self {
        case .noJSON: "is not valid JSON"
        case .noObject(let typeName): "must be a JSON object, not \(typeName)"
        }
    }
}
