import Domain
package import Wire

/// A column of a file that is no field of a customer, nor of a layout that is known.
package struct UnknownColumn: Hashable, Sendable {
    /// From 0.
    package let place: Int
    /// The heading as it stands in the file.
    package let name: String
    /// The member that may be meant.
    package private(set) var nearest: CustomerMember?
    /// The first values in it, at most three.
    package private(set) var samples: [String] = []

    static func of(
        _ header: [String], _ mapped: [Int: CustomerMember], above rows: CSVReader
    ) -> [UnknownColumn] {
        var unknown = of(header, mapped)
        guard !unknown.isEmpty else { return [] }
        for case .success(let row) in rows.prefix(sampledRows) {
            for index in unknown.indices where row.fields.indices.contains(unknown[index].place) {
                unknown[index].add(row.fields[unknown[index].place])
            }
        }
        let email = CustomerMember.field(.email)
        let isNamed =
            mapped.values.contains(email) || header.contains { CustomerMember(name: ColumnName.plain($0)) == email }
            || unknown.contains { $0.nearest == email }
        if !isNamed, let index = unknown.firstIndex(where: \.hasEmails) { unknown[index].nearest = email }
        return unknown
    }

    private static let sampledRows = 200

    private static func of(_ header: [String], _ mapped: [Int: CustomerMember]) -> [UnknownColumn] {
        header.indices.compactMap { place in
            let name = header[place]
            let plain = ColumnName.plain(name)
            guard mapped[place] == nil, CustomerMember(name: plain) == nil, plain != RejectedLine.member,
                !name.trimmedToVisible.isEmpty
            else { return nil }
            return UnknownColumn(place: place, name: name, nearest: NearestMember.of(name))
        }
    }

    private static let maximumSamples = 3
    private static let sampleCharacters = 40

    /// Notes a value, unless it is blank, known or one too many.
    mutating func add(_ value: String) {
        let sample = String(value.trimmedToVisible.prefix(Self.sampleCharacters))
        guard samples.count < Self.maximumSamples, !sample.isEmpty, !samples.contains(sample) else { return }
        samples.append(sample)
    }

    /// Whatever a column of emails is called, it is not to be left out.
    private var hasEmails: Bool {
        !samples.isEmpty && samples.allSatisfy { (try? CustomerField.email.validated($0)) != nil }
    }

    private static let maximumNamed = 20

    /// All of them, each with what may be meant, and what to add to the command line.
    static func message(_ unknown: [UnknownColumn]) -> String {
        let named = unknown.prefix(maximumNamed).map { column in
            "\"\(column.name.trimmed.prefix(40))\"" + (column.nearest.map { " (\($0.name)?)" } ?? "")
        }
        let rest = unknown.count > maximumNamed ? " and \(unknown.count - maximumNamed) more" : ""
        return
            "names what is not a field of a customer: \(named.joined(separator: ", "))\(rest). Say what they are with "
            + "--map COLUMN=FIELD, or leave them out with --ignore-unknown: \(arguments(unknown))."
    }

    /// What to add to the command line if what is nearest is meant.
    private static func arguments(_ unknown: [UnknownColumn]) -> String {
        let mappings = unknown.compactMap { column in
            column.nearest.map { ColumnMapping(column: column.name.trimmed, $0).argument }
        }
        let isAll = mappings.count == unknown.count
        return (mappings.prefix(maximumNamed) + (isAll ? [] : ["--ignore-unknown"])).joined(separator: " ")
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
