import Domain

/// How much of a member of an answer is read; a server that sends more is not our API.
///
/// A page has no more rows than were asked for.
enum AnswerLimits {
    /// What people fill in: four times what its own rule says, because a later server may allow more than today's, and what is
    /// there can be longer than what may be entered.
    static func bytes(of field: CustomerField) -> Int { max(4 * field.maximumBytes, 256) }
    /// Elements of a field that is a list, by the same reckoning.
    static func elements(of field: CustomerField) -> Int { 4 * (field.maximumWords ?? 0) }
    /// What is said in a note, by the same reckoning.
    static let noteBytes = 4 * NoteText.maximumBytes
    /// Who made a change: an ARN has at most so many characters, and no other name is longer.
    static let authorBytes = 2_048
    /// A cursor stands in a request's first line, of which servers take 8 kB.
    static let cursorBytes = 4_096
    /// A message for people, of a problem or of one of its fields.
    static let messageBytes = 4_096
    /// An id, a date, a code, a version of a program.
    static let wordBytes = 256
    /// Names in a list of them, such as the server's capabilities.
    static let words = 100
    /// Whom one customer was said not to be: people have said each of it.
    static let dismissals = 10_000
    /// Fields at fault that a problem names.
    static let violations = 100
}
