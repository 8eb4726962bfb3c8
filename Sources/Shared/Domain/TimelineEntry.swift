/// One thing that somebody did with a customer, or said of them.
package struct TimelineEntry: Hashable, Sendable {
    /// From 1, without a gap; `seq` in JSON.
    package let number: Int
    package let moment: Timestamp
    /// As the authorizer names them; `nil` without one.
    package let author: String?
    package let kind: Kind
    /// That it made; of a note the one that there was.
    package let version: Int
    /// What it changed; nothing of a note, and of what was trimmed.
    package let edit: CustomerEdit
    /// What was said, of a note that nobody has retracted.
    package let note: String?
    /// The program that asked for it, as that names itself.
    package let via: String?
    /// Whether its values are gone, because it is older than the operator keeps them.
    package let isTrimmed: Bool

    package init(
        number: Int, moment: Timestamp, author: String?, kind: Kind, version: Int,
        edit: CustomerEdit = CustomerEdit([:]), note: String? = nil, via: String? = nil, isTrimmed: Bool = false
    ) {
        self.number = number
        self.moment = moment
        self.author = author
        self.kind = kind
        self.version = version
        self.edit = edit
        self.note = note
        self.via = via
        self.isTrimmed = isTrimmed
    }

    package enum Kind: String, CaseIterable, Sendable {
        /// The values of somebody from before there were timelines, as they were when the first entry was written.
        case baseline
        case created
        case changed
        case note
        case deleted
        case restored
        /// A note whose text was taken back.
        case retracted

        /// Whether a version came of it; what is said of a customer makes none.
        package var makesVersion: Bool {
            switch self {
            case .baseline, .created, .changed, .deleted, .restored: true
            case .note, .retracted: false
            }
        }
    }

    /// Whether it has changed values of which nobody knows any more what they were; a deletion and a restoration change none.
    var hidesChanges: Bool {
        guard isTrimmed else { return false }
        return switch kind {
        case .baseline, .created, .changed: true
        case .note, .deleted, .restored, .retracted: false
        }
    }

    /// The same without what was said.
    package var retracted: TimelineEntry {
        TimelineEntry(
            number: number, moment: moment, author: author, kind: .retracted, version: version, via: via,
            isTrimmed: isTrimmed)
    }

    /// The same without what it says of anybody: that somebody did something stays.
    package var trimmed: TimelineEntry {
        TimelineEntry(
            number: number, moment: moment, author: author, kind: kind, version: version, via: via, isTrimmed: true)
    }
}

/// What is said of a customer: 1–2,000 characters, which may have line breaks, cleaned as values of fields are.
package struct NoteText: Hashable, Sendable {
    package let text: String

    /// The member of the body that has it, by which violations name it.
    package static let member = "text"
    /// Unicode scalars.
    package static let maximumCharacters = 2_000
    /// UTF-8 bytes.
    package static let maximumBytes = 8_000

    /// - Throws: the first rule that the text breaks.
    package init(_ raw: String) throws(FieldViolation) {
        let text = raw.trimmedToVisible.nfc.unifyingLineBreaks
        func violation(_ code: FieldViolation.Code, _ message: String) -> FieldViolation {
            FieldViolation(field: Self.member, code: code, message: message)
        }
        guard !text.isEmpty else { throw violation(.required, "is required") }
        if let fault = text.characterFault(allowingLineBreaks: true) { throw violation(.character, fault) }
        let (characters, bytes) = (text.unicodeScalars.count, text.utf8.count)
        guard characters <= Self.maximumCharacters else {
            throw violation(.tooLong, "must have \(Self.maximumCharacters) characters at most, not \(characters)")
        }
        guard bytes <= Self.maximumBytes else {
            throw violation(.tooLong, "must have \(Self.maximumBytes) bytes at most, not \(bytes)")
        }
        self.text = text
    }

    /// Takes a text that was validated before.
    package init(trusted text: String) {
        self.text = text
    }
}
