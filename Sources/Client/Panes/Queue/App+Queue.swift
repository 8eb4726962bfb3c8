import Domain
import Journal
import Wire
import Wording

/// The queue pane: looking at what is under way, and deciding on it.
extension App {
    mutating func openQueue() {
        if navigation.queue == nil { navigation.push(.queue(QueuePane(model.queue.entries))) }
        perform(.reloadQueue)
    }

    mutating func leaveQueue() {
        if navigation.queue?.isOpen == true, !layout.isWide {
            navigation.queue?.isOpen = false
        } else {
            navigation.pop()
        }
    }

    mutating func moveInQueue(_ command: Command) {
        let page = layout.visibleRows
        navigation.queue?.move(command, model.queue.entries, page: page)
    }

    /// The marked edit as it is in the queue; `nil` when it is done with.
    var markedEdit: PendingEdit? {
        navigation.queue?.marked.flatMap { model.queue[$0.sequence] }
    }

    /// The same; says so when it is done with.
    private mutating func decidableEdit() -> PendingEdit? {
        if let marked = navigation.queue?.marked, markedEdit == nil {
            let text = "The \(marked.summary) is done with: \(context.stateText(of: marked))."
            chrome.notice = .plain(text)
        }
        return markedEdit
    }

    mutating func openQueued() {
        if let entry = markedEdit, case .conflict = entry.state {
            openConflict(entry)
        } else {
            navigation.queue?.isOpen = true
        }
    }

    // MARK: Deciding

    mutating func retry() {
        guard mayWrite(), let entry = decidableEdit() else { return }
        switch entry.state {
        case .rejected:
            let what = "Sent again: \(entry.summary) of \(model.name(of: entry.customer))."
            record(.resolve(entry.sequence, form(for: entry.change)), for: .other(saying: .plain(what)))
        case .conflict: openConflict(entry)
        case .waiting, .sending, .covered: syncNow()
        }
    }

    mutating func askToDiscard() {
        guard mayWrite(), let entry = decidableEdit() else { return }
        let name = model.name(of: entry.customer)
        guard entry.isUnsent else {
            chrome.notice = .warning(
                "Wait: \(entry.summary) of \(name) is on its way; what becomes of it is not known yet.")
            return
        }
        let age = Wording.age(of: entry.enteredAt, at: chrome.now)
        let entered = "Entered \(age)\(Wording.whence(entry.source))."
        var lines = [entered, "It has not reached the server, and is thrown away here."]
        let followers = model.queue.entries(for: entry.customer).count { $0.sequence > entry.sequence }
        if case .create = entry.change, followers > 0 {
            lines.append("What was changed of \(name) since goes with it.")
        }
        navigation.overlay = .question(
            Question(
                title: "Discard \(entry.summary) of \(name)?", lines: lines, personal: .change(entry.change),
                choices: [
                    .init(key: "y", title: "discard", action: .discard(entry.sequence)),
                    .init(key: "n", title: "keep", action: .none),
                ]))
    }

    mutating func discard(_ sequence: JournalRecord.Sequence) {
        guard let entry = model.queue[sequence] else { return }
        let done = "Discarded: \(entry.summary) of \(model.name(of: entry.customer))."
        record(.cancel(sequence, .discard), for: .other(saying: .plain(done)))
    }

    // MARK: After damage

    mutating func askToConfirm() {
        guard mayWrite() else { return }
        guard model.queue.hasHeld else {
            chrome.notice = .plain("Nothing is held because of damage.")
            return
        }
        navigation.overlay = .question(
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
        guard mayWrite(), let entry = decidableEdit() else { return }
        let name = model.name(of: entry.customer)
        switch (entry.change, entry.state) {
        case (_, .conflict): openConflict(entry)
        case (.delete, _):
            chrome.notice = .plain("A deletion has nothing to edit; \(context.keyName(.discard)) discards it.")
        case (_, .sending), (_, .covered):
            chrome.notice = .warning(
                "Wait: \(entry.summary) of \(name) is on its way; what becomes of it is not known yet.")
        case (_, .rejected): if let form = form(forRefused: entry) { openForm(form) }
        case (_, .waiting):
            guard let customer = model.shown(entry.customer) else {
                askForUnknown(entry.customer)
                return
            }
            openForm(FormPane(id: environment.makeID(), subject: .edit(customer)))
        }
    }

    /// A form with all that a refused entry would do, what has become one with it included.
    mutating func form(forRefused entry: PendingEdit) -> FormPane? {
        switch entry.change {
        case .create(let new): return form(forRefused: entry, .new(entry.customer), new.details)
        case .edit(let edit, _):
            let before = model.queue.before(entry.sequence)
            guard let base = before.shown(entry.customer, on: model.directory[entry.customer]) else {
                askForUnknown(entry.customer)
                return nil
            }
            return form(forRefused: entry, .edit(base), edit.applied(to: base.details))
        case .delete: return nil
        }
    }

    private func form(
        forRefused entry: PendingEdit, _ subject: Draft.Subject, _ details: CustomerDetails
    ) -> FormPane {
        let values = CustomerField.allCases.map { ($0, details[$0] ?? "") }
        let draft = Draft(
            id: environment.makeID(), subject: subject, values: Dictionary(uniqueKeysWithValues: values),
            target: .entry(entry.sequence), savedAt: chrome.now)
        var form = FormPane(draft)
        if case .rejected(let problem) = entry.state {
            for violation in problem.violations {
                CustomerField(rawValue: violation.field).map { form.setVerdict(violation.message, on: $0) }
            }
            if problem.kind == .emailTaken { form.setVerdict("is used by another customer already", on: .email) }
        }
        return form
    }

    private mutating func askForUnknown(_ id: CustomerID) {
        chrome.notice = .plain("This customer is not here; the server is asked. Try again when it has answered.")
        guard !model.requests.values.contains(.catchUp(id)) else { return }
        _ = send(.get(id, unlessVersion: nil), for: .catchUp(id))
    }
}
