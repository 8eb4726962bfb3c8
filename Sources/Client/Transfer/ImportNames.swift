import Domain
import JSON
package import Wire

/// What a person says of the names in a file: which belong to a customer's members, and whether others are left out.
package struct ImportNames: Hashable, Sendable {
    let mappings: [ColumnMapping]
    /// Whether unknown names are left out, instead of refused.
    let ignoresUnknown: Bool

    /// Begins with the columns that the person has mapped; `ignoresUnknown` leaves the others out without a word.
    package init(_ mappings: [ColumnMapping] = [], ignoresUnknown: Bool = false) {
        self.mappings = mappings
        self.ignoresUnknown = ignoresUnknown
    }

    var hasMappings: Bool { !mappings.isEmpty }

    /// `nil` for a name a customer does not have.
    func member(_ name: String) -> CustomerMember? {
        let plain = ColumnName.plain(name)
        let renamed = mappings.last { ColumnName.plain($0.column) == plain }
        return renamed?.member ?? CustomerMember(name: plain)
    }

    /// Whether a name tells something, so that it is a table's and not a value.
    func isKnown(_ name: String) -> Bool { member(name) != nil || ForeignLayout.isKnown(name) }

    /// The columns that are mapped, by their place.
    ///
    /// - Throws: the first mapping of a column that the header does not have, with the nearest one that it has.
    func mapped(_ header: [String]) throws(UnusedMapping) -> [Int: CustomerMember] {
        var mapped: [Int: CustomerMember] = [:]
        for mapping in mappings {
            let places = mapping.places(in: header)
            guard !places.isEmpty else { throw UnusedMapping(mapping, among: header) }
            for place in places { mapped[place] = mapping.member }
        }
        return mapped
    }

    // MARK: JSON

    /// The members of a JSON object by the names that they have here; unknown ones as they are, or left out.
    ///
    /// - Throws: what to say of an object with two names of one member, unless a person has mapped both to it, because
    ///   nobody knows which value is meant.
    func members(_ object: [String: JSONValue], line: Int) throws(LineFault) -> MappedMembers {
        var mapped = MappedMembers()
        var names: [CustomerMember: [String]] = [:]
        for name in object.keys.filter({ !RejectedLine.isAside($0) }).sorted() {
            if let member = member(name) {
                names[member, default: []].append(name)
            } else if !ignoresUnknown {
                mapped.members[name] = object[name]
            }
        }
        for member in CustomerMember.allCases {
            guard let names = names[member] else { continue }
            if names.count > 1 { try checkMapped(names, member, line: line) }
            mapped.add(names.sorted { place($0) < place($1) }.compactMap { object[$0] }, as: member)
        }
        return mapped
    }

    private func checkMapped(_ names: [String], _ member: CustomerMember, line: Int) throws(LineFault) {
        guard names.contains(where: { place($0) == mappings.count }) else { return }
        // The member's own name is reported first.
        let ordered = names.filter { $0 == member.name } + names.filter { $0 != member.name }
        let both = "(\"\(ordered[0].prefix(40))\" and \"\(ordered[1].prefix(40))\")"
        throw LineFault(line: line, message: "names \(member.name) twice \(both)")
    }

    /// Where a person has mapped a name; behind all that are mapped for another.
    private func place(_ name: String) -> Int {
        let plain = ColumnName.plain(name)
        return mappings.firstIndex { ColumnName.plain($0.column) == plain } ?? mappings.count
    }

    /// The first mapping of a name that no object has; `nil` for none.
    ///
    /// - Parameter names: what the file calls its members.
    func unusedMapping(_ names: some Sequence<String>) -> UnusedMapping? {
        let names = Set(names).sorted()
        let plain = Set(names.map(ColumnName.plain))
        return mappings.first { !plain.contains(ColumnName.plain($0.column)) }.map { UnusedMapping($0, among: names) }
    }
}

/// The members of an object by the names that they have here, and what else it has that was not taken.
struct MappedMembers {
    var members: [String: JSONValue] = [:]
    /// `phone 0171 5550101`
    private(set) var others: [String] = []

    /// Joins several values of a text, and takes the first of emails, of phones, and of what is no field.
    mutating func add(_ values: [JSONValue], as member: CustomerMember) {
        guard values.count > 1 else {
            members[member.name] = values.first
            return
        }
        // What is no text is for the rules to refuse.
        if let other = values.first(where: { $0 != .null && Self.text($0) == nil }) {
            members[member.name] = other
            return
        }
        var texts = values.compactMap(Self.text).map(\.trimmedToVisible).filter { !$0.isEmpty }
        if case .field(let field) = member, !field.isOneOfSeveral {
            members[member.name] = .string(texts.joined(separator: field.allowsLineBreaks ? "\n" : " "))
        } else {
            if case .field(let field) = member { texts.removeAll(where: field.isAbsent) }
            members[member.name] = .string(texts.first ?? "")
            others += texts.dropFirst().filter { $0 != texts.first }.map { "\(member.name) \($0)" }
        }
    }

    /// The text of a value, or the words of a list.
    private static func text(_ value: JSONValue) -> String? {
        guard let words = value.array else { return value.text }
        let texts = words.compactMap(\.text)
        return texts.count == words.count ? texts.joined(separator: " ") : nil
    }
}

/// `--map COLUMN=FIELD`
package struct ColumnMapping: Hashable, Sendable {
    let column: String
    let member: CustomerMember

    /// - Parameter text: the column by its name or its number from 1, and the field's name behind the last equals sign.
    package init?(_ text: String) {
        guard let equals = text.lastIndex(of: "="),
            let member = CustomerMember(name: String(text[text.index(after: equals)...]).trimmed.lowercased())
        else { return nil }
        self.init(column: String(text[..<equals]), member)
        guard !column.trimmed.isEmpty else { return nil }
    }

    /// Maps a column, by its heading or its number from 1, to a member.
    package init(column: String, _ member: CustomerMember) {
        self.column = column
        self.member = member
    }

    /// A number is one where no column has it for its name.
    func places(in header: [String]) -> [Int] {
        let plain = ColumnName.plain(column)
        let named = header.indices.filter { ColumnName.plain(header[$0]) == plain }
        guard named.isEmpty, let number = Int(column.trimmed), header.indices.contains(number - 1) else { return named }
        return [number - 1]
    }

    /// As it is typed in a shell.
    package var argument: String { "--map " + ShellWord.quoted("\(column)=\(member.name)") }
}

/// A mapping that a file has no use for: somebody means a column that is not there.
struct UnusedMapping: Error, Hashable {
    /// The name, and the nearest one that there is.
    let text: String

    init(_ mapping: ColumnMapping, among names: [String]) {
        let nearest = Suggestion.closest(to: mapping.column, among: names).map { " (\($0.trimmed.prefix(40))?)" }
        text = "\"\(mapping.column.trimmed.prefix(40))\"" + (nearest ?? "")
    }
}

/// Words of a command line.
enum ShellWord {
    /// In quotes where a shell would take it apart.
    static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "_-=./@:,+".utf8.contains(byte)
                }
            }
        return isPlain ? text : "'" + text.replacing("'", with: #"'\''"#) + "'"
    }
}
