package import Domain
import JSON

/// A page of a customer's timeline as it stands in JSON, newest entry first.
package struct TimelinePage: Hashable, Sendable {
    package let entries: [TimelineEntry]
    /// Where older ones begin; `nil` behind the first that there is.
    package let cursor: String?

    package init(entries: [TimelineEntry], cursor: String?) {
        self.entries = entries
        self.cursor = cursor
    }
}

/// A page of a timeline with its entity tag, and as it stands in JSON: so the tag can be of the very bytes that are sent.
package struct TaggedTimelinePage: Hashable, Sendable {
    package let page: TimelinePage
    package let tag: String
    let json: [UInt8]

    /// - Parameter tag: makes it of the page's JSON, which is the same for equal pages.
    package init(_ page: TimelinePage, tag: (_ json: [UInt8]) -> String) {
        let json = JSONBody.bytes(page, isSorted: true)
        self.init(page, tag: tag(json), json: json)
    }

    init(_ page: TimelinePage, tag: String, json: [UInt8]) {
        self.page = page
        self.tag = tag
        self.json = json
    }
}

/// An entry as it stands in JSON: `trimmed` only where it is true, values as a customer has them.
package struct TimelineEntryJSON: Hashable, Sendable {
    package let entry: TimelineEntry

    package init(_ entry: TimelineEntry) {
        self.entry = entry
    }

    enum Member: String, CodingKey {
        case seq, at, by, kind, version, changes, note, via, trimmed
    }

    /// A field's two values.
    struct ChangeJSON: Encodable {
        let from: FieldJSON
        let to: FieldJSON
    }
}

extension TimelineEntryJSON: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(entry.number, forKey: .seq)
        try members.encode(entry.moment.text, forKey: .at)
        try members.encode(entry.author, forKey: .by)
        try members.encode(entry.kind.rawValue, forKey: .kind)
        try members.encode(entry.version, forKey: .version)
        let changes = entry.edit.changes.map { field, change in
            (
                field.rawValue,
                ChangeJSON(from: FieldJSON(change.from, of: field), to: FieldJSON(change.to, of: field))
            )
        }
        try members.encode(Dictionary(uniqueKeysWithValues: changes), forKey: .changes)
        try members.encode(entry.note, forKey: .note)
        try members.encode(entry.via, forKey: .via)
        if entry.isTrimmed { try members.encode(true, forKey: .trimmed) }
    }
}

extension TimelinePage: Encodable {
    private enum Member: String, CodingKey {
        case entries, cursor
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(entries.map(TimelineEntryJSON.init), forKey: .entries)
        try members.encode(cursor, forKey: .cursor)
    }
}

// MARK: - Reading

extension TimelineEntryJSON {
    /// Reads an entry of an answer; what is said in it is taken as it is, but no longer than it can be.
    init(_ reader: inout JSONReader) throws(JSONReader.Malformed) {
        guard let entry = try EntryMembers(&reader).entry() else { throw JSONReader.Malformed() }
        self.init(entry)
    }

    /// Reads an entry as this program wrote it.
    package init(parsing bytes: some Collection<UInt8>) throws {
        self = try JSONReader.read(Array(bytes)) { reader throws(JSONReader.Malformed) in
            try TimelineEntryJSON(&reader)
        }
    }
}

extension TimelinePage {
    /// Reads a page as this program wrote it.
    package init(parsing bytes: some Collection<UInt8>) throws {
        self = try JSONReader.read(Array(bytes)) { reader throws(JSONReader.Malformed) in
            try TimelinePage(&reader, upTo: TimelineQuery.limits.upperBound)
        }
    }

    /// Entries of kinds that only a later program knows are left out.
    ///
    /// - Parameter limit: the entries that were asked for.
    init(_ reader: inout JSONReader, upTo limit: Int) throws(JSONReader.Malformed) {
        var entries: [TimelineEntry]?
        var cursor: String?
        try reader.object { name, reader throws(JSONReader.Malformed) in
            switch name {
            case "entries":
                entries = try reader.array(upTo: limit) { reader throws(JSONReader.Malformed) in
                    try EntryMembers(&reader).entry()
                }.compactMap { $0 }
            case "cursor": cursor = try reader.optionalString(upTo: AnswerLimits.cursorBytes)
            default: try reader.value()
            }
        }
        guard let entries, cursor != "" else { throw JSONReader.Malformed() }
        self.init(entries: entries, cursor: cursor)
    }
}

private struct EntryMembers: JSONMembers {
    private var number: Int?
    private var moment: Timestamp?
    private var author: String?
    private var kind: String?
    private var version: Int?
    private var changes: [CustomerField: FieldChange] = [:]
    private var note: String?
    private var via: String?
    private var isTrimmed = false

    mutating func read(_ name: String, _ reader: inout JSONReader) throws(JSONReader.Malformed) {
        switch TimelineEntryJSON.Member(rawValue: name) {
        case .seq: number = Customer.version(try reader.integer())
        case .at: moment = try reader.moment()
        case .by: author = try reader.optionalString(upTo: AnswerLimits.authorBytes)
        case .kind: kind = try reader.string(upTo: AnswerLimits.wordBytes)
        case .version: version = Customer.version(try reader.integer())
        case .changes: changes = try reader.changes()
        case .note: note = try reader.optionalString(upTo: AnswerLimits.noteBytes)
        case .via: via = try reader.optionalString(upTo: AnswerLimits.wordBytes)
        case .trimmed: isTrimmed = try reader.boolean()
        case nil: try reader.value()
        }
    }

    /// `nil` for a kind that only a later program knows.
    func entry() throws(JSONReader.Malformed) -> TimelineEntry? {
        guard let number, let moment, let kind, let version else { throw JSONReader.Malformed() }
        guard let kind = TimelineEntry.Kind(rawValue: kind) else { return nil }
        return TimelineEntry(
            number: number, moment: moment, author: author, kind: kind, version: version, edit: CustomerEdit(changes),
            note: note, via: via, isTrimmed: isTrimmed)
    }
}

extension JSONReader {
    /// Fields with their two values; those that this program does not know are passed over.
    fileprivate mutating func changes() throws(Malformed) -> [CustomerField: FieldChange] {
        var changes: [CustomerField: FieldChange] = [:]
        try object { name, reader throws(Malformed) in
            if let field = CustomerField(rawValue: name) {
                changes[field] = try reader.change(of: field)
            } else {
                try reader.value()
            }
        }
        return changes
    }

    private mutating func change(of field: CustomerField) throws(Malformed) -> FieldChange {
        var (from, to): (String?, String?)
        try object { name, reader throws(Malformed) in
            switch name {
            case "from": from = try reader.value(of: field).nonEmpty
            case "to": to = try reader.value(of: field).nonEmpty
            default: try reader.value()
            }
        }
        return FieldChange(from: from, to: to)
    }
}

extension String? {
    /// None where there is an empty text, as version 1 says it.
    fileprivate var nonEmpty: String? { flatMap { $0.isEmpty ? nil : $0 } }
}
