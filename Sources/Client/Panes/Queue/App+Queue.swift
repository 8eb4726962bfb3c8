import Domain
import Journal
import Wire

/// The queue pane: looking at what is under way, and deciding on it.
extension App {
    mutating func openQueue() {
        queueView.opensBackTo = pane == .detail ? .detail : .list
        queueView.isOpen = false
        queueView.follow(queue.entries)
        pane = .queue
        perform(.reloadQueue)
    }

    mutating func leaveQueue() {
        if queueView.isOpen, !layout.isWide {
            queueView.isOpen = false
        } else {
            pane = queueView.opensBackTo == .detail && detail != nil ? .detail : .list
        }
    }

    mutating func moveInQueue(_ command: Command) {
        let page = max(1, layout.visibleRows)
        let row =
            switch command {
            case .moveUp: queueView.row - 1
            case .moveDown: queueView.row + 1
            case .pageUp: queueView.row - page
            case .pageDown: queueView.row + page
            case .halfPageUp: queueView.row - max(1, page / 2)
            case .halfPageDown: queueView.row + max(1, page / 2)
            case .goToTop: 0
            default: queue.count - 1
            }
        queueView.mark(row, in: queue.entries)
    }

    var markedEdit: PendingEdit? {
        queueView.marked.flatMap { queue[$0] }
    }

    mutating func openQueued() {
        guard let entry = markedEdit else { return }
        if case .conflict = entry.state { openConflict(entry) } else { queueView.isOpen = true }
    }

    // MARK: Deciding

    mutating func retry() {
        guard mayWrite(), let entry = markedEdit else { return }
        switch entry.state {
        case .rejected:
            let what = "Sent again: \(entry.summary) of \(name(of: entry.customer))."
            record(.resolve(entry.sequence, form(for: entry.change)), for: .other(saying: .plain(what)))
        case .conflict: openConflict(entry)
        case .waiting, .sending, .covered: syncNow()
        }
    }

    mutating func askToDiscard() {
        guard mayWrite(), let entry = markedEdit else { return }
        let name = name(of: entry.customer)
        guard entry.isUnsent else {
            notice = .warning("Wait: \(entry.summary) of \(name) is on its way; what becomes of it is not known yet.")
            return
        }
        let entered = "Entered \(Wording.age(of: entry.enteredAt, at: now))\(Wording.whence(entry.source))."
        var lines = [entered, "It has not reached the server, and is thrown away here."]
        let followers = queue.entries(for: entry.customer).count { $0.sequence > entry.sequence }
        if case .create = entry.change, followers > 0 {
            lines.append("What was changed of \(name) since goes with it.")
        }
        overlay = .question(
            Question(
                title: "Discard \(entry.summary) of \(name)?", lines: lines, personal: .change(entry.change),
                choices: [
                    .init(key: "y", title: "discard", action: .discard(entry.sequence)),
                    .init(key: "n", title: "keep", action: .none),
                ]))
    }

    mutating func discard(_ sequence: JournalRecord.Sequence) {
        guard let entry = queue[sequence] else { return }
        let done = "Discarded: \(entry.summary) of \(name(of: entry.customer))."
        record(.cancel(sequence, .discard), for: .other(saying: .plain(done)))
    }

    // MARK: After damage

    mutating func askToConfirm() {
        guard mayWrite() else { return }
        guard queue.hasHeld else {
            notice = .plain("Nothing is held because of damage.")
            return
        }
        overlay = .question(
            Question(
                title: "Send what is left of the damaged journal?",
                lines: ["Look at it first: what stood on a damaged line is not among it."],
                choices: [
                    .init(key: "y", title: "send", action: .release), .init(key: "n", title: "hold", action: .none),
                ]))
    }

    mutating func release() {
        record(.release, for: .other(saying: .plain("Nothing is held any more.")))
    }

    /// Opens the form with the values of the marked edit; saving puts a refused edit right.
    mutating func editQueued() {
        guard mayWrite(), let entry = markedEdit else { return }
        let name = name(of: entry.customer)
        switch (entry.change, entry.state) {
        case (_, .conflict): openConflict(entry)
        case (.delete, _): notice = .plain("A deletion has nothing to edit; \(keyName(.discard)) discards it.")
        case (_, .sending), (_, .covered):
            notice = .warning("Wait: \(entry.summary) of \(name) is on its way; what becomes of it is not known yet.")
        case (_, .rejected): editRefused(entry)
        case (_, .waiting):
            guard let customer = shown(entry.customer) else {
                askForUnknown(entry.customer)
                return
            }
            openForm(FormState(id: environment.makeID(), subject: .edit(customer)))
        }
    }

    /// Opens the form with all that a refused entry would do, what has become one with it included.
    mutating func editRefused(_ entry: PendingEdit) {
        switch entry.change {
        case .create(let new): editRefused(entry, .new(entry.customer), new.details)
        case .edit(let edit, _):
            guard let base = queue.before(entry.sequence).shown(entry.customer, on: directory[entry.customer]) else {
                askForUnknown(entry.customer)
                return
            }
            editRefused(entry, .edit(base), edit.applied(to: base.details))
        case .delete: break
        }
    }

    private mutating func editRefused(_ entry: PendingEdit, _ subject: Draft.Subject, _ details: CustomerDetails) {
        let values = CustomerField.allCases.map { ($0, details[$0] ?? "") }
        let draft = Draft(
            id: environment.makeID(), subject: subject, values: Dictionary(uniqueKeysWithValues: values),
            target: .entry(entry.sequence), savedAt: now)
        var form = FormState(draft)
        if case .rejected(let problem) = entry.state {
            for violation in problem.violations {
                CustomerField(rawValue: violation.field).map { form.setVerdict(violation.message, on: $0) }
            }
            if problem.kind == .emailTaken { form.setVerdict("is used by another customer already", on: .email) }
        }
        openForm(form)
    }

    private mutating func askForUnknown(_ id: CustomerID) {
        notice = .plain("This customer is not here; the server is asked. Try again when it has answered.")
        guard !requests.values.contains(.catchUp(id)) else { return }
        _ = send(.get(id, unlessVersion: nil), for: .catchUp(id))
    }
}
