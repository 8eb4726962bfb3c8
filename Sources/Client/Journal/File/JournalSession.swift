package import Domain

/// One run of a program, which signs what it enters.
package struct JournalSession: Sendable {
    package typealias ID = Identifier<JournalSession>

    package let source: EntrySource
    /// How long its deletions wait before they may be sent, so that undo is real.
    package let deletionDelay: Duration
    package let clock: any BootClock

    /// How long a deletion waits that was not confirmed by a question.
    package static let standardDelay: Duration = .seconds(10)

    package init(
        program: String = EntrySource.interface, id: ID = .random(), deletionDelay: Duration = standardDelay,
        clock: any BootClock = SystemBootClock()
    ) {
        source = EntrySource(program: program, session: id.text)
        self.deletionDelay = deletionDelay
        self.clock = clock
    }

    /// The group with who began it.
    func signed(_ group: EditGroup) -> EditGroup {
        var group = group
        group.source = source
        return group
    }

    /// The entry with who entered it and, for a deletion, from when on it may be sent.
    package func signed(_ entry: Entry) -> Entry {
        var entry = entry
        entry.source = source
        if case .delete = entry.form.change { entry.due = clock.now.advanced(by: deletionDelay) }
        return entry
    }
}
