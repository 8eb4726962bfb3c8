import Domain

/// How the names in a file belong to a customer's members.
struct ImportNames: Hashable, Sendable {
    /// What the file calls a member, in the form of ``plain(_:)``.
    private let renamed: [String: CustomerInput.Member]
    /// Whether what is no member's name is left out, instead of refused.
    let ignoresUnknown: Bool

    init(_ mappings: [ColumnMapping] = [], ignoresUnknown: Bool = false) {
        renamed = Dictionary(mappings.map { (Self.plain($0.column), $0.member) }) { _, last in last }
        self.ignoresUnknown = ignoresUnknown
    }

    /// `nil` for a name that is none of a customer's.
    func member(_ name: String) -> CustomerInput.Member? {
        renamed[Self.plain(name)] ?? CustomerInput.Member(rawValue: Self.plain(name))
    }

    /// A name as it is compared: `Customer ID` is `customer_id`.
    private static func plain(_ name: String) -> String {
        name.trimmedToVisible.lowercased().split { $0.isWhitespace || $0 == "_" }.joined(separator: "_")
    }

    /// The members of a JSON object by the names that they have here; unknown ones as they are, or left out.
    func members<Value>(_ object: [String: Value]) -> [String: Value] {
        var members: [String: Value] = [:]
        for (name, value) in object {
            if let member = member(name) {
                members[member.rawValue] = value
            } else if !ignoresUnknown {
                members[name] = value
            }
        }
        return members
    }
}

/// `--map COLUMN=FIELD`
struct ColumnMapping: Hashable, Sendable {
    let column: String
    let member: CustomerInput.Member

    init?(_ text: String) {
        guard let equals = text.lastIndex(of: "="),
            let member = CustomerInput.Member(rawValue: String(text[text.index(after: equals)...]).trimmed.lowercased())
        else { return nil }
        column = String(text[..<equals])
        self.member = member
        guard !column.trimmed.isEmpty else { return nil }
    }
}

/// The columns of a CSV file, as its first row names them.
struct ImportColumns: Hashable, Sendable {
    /// Whose values stand in each column; `nil` for one that is left out.
    private let members: [CustomerInput.Member?]
    /// Those without a name, which hold nothing.
    private let nameless: Set<Int>

    private static let known = "The columns are \(CustomerInput.Member.names.joined(separator: ", ")), in any order."

    /// - Throws: all that is wrong with the row, at once.
    init(_ header: CSVReader.Row, _ names: ImportNames) throws(LineFault) {
        nameless = Set(header.fields.indices.filter { header.fields[$0].trimmedToVisible.isEmpty })
        members = header.fields.map(names.member)
        let unknown = header.fields.indices.filter { members[$0] == nil && !nameless.contains($0) }
        if !names.ignoresUnknown, !unknown.isEmpty {
            throw LineFault(line: header.line, message: Self.sentence(unknown: unknown.map { header.fields[$0] }))
        }
        let named = members.compactMap { $0 }
        if let twice = Set(named).first(where: { member in named.count { $0 == member } > 1 }) {
            throw LineFault(line: header.line, message: "names the column \(twice.rawValue) twice")
        }
        guard named.contains(.email) || named.contains(.customerID) else {
            throw LineFault(
                line: header.line,
                message: "lacks the column email, or customer_id, to know whom a line is about. " + Self.known)
        }
    }

    private static let maximumNamed = 20

    private static func sentence(unknown: [String]) -> String {
        let named = unknown.prefix(maximumNamed).map { column in
            "\"\(column.trimmed.prefix(40))\"" + (NearestMember.of(column).map { " (\($0.rawValue)?)" } ?? "")
        }
        let rest = unknown.count > maximumNamed ? " and \(unknown.count - maximumNamed) more" : ""
        return "names what is no field of a customer: \(named.joined(separator: ", "))\(rest). Say what they are with "
            + "--map COLUMN=FIELD, or leave them out with --ignore-unknown. " + known
    }

    /// The values of a row by member; a cell that a short row lacks says nothing.
    func values(_ row: CSVReader.Row) throws(LineFault) -> [String: String] {
        var values: [String: String] = [:]
        for (index, field) in row.fields.enumerated() {
            guard index < members.count, !nameless.contains(index) else {
                guard field.trimmedToVisible.isEmpty else { throw surplus(row, index, field) }
                continue
            }
            if let member = members[index] { values[member.rawValue] = field }
        }
        return values
    }

    private func surplus(_ row: CSVReader.Row, _ index: Int, _ field: String) -> LineFault {
        let message =
            index < members.count
            ? "has \"\(field.trimmed.prefix(40))\" in column \(index + 1), to which the first line gives no name"
            : "has \(row.fields.count) fields where the first line names \(members.count) columns"
        return LineFault(line: row.line, message: message)
    }
}

/// The member that somebody may have meant.
enum NearestMember {
    private static let alsoCalled: [String: CustomerInput.Member] = [
        "mail": .email, "tel": .phone, "telefon": .phone, "telephone": .phone, "mobile": .phone, "cell": .phone,
        "fon": .phone, "street": .address, "adresse": .address, "fullname": .name, "firstname": .name,
        "lastname": .name,
        "id": .customerID, "since": .registrationDate, "created": .registrationDate, "registered": .registrationDate,
    ]

    static func of(_ column: String) -> CustomerInput.Member? {
        let letters = column.lowercased().filter(\.isLetter)
        if let other = alsoCalled[letters] { return other }
        let fields = CustomerInput.Member.allCases.map { ($0, $0.rawValue.filter(\.isLetter)) }
        if let part = fields.first(where: { letters.contains($0.1) }) { return part.0 }
        let nearest = Suggestion.closest(to: letters, among: fields.map(\.1))
        return fields.first { $0.1 == nearest }?.0
    }
}
