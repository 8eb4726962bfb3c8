import Domain
import Wire

/// The columns of a CSV file, as its first row names them.
struct ImportColumns: Hashable, Sendable {
    /// Whose layout it is; `nil` for our own names.
    let system: String?
    /// The columns whose values are not taken, by name.
    let leftOut: [String]
    private let count: Int
    private let sources: [CustomerMember: [Source]]
    /// Columns without a name, which hold nothing; none where such columns are left out.
    private let nameless: Set<Int>

    /// Columns that make one value: lines of parts.
    fileprivate struct Source: Hashable {
        var lines: [[Int]]
        /// Of these, an entry that begins with an asterisk says that the value is the main one.
        var labels: [Int] = []
        /// Whether an empty cell takes the value away; in the files of other systems it only says that they know none.
        let saysEmpty: Bool
    }

    private static let known = "The columns are \(CustomerMember.names.joined(separator: ", ")), in any order."

    private static let identifying =
        CustomerField.contacts.map(\.rawValue).joined(separator: ", ") + " or " + CustomerMember.id.name

    /// - Parameter rows: what stands under the names; it tells what a column may be whose name does not.
    /// - Throws: all that is wrong with the row, at once.
    init(_ header: CSVReader.Row, _ names: ImportNames, above rows: CSVReader) throws(LineFault) {
        let titles = header.fields
        let mapped: [Int: CustomerMember]
        do throws(UnusedMapping) {
            mapped = try names.mapped(titles)
        } catch {
            throw LineFault(line: header.line, message: "lacks the column \(error.text) that --map names")
        }
        count = titles.count
        let unnamed = Set(titles.indices.filter { titles[$0].trimmedToVisible.isEmpty && mapped[$0] == nil })
        if let layout = ForeignLayout.of(titles) {
            (system, nameless) = (layout.system, [])
            sources = Self.sources(of: layout, titles, mapped)
            leftOut = Self.leftOut(titles, unnamed, sources)
        } else {
            (system, nameless) = (nil, names.ignoresUnknown ? [] : unnamed)
            sources = try Self.ownSources(header, names, mapped, unnamed, rows)
            leftOut = Self.leftOut(titles, unnamed, sources)
        }
        guard sources.keys.contains(where: \.identifies) else {
            throw LineFault(
                line: header.line,
                message: "lacks the column \(Self.identifying), to tell which customer a line is about. " + Self.known
            )
        }
    }

    // MARK: What stands where

    /// The columns under our own names, and those that a person maps; several of one field are joined, or the first is taken.
    private static func ownSources(
        _ header: CSVReader.Row, _ names: ImportNames, _ mapped: [Int: CustomerMember], _ unnamed: Set<Int>,
        _ rows: CSVReader
    ) throws(LineFault) -> [CustomerMember: [Source]] {
        let unknown = UnknownColumn.of(header.fields, mapped, above: rows)
        if !names.ignoresUnknown, !unknown.isEmpty {
            throw LineFault(line: header.line, message: UnknownColumn.message(unknown) + " " + known)
        }
        var places: [CustomerMember: [Int]] = [:]
        for index in header.fields.indices where !unnamed.contains(index) {
            if let member = mapped[index] ?? CustomerMember(name: ColumnName.plain(header.fields[index])) {
                places[member, default: []].append(index)
            }
        }
        // A person who maps two columns to one field means both; two of its own name are a mistake.
        let twice = CustomerMember.allCases.first { member in
            places[member]?.count ?? 0 > 1 && !(places[member] ?? []).allSatisfy { mapped[$0] != nil }
        }
        if let twice { throw LineFault(line: header.line, message: "names the column \(twice.name) twice") }
        return Dictionary(uniqueKeysWithValues: places.map { ($0.key, sources(of: $0.key, at: $0.value)) })
    }

    private static func sources(of member: CustomerMember, at places: [Int]) -> [Source] {
        guard case .field(let field) = member, places.count > 1, !field.isOneOfSeveral else {
            return places.map { Source(lines: [[$0]], saysEmpty: true) }
        }
        return [Source(lines: field.allowsLineBreaks ? places.map { [$0] } : [places], saysEmpty: true)]
    }

    private static func sources(
        of layout: ForeignLayout, _ header: [String], _ mapped: [Int: CustomerMember]
    ) -> [CustomerMember: [Source]] {
        var places: [String: Int] = [:]
        for (index, name) in header.enumerated() where mapped[index] == nil {
            if places[ColumnName.plain(name)] == nil { places[ColumnName.plain(name)] = index }
        }
        var sources: [CustomerMember: [Source]] = [:]
        for (field, texts) in layout.fields {
            guard let member = CustomerMember(name: field) else { continue }
            let found = texts.flatMap(ColumnGroup.expanded).compactMap { group -> Source? in
                let lines = group.lines.map { $0.compactMap { places[$0] } }.filter { !$0.isEmpty }
                return lines.isEmpty
                    ? nil : Source(lines: lines, labels: group.labels.compactMap { places[$0] }, saysEmpty: false)
            }
            if !found.isEmpty { sources[member] = found }
        }
        // What a person says of a column counts, and takes the place of what the layout has for the field.
        let own = Dictionary(grouping: mapped.keys.sorted()) { mapped[$0] }
        for (member, places) in own { if let member { sources[member] = Self.sources(of: member, at: places) } }
        return sources
    }

