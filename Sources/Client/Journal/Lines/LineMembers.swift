import FoundationEssentials
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
    // What compaction keeps of an entry.
    var entered: String?
    var state: String?
    var by: JournalRecord.Sequence?
    var attempts: Int64?
    var merges: Int64?
    var fields: [String]?
    var undo: [JournalRecord.Sequence]?
    var line: String?

    /// `nil` when the line is no JSON object, or a member that is known is of another type.
    init?(_ line: UnsafeRawBufferPointer) {
        var reader = JSONReader(line)
        do throws(JSONReader.Malformed) {
            var members = Self()
            try reader.object { name, reader throws(JSONReader.Malformed) in try members.take(name, &reader) }
            try reader.end()
            self = members
        } catch {
            return nil
        }
    }

    private init() {}

    private mutating func take(_ name: String, _ reader: inout JSONReader) throws(JSONReader.Malformed) {
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
        case "undo": undo = try reader.optionalIntegers()
        case "line": line = try reader.optionalString()
        default: try reader.value()
        }
    }
}

extension JSONReader {
    fileprivate mutating func optionalString() throws(Malformed) -> String? {
        try optional { reader throws(Malformed) in try reader.string() }
    }

    fileprivate mutating func optionalInteger() throws(Malformed) -> Int64? {
        try optional { reader throws(Malformed) in try reader.integer() }
    }

    fileprivate mutating func optionalIntegers() throws(Malformed) -> [Int64]? {
        try optional { reader throws(Malformed) in
            try reader.array { reader throws(Malformed) in try reader.integer() }
        }
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
