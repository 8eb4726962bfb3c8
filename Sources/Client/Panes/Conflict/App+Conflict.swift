import Domain
import Journal
import Screen
import Wire

/// Answering a conflict: a choice for each field that both sides changed, and nothing of theirs is overwritten unread.
extension App {
    mutating func openConflict(_ entry: PendingEdit) {
        guard let matter = matter(of: entry) else { return }
        navigation.push(.conflict(ConflictPane(entry, matter)))
    }

    private func matter(of entry: PendingEdit) -> ConflictMatter? {
        ConflictMatter(entry, mine: model.shown(entry.customer)?.details)
    }

    /// The conflict may have been answered elsewhere, or be about something newer: it stays open, and says so.
    mutating func followConflict() {
        guard var pane = navigation.conflict, !pane.isDecided else { return }
        if let entry = model.queue[pane.sequence], let matter = matter(of: entry) {
            guard matter != pane.matter else { return }
            pane.follow(matter)
            chrome.notice = .warning("What others did has changed once more; look at it again.")
        } else if isAnswering(pane.sequence) {
            return navigation.pop()
        } else {
            pane.isDecided = true
            chrome.notice = chrome.notice ?? decidedElsewhere(pane.sequence)
        }
        navigation.conflict = pane
    }

    private func isAnswering(_ sequence: JournalRecord.Sequence) -> Bool {
        model.writes.recordings.values.contains {
            if case .answer(sequence, _) = $0.purpose { true } else { false }
        }
    }

    /// Another window was faster: what was decided there counts, and is shown.
    func decidedElsewhere(_ sequence: JournalRecord.Sequence) -> Notice {
        let result =
            switch model.queue.fate(of: sequence) {
            case .pending(let entry) where entry.sequence != sequence: "another edit carries it on"
            case .pending(let entry) where entry.isUnsent: "your side goes to the server"
            case .pending: "your side is on its way to the server"
            case .synced, .unneeded: "the server has it"
            case .takenBack: "your side was discarded"
            case .superseded: "a later edit takes your side back"
            case .forgotten: "it is done with"
            }
        return .warning("Decided in another window already: \(result).")
    }

    // MARK: Moving

    mutating func moveInConflict(_ command: Command) {
        guard let pane = navigation.conflict else { return }
        let lines = context.conflictBlock(pane.focus, of: pane).lines.count
        let hidden = max(0, lines - conflictRows)
        navigation.conflict?.move(command, hidden: hidden)
    }

    private var conflictRows: Int { max(1, layout.body.size.rows) }

    // MARK: Choosing

    mutating func choose(_ side: ConflictPane.Side) {
        guard let pane = openConflict() else { return }
        // On a screen too low to show it all, theirs has to be scrolled into sight before a choice is taken.
        let end = context.conflictBlock(pane.focus, of: pane).endOfTheirs
        guard end <= pane.offset + conflictRows else {
            chrome.notice = .warning("Read on before you choose: \(context.keyName(.moveDown)) scrolls.")
            return
        }
        navigation.conflict?.choose(side)
    }

    /// The conflict if it can be decided here; says so when it is decided already.
    private mutating func openConflict() -> ConflictPane? {
        guard mayWrite(), let pane = navigation.conflict else { return nil }
        if pane.isDecided { chrome.notice = decidedElsewhere(pane.sequence) }
        return pane.isDecided ? nil : pane
    }

    mutating func confirmConflict() {
        guard let pane = openConflict(), let entry = model.queue[pane.sequence] else { return }
        if let open = pane.undecided {
            let what = if case .field(let field) = open { field.label.lowercased() } else { "what is to become of it" }
            chrome.notice = .warning("Choose first: \(what).")
            return
        }
        let isMine = pane.choices[.whole] == .mine
        switch pane.matter {
        case .changes(let edit, let theirs): settle(entry, edit, on: theirs, pane.choices)
        case .deletion(_, let theirs) where isMine:
            answer(entry, as: .delete(base: theirs.details, version: theirs.version))
        case .deletion(_, let theirs): dropMine(entry, "\(theirs.name) stays as they are now.")
        case .gone(let mine, let edit):
            if isMine { recreate(entry, mine, edit) } else { dropEverything(of: entry.customer) }
        }
    }

    private mutating func settle(
        _ entry: PendingEdit, _ edit: CustomerEdit, on theirs: Customer,
        _ choices: [ConflictMatter.Decision: ConflictPane.Side]
    ) {
        let remaining = edit.merged(onto: theirs.details).remaining
        let mine = CustomerEdit(remaining.changes.filter { choices[.field($0.key)] != .theirs })
        if mine.isEmpty {
            dropMine(entry, "\(theirs.name) stays as they are now.")
        } else {
            answer(entry, as: .edit(mine, version: theirs.version))
        }
    }

    private mutating func answer(_ entry: PendingEdit, as change: Entry.Change) {
        let done = Notice.success(
            model.isSending ? "Decided; it is sent." : "Decided; it is sent when \(context.whenSent).")
        record(.resolve(entry.sequence, form(for: change)), for: .answer(entry.sequence, saying: done))
    }

    private mutating func dropMine(_ entry: PendingEdit, _ done: String) {
        record(.cancel(entry.sequence, .discard), for: .answer(entry.sequence, saying: .plain(done)))
    }

    /// Lets go of all that is under way for somebody who was deleted, the last first: each was built on those before it.
    private mutating func dropEverything(of id: CustomerID) {
        let entries = model.queue.entries(for: id).filter(\.isUnsent)
        let what = entries.count == 1 ? "Your edit" : "Your \(entries.count) edits"
        let done = "\(what) of \(model.name(of: id)) \(entries.count == 1 ? "was" : "were") discarded."
        for entry in entries.reversed() {
            record(.cancel(entry.sequence, .discard), for: .answer(entry.sequence, saying: .plain(done)))
        }
    }

    /// Makes somebody who was deleted anew, with everything that is under way for them.
    private mutating func recreate(_ entry: PendingEdit, _ mine: CustomerDetails?, _ edit: CustomerEdit) {
        let id: CustomerID = environment.makeID()
        if let mine {
            let new = Entry(customer: id, form: form(for: .create(anew(mine, after: entry.customer))))
            let done = "\(mine.name) is created anew under a new number."
            record(.recreate(entry.customer, new), for: .answer(entry.sequence, saying: .success(done)))
            return
        }
        // What they were is not known here any more: the person fills in the rest.
        let values = edit.changes.compactMapValues(\.to)
        let draft = Draft(
            id: environment.makeID(), subject: .new(id), values: values, target: .everything(of: entry.customer),
            savedAt: chrome.now)
        navigation.pop()
        openForm(FormPane(draft))
        chrome.notice = .warning("What they were is not known here any more: fill in the rest and save.")
    }
}