    private static func leftOut(
        _ header: [String], _ unnamed: Set<Int>, _ sources: [CustomerMember: [Source]]
    ) -> [String] {
        let taken = Set(sources.values.joined().flatMap { $0.lines.joined() + $0.labels })
        return header.indices.filter { !taken.contains($0) && !unnamed.contains($0) }.map { header[$0] }
            .filter { ColumnName.plain($0) != RejectedLine.member }
    }

    // MARK: Values

    /// What a row says: values by the names of members, and what else it has that was not taken.
    struct Values {
        var members: [String: String] = [:]
        /// `phone 0171 5550101`
        var others: [String] = []
    }

    /// The values of a row; a cell that a short row lacks says nothing.
    func values(_ row: CSVReader.Row) throws(LineFault) -> Values {
        for (index, field) in row.fields.enumerated() where index >= count || nameless.contains(index) {
            guard field.trimmedToVisible.isEmpty else { throw surplus(row, index, field) }
        }
        var values = Values()
        for member in CustomerMember.allCases {
            guard let sources = sources[member] else { continue }
            if let cell = Self.ownCell(sources, in: row.fields) {
                values.members[member.name] = cell
                continue
            }
            let found = Self.found(sources, in: row.fields, member)
            if let first = found.first {
                let isForeign = system != nil && member == .field(.tags)
                values.members[member.name] = isForeign ? ForeignTags.text(first) : first
                values.others += found.dropFirst().filter { $0 != first }.map { "\(member.name) \($0)" }
            } else if sources.contains(where: { $0.saysEmpty && $0.isPresent(in: row.fields) }) {
                values.members[member.name] = ""
            }
        }
        return values
    }

    /// The cell of a field that has one column, as it is.
    private static func ownCell(_ sources: [Source], in cells: [String]) -> String? {
        guard sources.count == 1, sources[0].saysEmpty, let place = sources[0].onlyPlace else { return nil }
        return cells.indices.contains(place) ? cells[place] : nil
    }

    /// What there is for a member, the main value first; of texts only the first.
    private static func found(_ sources: [Source], in cells: [String], _ member: CustomerMember) -> [String] {
        var found = (main: [String](), others: [String]())
        for source in sources {
            guard let text = source.text(in: cells) else { continue }
            if source.isMain(in: cells) { found.main.append(text) } else { found.others.append(text) }
        }
        let all = found.main + found.others
        guard case .field(let field) = member, field.isOneOfSeveral else { return Array(all.prefix(1)) }
        let values = all.flatMap { $0.split(separator: ForeignLayout.valueSeparator).map(\.trimmedToVisible) }
            .filter { !field.isAbsent(in: $0) }
        // In a table of one's own each is meant, and what is wrong with the first is to be mended.
        return sources.contains(where: \.saysEmpty) ? values : field.leadingWithValid(values)
    }

    private func surplus(_ row: CSVReader.Row, _ index: Int, _ field: String) -> LineFault {
        let message =
            index < count
            ? "has \"\(field.trimmed.prefix(40))\" in column \(index + 1), to which the first line gives no name: "
                + "name it there, or leave such columns out with --ignore-unknown"
            : "has \(row.fields.count) fields where the first line names \(count) columns"
        return LineFault(line: row.line, message: message)
    }
}

extension ImportColumns.Source {
    fileprivate var onlyPlace: Int? { lines.count == 1 && lines[0].count == 1 ? lines[0][0] : nil }

    /// The parts that are there, joined; `nil` without any.
    fileprivate func text(in cells: [String]) -> String? {
        if let place = onlyPlace {
            guard cells.indices.contains(place), !cells[place].trimmedToVisible.isEmpty else { return nil }
            return cells[place]
        }
        let texts = lines.map { places in
            places.filter(cells.indices.contains).map { cells[$0].trimmedToVisible }.filter { !$0.isEmpty }
                .joined(separator: " ")
        }
        let text = texts.filter { !$0.isEmpty }.joined(separator: "\n")
        return text.isEmpty ? nil : text
    }

    fileprivate func isMain(in cells: [String]) -> Bool {
        labels.contains { cells.indices.contains($0) && cells[$0].trimmed.hasPrefix("*") }
    }

    fileprivate func isPresent(in cells: [String]) -> Bool {
        lines.joined().contains(where: cells.indices.contains)
    }
}

extension CustomerMember {
    /// Whether it tells, alone or with others, which customer is meant.
    fileprivate var identifies: Bool {
        switch self {
        case .id: true
        case .field(let field): CustomerField.contacts.contains(field)
        case .registrationDate, .createdAt, .updatedAt, .version, .updatedBy: false
        }
    }
}
