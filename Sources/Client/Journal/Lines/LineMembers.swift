import Wire

/// The members of a line as JSON has them; which of them a kind has is decided in ``JournalRecord``.
struct LineMembers: Decodable {
    let s: JournalRecord.Sequence
    let t: String
    let k: String
    /// Lines of the same append that follow: all of them count, or none.
    var more: Int?
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
    var attempts: Int?
    var merges: Int?
    var fields: [String]?
    var undo: [JournalRecord.Sequence]?
    var line: String?
}
