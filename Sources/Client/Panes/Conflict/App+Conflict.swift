import Domain
import Journal
import Wire

/// Answering a conflict: a choice for each field that both sides changed, and nothing of theirs is overwritten unread.
extension App {
    mutating func openConflict(_ entry: PendingEdit) {
        guard let matter = matter(of: entry) else { return }
        pane = .conflict(
            ConflictState(sequence: entry.sequence, matter: matter, origin: pane == .queue ? .queue : .list))
    }

    private func matter(of entry: PendingEdit) -> ConflictMatter? {
        ConflictMatter(entry, mine: shown(entry.customer)?.details)
    }

    /// The conflict may have been answered elsewhere, or be about something newer.
    mutating func followConflict() {
        guard case .conflict(let state) = pane else { return }
        guard let entry = queue[state.sequence], let matter = matter(of: entry) else {
            pane = state.origin == .queue ? .queue : .list
            if !isAnswering(state.sequence) { notice = notice ?? decidedElsewhere(state.sequence) }
            return
        }
        guard matter != state.matter else { return }
        pane = .conflict(ConflictState(sequence: state.sequence, matter: matter, origin: state.origin))
        notice = .warning("What others did has changed once more; look at it again.")
    }

    private func isAnswering(_ sequence: JournalRecord.Sequence) -> Bool {
        recordings.values.contains {
            if case .answer(sequence, _) = $0.purpose { true } else { false }
        }
    }

    /// Another window was faster: what was decided there counts, and is shown.
    func decidedElsewhere(_ sequence: JournalRecord.Sequence) -> Notice {
        let result =
            switch queue.fate(of: sequence) {
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
        guard case .conflict(var state) = pane else { return }
        let height = conflictRows
        let tall = max(0, conflictBlock(state.focus, of: state).lines.count - height)
        switch command {
        case .moveDown where state.offset < tall: state.offset += 1
        case .moveUp where state.offset > 0: state.offset -= 1
        case .moveDown, .moveUp, .goToTop, .goToBottom:
            let last = max(0, state.matter.decisions.count - 1)
            let focus =
                switch command {
                case .moveUp: state.focus - 1
                case .moveDown: state.focus + 1
                case .goToTop: 0
                default: last
                }
            let next = max(0, min(focus, last))
            if next != state.focus { state.offset = 0 }
            state.focus = next
        default: return
        }
        pane = .conflict(state)
    }

    // MARK: Choosing

    mutating func choose(_ side: ConflictState.Side) {
        guard mayWrite(), case .conflict(var state) = pane, let decision = state.focused else { return }
        // On a screen too low to show it all, theirs has to be scrolled into sight before a choice is taken.
        guard conflictBlock(state.focus, of: state).endOfTheirs <= state.offset + conflictRows else {
            notice = .warning("Read on before you choose: \(keyName(.moveDown)) scrolls.")
            return
        }
        state.choices[decision] = side
        // The next one that is undecided is on the screen before it can be chosen on.
        if let next = state.undecided, let index = state.matter.decisions.firstIndex(of: next) {
            state.offset = 0
            state.focus = index
        }
        pane = .conflict(state)
    }

    mutating func confirmConflict() {
        guard mayWrite(), case .conflict(let state) = pane, let entry = queue[state.sequence] else { return }
        if let open = state.undecided {
            let what = if case .field(let field) = open { field.label.lowercased() } else { "what is to become of it" }
            notice = .warning("Choose first: \(what).")
            return
        }
        switch state.matter {
        case .changes(let edit, let theirs): settle(entry, edit, on: theirs, state.choices)
        case .deletion(_, let theirs):
            if state.choices[.whole] == .mine {
                answer(entry, as: .delete(base: theirs.details, version: theirs.version))
            } else {
                dropMine(entry, "\(theirs.name) stays as they are now.")
            }
        case .gone(let mine, let edit):
            if state.choices[.whole] == .mine {
                recreate(entry, mine, edit)
            } else {
                dropEverything(of: entry.customer)
            }
        }
    }

    private mutating func settle(
        _ entry: PendingEdit, _ edit: CustomerEdit, on theirs: Customer,
        _ choices: [ConflictMatter.Decision: ConflictState.Side]
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
        let done = Notice.success(isSending ? "Decided; it is sent." : "Decided; it is sent when \(whenSent).")
        record(.resolve(entry.sequence, form(for: change)), for: .answer(entry.sequence, saying: done))
    }

    private mutating func dropMine(_ entry: PendingEdit, _ done: String) {
        record(.cancel(entry.sequence, .discard), for: .answer(entry.sequence, saying: .plain(done)))
    }

    /// Lets go of all that is under way for somebody who was deleted, the last first: each was built on those before it.
    private mutating func dropEverything(of id: CustomerID) {
        let entries = queue.entries(for: id).filter(\.isUnsent)
        let what = entries.count == 1 ? "Your edit" : "Your \(entries.count) edits"
        let done = "\(what) of \(name(of: id)) \(entries.count == 1 ? "was" : "were") discarded."
        for entry in entries.reversed() {
            record(.cancel(entry.sequence, .discard), for: .answer(entry.sequence, saying: .plain(done)))
        }
    }

    /// Makes somebody who was deleted anew, with everything that is under way for them.
    private mutating func recreate(_ entry: PendingEdit, _ mine: CustomerDetails?, _ edit: CustomerEdit) {
        let id = environment.makeID()
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
            savedAt: now)
        leaveConflict()
        openForm(FormState(draft))
        notice = .warning("What they were is not known here any more: fill in the rest and save.")
    }

    mutating func leaveConflict() {
        if case .conflict(let state) = pane { pane = state.origin == .queue ? .queue : .list }
    }
}
