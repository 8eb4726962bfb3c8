/// The names of a journal's files.
struct JournalPlace: Hashable, Sendable {
    let directory: String

    init(_ directory: String) {
        self.directory = directory
    }

    var journal: String { directory + "/journal.jsonl" }
    /// A journal on its way to taking the other's place.
    var new: String { directory + "/journal.jsonl.new" }
    /// The generation before, until the next start that finds nothing wrong.
    var old: String { directory + "/journal.jsonl.old" }
    var lock: String { directory + "/journal.lock" }
    var senderLock: String { directory + "/sender.lock" }
    /// What was damaged or cut off, for a person to look at.
    var quarantine: String { directory + "/quarantine" }
}
