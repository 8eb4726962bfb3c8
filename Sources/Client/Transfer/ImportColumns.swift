import Domain
import Wire

/// How the names in a file belong to a customer's members.
package struct ImportNames: Hashable, Sendable {
    /// What the file calls a member, in the form of ``plain(_:)``.
    private let renamed: [String: CustomerMember]
    private let mappings: [ColumnMapping]
    /// Whether unknown names are left out, instead of refused.
    let ignoresUnknown: Bool

    package init(_ mappings: [ColumnMapping] = [], ignoresUnknown: Bool = false) {
        self.mappings = mappings
        renamed = Dictionary(mappings.map { (Self.plain($0.column), $0.member) }) { _, last in last }
        self.ignoresUnknown = ignoresUnknown
    }

    /// `nil` for a name a customer does not have.
    func member(_ name: String) -> CustomerMember? {
        renamed[Self.plain(name)] ?? CustomerMember(name: Self.plain(name))
    }

    /// A name as it is compared: `Customer ID` is `customer_id`.
    private static func plain(_ name: String) -> String {
        name.trimmedToVisible.lowercased().split { $0.isWhitespace || $0 == "_" }.joined(separator: "_")
    }

    /// The members of a JSON object by the names that they have here; unknown ones as they are, or left out.
    ///
    /// - Throws: what to say of an object with two names of one member, because nobody knows which value is meant.
    func members<Value>(_ object: [String: Value], line: Int) throws(LineFault) -> [String: Value] {
        var members: [String: Value] = [:]
        var givenNames: [CustomerMember: String] = [:]
        let names = object.keys.sorted().map { (name: $0, member: member($0)) }
        // The member's own name is reported first.
        let ordered = names.filter { $0.member?.name == $0.name } + names.filter { $0.member?.name != $0.name }
        for (name, member) in ordered {
            guard let member else {
                if !ignoresUnknown { members[name] = object[name] }
                continue
            }
            if let other = givenNames.updateValue(name, forKey: member) {
                let both = "(\"\(other.prefix(40))\" and \"\(name.prefix(40))\")"
                throw LineFault(line: line, message: "names \(member.name) twice \(both)")
            }
            members[member.name] = object[name]
        }
        return members
    }

    var hasMappings: Bool { !mappings.isEmpty }

    /// The first mapping of a name that a file does not have, reported with the nearest one that it has; `nil` for none.
    ///
    /// - Parameter names: what the file calls its columns or members.
    func unusedMapping(_ names: some Sequence<String>) -> String? {
        let names = Set(names).sorted()
        let plain = Set(names.map { Self.plain($0) })
        guard let unused = mappings.first(where: { !plain.contains(Self.plain($0.column)) }) else { return nil }
        let nearest = Suggestion.closest(to: unused.column, among: names).map { " (\($0.trimmed.prefix(40))?)" }
        return "\"\(unused.column.trimmed.prefix(40))\"" + (nearest ?? "")
    }
}

/// `--map COLUMN=FIELD`
package struct ColumnMapping: Hashable, Sendable {
    let column: String
    let member: CustomerMember

    package init?(_ text: String) {
        guard let equals = text.lastIndex(of: "="),
            let member = CustomerMember(name: String(text[text.index(after: equals)...]).trimmed.lowercased())
        else { return nil }
        column = String(text[..<equals])
        self.member = member
        guard !column.trimmed.isEmpty else { return nil }
    }
}

/// The columns of a CSV file, as its first row names them.
struct ImportColumns: Hashable, Sendable {
    /// Whose values stand in each column; `nil` for one that is left out.
    private let members: [CustomerMember?]
    /// Those without a name, which hold nothing; none where such columns are left out.
    private let nameless: Set<Int>

    private static let known = "The columns are \(CustomerMember.names.joined(separator: ", ")), in any order."

    /// - Throws: all that is wrong with the row, at once.
    init(_ header: CSVReader.Row, _ names: ImportNames) throws(LineFault) {
        let unnamed = Set(header.fields.indices.filter { header.fields[$0].trimmedToVisible.isEmpty })
        nameless = names.ignoresUnknown ? [] : unnamed
        members = header.fields.map(names.member)
        if let unused = names.unusedMapping(header.fields) {
            throw LineFault(line: header.line, message: "lacks the column \(unused) that --map names")
        }
        let unknown = header.fields.indices.filter { members[$0] == nil && !unnamed.contains($0) }
        if !names.ignoresUnknown, !unknown.isEmpty {
            throw LineFault(line: header.line, message: Self.message(unknown: unknown.map { header.fields[$0] }))
        }
        let named = members.compactMap { $0 }
        if let twice = named.first(where: { member in named.count { $0 == member } > 1 }) {
            throw LineFault(line: header.line, message: "names the column \(twice.name) twice")
        }
        guard named.contains(.field(.email)) || named.contains(.id) else {
            throw LineFault(
                line: header.line,
                message: "lacks the column email, or customer_id, to tell which customer a line is about. " + Self.known
            )
        }
    }

    private static let maximumNamed = 20

    private static func message(unknown: [String]) -> String {
        let named = unknown.prefix(maximumNamed).map { column in
            "\"\(column.trimmed.prefix(40))\"" + (NearestMember.of(column).map { " (\($0.name)?)" } ?? "")
        }
        let rest = unknown.count > maximumNamed ? " and \(unknown.count - maximumNamed) more" : ""
        return
            "names what is not a field of a customer: \(named.joined(separator: ", "))\(rest). Say what they are with "
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
            if let member = members[index] { values[member.name] = field }
        }
        return values
    }

    private func surplus(_ row: CSVReader.Row, _ index: Int, _ field: String) -> LineFault {
        let message =
            index < members.count
            ? "has \"\(field.trimmed.prefix(40))\" in column \(index + 1), to which the first line gives no name: "
                + "name it there, or leave such columns out with --ignore-unknown"
            : "has \(row.fields.count) fields where the first line names \(members.count) columns"
        return LineFault(line: row.line, message: message)
    }
}

/// The member that somebody may have meant.
enum NearestMember {
    private static let alsoCalled: [String: CustomerMember] = [
        "id": .id, "since": .registrationDate, "created": .registrationDate, "registered": .registrationDate,
    ]

    static func of(_ column: String) -> CustomerMember? {
        let letters = column.lowercased().filter(\.isLetter)
        if let field = CustomerField.allCases.first(where: { $0.spec.otherNames.contains(letters) }) {
            return .field(field)
        }
        if let other = alsoCalled[letters] { return other }
        let fields = CustomerMember.allCases.map { ($0, $0.name.filter(\.isLetter)) }
        if let part = fields.first(where: { letters.contains($0.1) }) { return part.0 }
        let nearest = Suggestion.closest(to: letters, among: fields.map(\.1))
        return fields.first { $0.1 == nearest }?.0
    }
}
