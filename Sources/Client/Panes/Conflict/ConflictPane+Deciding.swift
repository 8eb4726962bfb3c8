import Domain
import Journal
import Screen
import Wire

/// Answering a conflict: a choice for each field that both sides changed, and nothing of theirs is overwritten unread.
extension ConflictPane: Pane {
    static let scope = Scope.conflict

    /// - Returns: `nil` when the edit does not wait for such a decision.
    init?(_ entry: PendingEdit, in model: Model) {
        let restored = model.restored(entry.customer, since: entry.change.version)
        guard
            let matter = ConflictMatter(entry, mine: model.shown(entry.customer)?.details, restored: restored)
        else { return nil }
        self = model.openConflicts[entry.sequence] ?? ConflictPane(entry, matter)
        if self.matter != matter { follow(matter) }
    }

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        guard case .command(let command) = input else { return }
        switch command {
        case .back: navigator.go(.pop)
        case .chooseTheirs: choose(.theirs, &context)
        case .chooseMine: choose(.mine, &context)
        case .save: confirm(&context, &navigator)
        default:
            let lines = context.conflictBlock(focus, of: self).lines.count
            move(command, hidden: max(0, lines - context.layout.bodyRows))
        }
    }

    func render(on grid: inout Grid, _ context: PaneContext) { context.draw(self, on: &grid, context.layout) }

    func keptRows(_ context: PaneContext) -> Int { context.lastRow(of: self, context.layout) + 1 }

    /// Goes on with what has become of the edit: the conflict stays open, and says so when it was decided elsewhere.
    ///
    /// - Returns: whether it was decided here, so that the pane has done its work.
    mutating func follow(_ context: inout PaneContext) -> Bool {
        guard !isDecided else { return false }
        if let entry = context.model.queue[sequence], let newer = ConflictPane(entry, in: context.model) {
            guard newer.matter != matter else { return false }
            follow(newer.matter)
            context.post(.warning("What others did has changed once more; look at it again."))
        } else if context.model.writes.isAnswering(sequence) {
            return true
        } else {
            isDecided = true
            context.post(context.chrome.notice ?? context.decidedElsewhere(sequence))
        }
        return false
    }

    // MARK: Choosing

    private mutating func choose(_ side: Side, _ context: inout PaneContext) {
        guard mayDecide(&context) else { return }
        // On a screen too low to show it all, theirs has to be scrolled into sight before a choice is taken.
        guard context.conflictBlock(focus, of: self).endOfTheirs <= offset + context.layout.bodyRows else {
            let scrolls = "\(context.keyName(.moveDown)) scrolls"
            context.post(.warning("Read on before you choose: \(scrolls)."))
            return
        }
        choose(side)
        context.keep(self)
    }

    /// Whether it can be decided here; says so when it is decided already.
    private func mayDecide(_ context: inout PaneContext) -> Bool {
        guard context.mayWrite() else { return false }
        if isDecided { context.post(context.decidedElsewhere(sequence)) }
        return !isDecided
    }

    private func confirm(_ context: inout PaneContext, _ navigator: inout Navigator) {
        guard mayDecide(&context), let entry = context.model.queue[sequence] else { return }
        if let open = undecided {
            let what = if case .field(let field) = open { field.label.lowercased() } else { "what is to become of it" }
            context.post(.warning("Choose first: \(what)."))
            return
        }
        let isMine = choices[.whole] == .mine
        switch matter {
        case .changes(let edit, let theirs): resolveChanges(entry, edit, on: theirs, &context)
        case .deletion(_, let theirs) where isMine:
            context.answer(entry, as: .delete(base: theirs.details, version: theirs.version))
        case .deletion(_, let theirs): context.dropMine(entry, "\(theirs.name) stays as they are now.")
        case .gone where isMine && context.mayRestore(matter): context.restore(entry)
        case .gone(let mine, let edit) where isMine: context.recreate(entry, mine, edit, &navigator)
        case .gone: context.dropEverything(of: entry.customer)
        }
    }

    private func resolveChanges(
        _ entry: PendingEdit, _ edit: CustomerEdit, on theirs: Customer, _ context: inout PaneContext
    ) {
        let remaining = edit.merged(onto: theirs.details).remaining
        let mine = CustomerEdit(remaining.changes.filter { choices[.field($0.key)] != .theirs })
        if mine.isEmpty {
            context.dropMine(entry, "\(theirs.name) stays as they are now.")
        } else {
            context.answer(entry, as: .edit(mine, version: theirs.version))
        }
    }
}

