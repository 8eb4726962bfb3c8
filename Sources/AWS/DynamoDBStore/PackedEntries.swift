import CustomerAPI
import Domain
import Wire

/// Entries of a timeline in bytes: what an entry has of the one before it takes no room, so that an edit of an address takes
/// little more than the new one, and sixteen receipts and a dozen edits still fit into two write units.
///
/// A byte for the form and how many entries came before; then of each entry a byte of kind and flags, moment and version as
/// differences, what else it has, and its changes by the field's place among all fields.
enum PackedEntries {
    private static let form: UInt8 = 1

    static func bytes(_ entries: [StoredEntry], behind count: Int) -> [UInt8] {
        var writer = EntryWriter(bytes: [form])
        writer.add(UInt64(count))
        for entry in entries { writer.add(entry) }
        return writer.bytes
    }

    /// - Returns: the entries, and how many came before them.
    static func entries(_ bytes: [UInt8]) throws(StoreFailure) -> (behind: Int, entries: [StoredEntry]) {
        var reader = EntryReader(bytes: ByteReader(bytes[...]))
        guard reader.bytes.byte() == form, let behind = reader.integer().flatMap({ Int(exactly: $0) }) else {
            throw unreadable
        }
        var entries: [StoredEntry] = []
        while !reader.bytes.isAtEnd {
            guard let entry = reader.entry(numbered: behind + entries.count + 1) else { throw unreadable }
            entries.append(entry)
        }
        return (behind, entries)
    }

    private static let unreadable = StoreFailure.failed(
        detail: "A timeline cannot be read; was it written by a newer program?")
}

/// The kinds by their numbers, which are those of items that there are.
private let kinds: [TimelineEntry.Kind] = [.baseline, .created, .changed, .note, .deleted, .restored, .retracted]

/// What an entry has besides its kind, or has like the one before it.
private struct EntryFlags: OptionSet {
    let rawValue: UInt8

    static let kind = EntryFlags(rawValue: 0b111)
    static let sameAuthor = EntryFlags(rawValue: 1 << 3)
    static let sameProgram = EntryFlags(rawValue: 1 << 4)
    static let isTrimmed = EntryFlags(rawValue: 1 << 5)
    static let hasNote = EntryFlags(rawValue: 1 << 6)
    static let hasReceipt = EntryFlags(rawValue: 1 << 7)
}

/// Stands in the byte of a field whose old value is what the last change of it in these bytes has left.
private let followsOn: UInt8 = 1 << 7

/// What the following entries are told against.
private struct EntryContext {
    var moment: Int64 = 0
    var version = 0
    var author: String?
    var via: String?
    var values: [CustomerField: String?] = [:]

    mutating func pass(_ entry: TimelineEntry) {
        (moment, version, author, via) = (entry.moment.microseconds, entry.version, entry.author, entry.via)
        for (field, change) in entry.edit.changes { values[field] = .some(change.to) }
    }

    func follows(_ change: FieldChange, of field: CustomerField) -> Bool {
        values[field].map { $0 == change.from } ?? false
    }
}

private struct EntryWriter {
    var bytes: [UInt8]
    private var context = EntryContext()

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func add(_ stored: StoredEntry) {
        let entry = stored.entry
        var flags = EntryFlags(rawValue: UInt8(kinds.firstIndex(of: entry.kind) ?? 0))
        if entry.author == context.author { flags.insert(.sameAuthor) }
        if entry.via == context.via { flags.insert(.sameProgram) }
        if entry.isTrimmed { flags.insert(.isTrimmed) }
        if entry.note != nil { flags.insert(.hasNote) }
        if stored.idempotency != nil { flags.insert(.hasReceipt) }
        bytes.append(flags.rawValue)
        add(signed: entry.moment.microseconds &- context.moment)
        add(signed: Int64(entry.version &- context.version))
        if !flags.contains(.sameAuthor) { add(entry.author) }
        if !flags.contains(.sameProgram) { add(entry.via) }
        add(entry.edit)
        if let note = entry.note { add(note) }
        if let receipt = stored.idempotency {
            bytes += receipt.key.bytes + PackedText.packed(receipt.fingerprint)
        }
        context.pass(entry)
    }

