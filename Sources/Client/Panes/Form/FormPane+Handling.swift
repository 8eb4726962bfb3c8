import Domain
import Journal
import Screen

/// Typing in the form, saving and leaving it.
extension FormPane: Pane {
    static let scope = Scope.form

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch input {
        case .key(let key): type(key, &context)
        case .paste(let text): paste(text, &context)
        case .command(.save): save(&context, &navigator)
        case .command(.back): leave(&navigator)
        case .command(.nextField): moveFocus(by: 1)
        case .command(.previousField): moveFocus(by: -1)
        case .command(.openEditor): openEditor(&context)
        case .command(.clear): if stage == .editing { change(&context) { $0.clear() } }
        case .command(.openDuplicate): openDuplicate(1, &context, &navigator)
        case .command(.copy): context.copy(clipboardText, of: [customerID].compactMap(\.self), rescuing: .form)
        case .command, .counted, .typed: break
        }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(self, on: &grid, context.layout.side)
    }

    func keptRows(_ context: PaneContext) -> Int { context.rows(of: self, in: context.layout.side) }

    // MARK: Typing

    private mutating func type(_ key: Key, _ context: inout PaneContext) {
        guard stage == .editing else { return }
        guard !context.isLossy(focus, self) else {
            if !moveFocus(key) { context.sayLoss() }
            return
        }
        let before = text(focus)
        let isHandled = handle(key)
        if text(focus) != before { noteChange(&context) } else if !isHandled { _ = moveFocus(key) }
    }

    private mutating func paste(_ text: String, _ context: inout PaneContext) {
        guard stage == .editing else { return }
        guard !context.isLossy(focus, self) else { return context.sayLoss() }
        var leftOut = 0
        change(&context) { leftOut = $0.paste(text) }
        context.sayLeftOut(leftOut)
    }

    private mutating func change(_ context: inout PaneContext, _ change: (inout FormPane) -> Void) {
        change(&self)
        noteChange(&context)
    }

    /// Keys that the field has no use for lead to the next one.
    private mutating func moveFocus(_ key: Key) -> Bool {
        switch key {
        case .down, .enter: moveFocus(by: 1)
        case .up: moveFocus(by: -1)
        default: return false
        }
        return true
    }

    func keepDraft(_ context: inout PaneContext) {
        guard !isOfErased(in: context.model) else { return }
        context.perform(.keepDraft(draft(at: context.chrome.now)))
    }

    // MARK: Saving

    private mutating func save(_ context: inout PaneContext, _ navigator: inout Navigator) {
        guard stage == .editing, context.mayWrite() else { return }
        guard !isChanged || !isOfErased(in: context.model) else {
            return context.post(.error("Not saved: \(Customer.erasedText) Esc leaves."))
        }
        do throws(FieldViolations) {
            guard let change = try change() else {
                navigator.go(.closeForm)
                context.post(.plain("Nothing was changed."))
                return
            }
            stage = .recording
            hasKeysSinceSave = false
            let new = context.entryForm(for: change)
            context.record(request(for: new, context), for: .save(new.op))
            context.clearNotice()
        } catch {
            showFaults()
            let count = error.all.count
            let fields = count == 1 ? "one field needs" : "\(count) fields need"
            context.post(.error("Not saved: \(fields) correcting."))
        }
    }

    private func request(for new: Entry.Form, _ context: PaneContext) -> QueueRequest {
        let queue = context.model.queue
        switch target {
        case .newEntry where restores && !queue.isPending(subjectID):
            guard case .edit(let customer) = subject else { break }
            let change = Entry.Change.restoration(of: customer.details, deletedFrom: customer.version)
            return .enter([context.entryForm(for: change), new].map { Entry(customer: customer.id, form: $0) })
        case .entry(let sequence) where isUndecided(sequence, in: queue): return .resolve(sequence, new)
        case .everything(let old) where queue.isPending(old):
            return .recreate(old, Entry(customer: subjectID, form: new))
        case .newEntry, .entry, .everything: break
        }
        return .enter([Entry(customer: subjectID, form: new)])
    }

    /// Whether a refused entry is there still; a draft may be older than the journal.
    private func isUndecided(_ sequence: JournalRecord.Sequence, in queue: EditQueue) -> Bool {
        guard let entry = queue[sequence] else { return false }
        return entry.customer == subjectID && entry.needsDecision
    }

    /// Whether nothing may be kept of whom it is about.
    private func isOfErased(in model: Model) -> Bool { origin.map(model.erased.contains) ?? false }

    // MARK: Leaving

    private func leave(_ navigator: inout Navigator) {
        switch stage {
        // It is not known yet whether it will be on disk: the form stays behind until then.
        case .recording: navigator.go(.setFormAside)
        case .awaiting: navigator.go(.stopAwaiting)
        case .editing where isChanged:
            navigator.ask(
                Question(
                    title: "Leave without saving?", lines: [leavingText],
                    choices: [
                        .init(key: "y", title: "leave", action: .leaveForm),
                        .init(key: "n", title: "stay", action: .none),
                    ]))
        case .editing: navigator.go(.closeForm)
        }
    }

    private var leavingText: String {
        if case .entry = target { return "The refused edit stays in the queue as it was." }
        return "What was typed is thrown away."
    }
}

extension PaneContext {
    mutating func sayLoss() {
        let clears = "\(keyName(.clear, in: .form)) clears it to type it again"
        post(.warning("This terminal cannot show the value faithfully; \(clears)."))
    }
}