extension PaneContext {
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
            case .forgotten: "it is finished"
            }
        return .warning("Decided in another window already: \(result).")
    }

    fileprivate mutating func answer(_ entry: PendingEdit, as change: Entry.Change) {
        let done = Notice.success(
            model.isSending ? "Decided; it is sent." : "Decided; it is sent when \(whenSent).")
        record(.resolve(entry.sequence, entryForm(for: change)), for: .answer(entry.sequence, saying: done))
    }

    fileprivate mutating func dropMine(_ entry: PendingEdit, _ done: String) {
        record(.cancel(entry.sequence, .discard), for: .answer(entry.sequence, saying: .plain(done)))
    }

    /// Drops everything that is under way for a deleted customer, the last first: each was built on those before it.
    fileprivate mutating func dropEverything(of id: CustomerID) {
        let entries = model.queue.entries(for: id).filter(\.isUnsent)
        let what = entries.count == 1 ? "Your edit" : "Your \(entries.count) edits"
        let done = "\(what) of \(model.name(of: id)) \(entries.count == 1 ? "was" : "were") discarded."
        for entry in entries.reversed() {
            record(.cancel(entry.sequence, .discard), for: .answer(entry.sequence, saying: .plain(done)))
        }
    }

    /// Whether the server can restore who was deleted, so that nobody has to be created again for an edit.
    func mayRestore(_ matter: ConflictMatter) -> Bool {
        if case .gone(_, let edit) = matter { model.restoresDeleted && !edit.isEmpty } else { false }
    }

    /// Restores a deleted customer, and makes what is under way for them then.
    fileprivate mutating func restore(_ entry: PendingEdit) {
        guard let last = model.directory[entry.customer] else {
            return post(
                .warning("What they were is not known here: restore them in :trash, and your edit goes with them."))
        }
        let when = model.isSending ? "is restored" : "is restored when \(whenSent)"
        restore(
            last.id, .restoration(of: last.details, deletedFrom: last.version),
            for: .answer(entry.sequence, saying: .success("\(last.name) \(when), with your edit.")))
    }

    /// Creates a deleted customer again, with everything that is under way for them.
    fileprivate mutating func recreate(
        _ entry: PendingEdit, _ mine: CustomerDetails?, _ edit: CustomerEdit, _ navigator: inout Navigator
    ) {
        let id: CustomerID = environment.makeID()
        if let mine {
            let new = Entry(customer: id, form: entryForm(for: .create(model.anew(mine, after: entry.customer))))
            let done = "\(mine.name) is created again under a new id."
            record(.recreate(entry.customer, new), for: .answer(entry.sequence, saying: .success(done)))
            return
        }
        // What they were is not known here any more: the person fills in the rest.
        let values = edit.changes.compactMapValues(\.to)
        let draft = Draft(
            id: environment.makeID(), subject: .new(id), values: values, target: .everything(of: entry.customer),
            savedAt: chrome.now)
        navigator.go(.pop)
        navigator.go(.open(FormPane(draft)))
        post(.warning("What they were is not known here any more: fill in the rest and save."))
    }
}

extension Writes {
    fileprivate func isAnswering(_ sequence: JournalRecord.Sequence) -> Bool {
        recordings.values.contains { if case .answer(sequence, _) = $0.purpose { true } else { false } }
    }
}