    private mutating func add(_ edit: CustomerEdit) {
        let changes = CustomerField.allCases.compactMap { field in edit.changes[field].map { (field, $0) } }
        bytes.append(UInt8(changes.count))
        for (field, change) in changes {
            let follows = context.follows(change, of: field)
            bytes.append(UInt8(field.ordinal) | (follows ? followsOn : 0))
            if !follows { add(change.from) }
            add(change.to)
        }
    }

    /// Seven bits a byte, the low ones first.
    mutating func add(_ integer: UInt64) {
        var rest = integer
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Small numbers of either sign are short.
    private mutating func add(signed integer: Int64) {
        add(UInt64(bitPattern: integer << 1 ^ integer >> 63))
    }

    /// Behind its length and one; 0 for none.
    private mutating func add(_ text: String?) {
        guard let text else { return add(UInt64(0)) }
        let utf8 = Array(text.utf8)
        add(UInt64(utf8.count) + 1)
        bytes += utf8
    }
}

private struct EntryReader {
    var bytes: ByteReader
    private var context = EntryContext()

    init(bytes: ByteReader) {
        self.bytes = bytes
    }

    mutating func entry(numbered number: Int) -> StoredEntry? {
        guard let flags = bytes.byte().map(EntryFlags.init(rawValue:)),
            let kind = kinds.dropFirst(Int(flags.intersection(.kind).rawValue)).first,
            let moment = signed().flatMap({ Timestamp(checked: context.moment &+ $0) }),
            let version = signed().flatMap({ Int(exactly: $0) }),
            let author = flags.contains(.sameAuthor) ? .some(context.author) : optionalText(),
            let via = flags.contains(.sameProgram) ? .some(context.via) : optionalText(),
            let edit = edit()
        else { return nil }
        guard let note = flags.contains(.hasNote) ? optionalText() : .some(nil),
            let receipt = flags.contains(.hasReceipt) ? receipt().map(Optional.some) : .some(nil)
        else { return nil }
        let entry = TimelineEntry(
            number: number, moment: moment, author: author, kind: kind, version: context.version &+ version, edit: edit,
            note: note, via: via, isTrimmed: flags.contains(.isTrimmed))
        context.pass(entry)
        return StoredEntry(entry, idempotency: receipt)
    }

    private mutating func edit() -> CustomerEdit? {
        guard let count = bytes.byte() else { return nil }
        var changes: [CustomerField: FieldChange] = [:]
        for _ in 0..<count {
            guard let byte = bytes.byte(),
                let field = CustomerField.allCases.dropFirst(Int(byte & ~followsOn)).first,
                let from = byte & followsOn != 0 ? context.values[field] : optionalText(),
                let to = optionalText()
            else { return nil }
            changes[field] = FieldChange(from: from, to: to)
        }
        return CustomerEdit(changes)
    }

    private mutating func receipt() -> CustomerWrite.Idempotency? {
        guard let key: IdempotencyKey = bytes.identifier(),
            let fingerprint = PackedText.unpacked(&bytes)
        else { return nil }
        return CustomerWrite.Idempotency(key: key, fingerprint: fingerprint)
    }

    mutating func integer() -> UInt64? {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while let byte = bytes.byte(), shift < 64 {
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
            shift += 7
        }
        return nil
    }

    private mutating func signed() -> Int64? {
        integer().map { Int64(bitPattern: $0 >> 1) ^ -Int64($0 & 1) }
    }

    /// `nil` when it cannot be read; `.some(nil)` for none.
    private mutating func optionalText() -> String?? {
        guard let length = integer().flatMap({ Int(exactly: $0) }) else { return nil }
        guard length > 0 else { return .some(nil) }
        guard let text = bytes.bytes(length - 1).flatMap({ String(validating: $0, as: UTF8.self) }) else { return nil }
        return .some(text)
    }
}
