import Domain
import Wire

/// What the lines of a journal ask of the programs that use it.
///
/// Version 2 of the format brought groups, the first fields after the four of version 1, and customers without an email; each
/// field since then has a version of its own.
struct LineFormat: Hashable, Sendable {
    /// The oldest version of the format whose readers understand the lines: one that passed over a field would send a
    /// customer without it.
    var reader = 1
    /// The oldest version whose writers keep what the lines mean. An older program reads on: it passes over kinds that it
    /// does not know, but would write a file without them.
    var writer = 1

    /// What all of them ask.
    init(of bodies: some Sequence<JournalRecord.Body>) {
        for body in bodies { self = union(body.format) }
    }

    init(reader: Int = 1, writer: Int = 1) {
        self.reader = reader
        self.writer = max(writer, reader)
    }

    func union(_ other: LineFormat) -> LineFormat {
        LineFormat(reader: max(reader, other.reader), writer: max(writer, other.writer))
    }

    /// Whether a program that may use these lines may use those others, too.
    func covers(_ other: LineFormat) -> Bool { union(other) == self }
}

extension CustomerField {
    /// The fields that version 2 of the format brought.
    private static let broughtBySecond = 2

    /// The version of the journal's format that brought the field.
    var formatVersion: Int {
        Self.later.firstIndex(of: self).map { max(2, $0 + 3 - Self.broughtBySecond) } ?? 1
    }

    /// The version that reads a customer whose value is this one.
    fileprivate func formatVersion(of value: String?) -> Int {
        value == nil ? (Self.requiredByFirst.contains(self) ? 2 : 1) : formatVersion
    }

    /// The fields of which version 1 believes that everybody has them.
    private static let requiredByFirst: Set<CustomerField> = [.name, .email]
}

extension JournalRecord.Body {
    /// What the line asks of the programs that use the file.
    var format: LineFormat {
        switch self {
        case .entry(let entry):
            LineFormat(reader: entry.form.change.format, writer: entry.group == nil ? entry.form.change.kind.writer : 2)
        case .kept(let edit):
            LineFormat(reader: edit.change.format, writer: edit.group == nil ? edit.change.kind.writer : 2)
        case .history(let finished):
            LineFormat(
                reader: finished.change?.format ?? 1, writer: finished.group == nil ? finished.kind.writer : 2)
        // Of a kind that an older program knows: in another form than it can read, it would be damage to it.
        case .rebase(_, let form), .resolve(_, let form):
            LineFormat(reader: max(form.change.format, form.change.kind.writer))
        case .group, .keptGroup: LineFormat(writer: 2)
        case .sending, .unsent, .ack, .reject, .conflict, .cancel, .due, .undo, .hold, .release, .unknown: LineFormat()
        }
    }
}

extension Entry.Change {
    fileprivate var format: Int {
        switch self {
        case .create(let new):
            new.cleared.reduce(new.details.format) { max($0, $1.formatVersion) }
        case .edit(let edit, _):
            edit.changes.reduce(1) { newest, change in
                let (field, values) = change
                return [field.formatVersion, field.formatVersion(of: values.from), field.formatVersion(of: values.to)]
                    .reduce(newest, max)
            }
        case .delete(let base, _): base.format
        // Who does not know the kind passes over the line, with the fields that the same version brought.
        case .restore(let base, _): base.format > kind.writer ? base.format : 1
        case .note: 1
        }
    }
}

extension Entry.Kind {
    /// Whether version 1 knows the kind.
    var isOfFirst: Bool { writer == 1 }

    /// The version that brought the kind.
    var writer: Int {
        switch self {
        case .create, .edit, .delete: 1
        case .note, .restore: 2
        }
    }
}

extension CustomerDetails {
    fileprivate var format: Int {
        CustomerField.allCases.reduce(1) { max($0, $1.formatVersion(of: self[$1])) }
    }
}

extension LineMembers {
    /// Whether the line names a field that this program does not know: only a later one can have written it.
    var namesUnknownField: Bool {
        guard let k, LineKind(rawValue: k) != nil else { return false }
        let names = Set((base ?? [:]).keys).union((set ?? [:]).keys).subtracting([NewCustomer.registrationDateName])
        return names.contains { CustomerField(rawValue: $0) == nil }
    }
}
