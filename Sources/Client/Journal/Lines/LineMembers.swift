import FoundationEssentials
import JSON
import Wire

/// The members of a line as JSON has them; which of them a kind has is decided in ``JournalRecord``.
struct LineMembers {
    var s: JournalRecord.Sequence?
    var t: String?
    var k: String?
    /// Lines of the same append that follow: all of them count, or none.
    var more: Int64?
    var `for`: JournalRecord.Sequence?
    var id: String?
    var op: String?
    var `as`: String?
    var etag: String?
    var base: [String: String?]?
    var set: [String: String?]?
    var undoes: JournalRecord.Sequence?
    var redoes: JournalRecord.Sequence?
    var covers: [JournalRecord.Sequence]?
    var problem: Problem?
    var theirs: CustomerJSON?
    var why: String?
    /// What a note says.
    var text: String?
    // What only people, undo and the wait of a deletion need: when it cannot be understood, it is as if it was not there.
    var program: String?
    var session: String?
    var due: BootMoment?
    var into: String?
    var carries: [JournalRecord.Sequence] = []
    var carrier: JournalRecord.Sequence?
    var group: String?
    var name: String?
    // What compaction keeps of an entry.
    var entered: String?
    var state: String?
    var by: JournalRecord.Sequence?
    var attempts: Int64?
    var merges: Int64?
    var fields: [String]?
    var undo: [JournalRecord.Sequence]?
    var redo: [JournalRecord.Sequence]?
    var line: String?

    /// `nil` when the line is not a JSON object, or a member that is known is of another type.
    init?(_ line: UnsafeRawBufferPointer) {
        var reader = JSONReader(line)
        do throws(JSONReader.Malformed) {
            var members = Self()
            try reader.object { name, reader throws(JSONReader.Malformed) in try members.read(name, &reader) }
            try reader.end()
            self = members
        } catch {
            return nil
        }
    }

    private init() {}

    private mutating func read(_ name: String, _ reader: inout JSONReader) throws(JSONReader.Malformed) {
        switch name {
        case "s": s = try reader.optionalInteger()
        case "t": t = try reader.optionalString()
        case "k": k = try reader.optionalString()
        case "id": id = try reader.optionalString()
        case "op": op = try reader.optionalString()
        case "for": self.for = try reader.optionalInteger()
        case "etag": etag = try reader.optionalString()
        case "base": base = try reader.optionalTexts()
        case "set": set = try reader.optionalTexts()
        case "covers": covers = try reader.optionalIntegers()
        case "more": more = try reader.optionalInteger()
        case "as": self.as = try reader.optionalString()
        case "undoes": undoes = try reader.optionalInteger()
        case "redoes": redoes = try reader.optionalInteger()
        case "problem": problem = try reader.optionalValue()
        case "theirs": theirs = try reader.optionalValue()
        case "why": why = try reader.optionalString()
        case "entered": entered = try reader.optionalString()
        case "state": state = try reader.optionalString()
        case "by": by = try reader.optionalInteger()
        case "attempts": attempts = try reader.optionalInteger()
        case "merges": merges = try reader.optionalInteger()
        case "fields":
            fields = try reader.optional { reader throws(JSONReader.Malformed) in
                try reader.array { reader throws(JSONReader.Malformed) in try reader.string() }
            }
        case "text": text = try reader.optionalString()
        case "undo": undo = try reader.optionalIntegers()
        case "redo": redo = try reader.optionalIntegers()
        case "line": line = try reader.optionalString()
        default: readFurther(name, try reader.value())
        }
    }

    /// Members that earlier versions pass over, as later ones may pass over what these have come to.
    private mutating func readFurther(_ name: String, _ value: UnsafeRawBufferPointer) {
        var reader = JSONReader(value)
        switch name {
        case "program": program = try? reader.optionalString()
        case "session": session = try? reader.optionalString()
        case "due": due = try? reader.moment()
        case "into": into = try? reader.optionalString()
        case "carries": carries = (try? reader.optionalIntegers()) ?? []
        case "carrier": carrier = try? reader.optionalInteger()
        case "group": group = try? reader.optionalString()
        case "name": self.name = try? reader.optionalString()
        default: break
        }
    }
}

extension JSONReader {
    fileprivate mutating func optionalIntegers() throws(Malformed) -> [Int64]? {
        try optional { reader throws(Malformed) in
            try reader.array { reader throws(Malformed) in try reader.integer() }
        }
    }

    /// A moment in `{"boot":"…","ms":1}`.
    fileprivate mutating func moment() throws(Malformed) -> BootMoment {
        var (boot, milliseconds): (String?, Int64?)
        try object { name, reader throws(Malformed) in
            switch name {
            case "boot": boot = try reader.string()
            case "ms": milliseconds = try reader.integer()
            default: try reader.value()
            }
        }
        guard let boot, let milliseconds, (0...LineMembers.maximumNumber).contains(milliseconds) else {
            throw Malformed()
        }
        return BootMoment(boot: boot, milliseconds: milliseconds)
    }

    /// An object of texts and `null`.
    fileprivate mutating func optionalTexts() throws(Malformed) -> [String: String?]? {
        try optional { reader throws(Malformed) in
            var texts: [String: String?] = [:]
            try reader.object { name, reader throws(Malformed) in
                texts.updateValue(try reader.optionalString(), forKey: name)
            }
            return texts
        }
    }

    /// A value as the API itself writes it.
    fileprivate mutating func optionalValue<Value: Decodable>() throws(Malformed) -> Value? {
        try optional { reader throws(Malformed) in
            let bytes = try reader.value()
            guard let value = try? JSONDecoder().decode(Value.self, from: Data(bytes)) else { throw Malformed() }
            return value
        }
    }
}
