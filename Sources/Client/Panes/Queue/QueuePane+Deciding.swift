import Domain
import Journal
import Screen
import Wire
import Wording

/// The queue pane: looking at what is under way, and deciding on it.
extension QueuePane: Pane {
    static let scope = Scope.queue

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch input {
        case .command(let command): handle(command, &context, &navigator)
        case .counted(let command, let count):
            move(command, count: count, context.model.queue.entries, page: context.layout.visibleRows)
        case .key, .paste, .typed: break
        }
    }

    private mutating func handle(_ command: Command, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch command {
        case .back: back(context, &navigator)
        case .open: open(&context, &navigator)
        case .retry: retry(&context, &navigator)
        case .edit: edit(&context, &navigator)
        case .discard: askToDiscard(&context, &navigator)
        case .confirm: context.askToRelease(&navigator)
        case .moveUp, .moveDown, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .goToTop, .goToBottom:
            move(command, context.model.queue.entries, page: context.layout.visibleRows)
        default: break
        }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(self, covered: context.layout.coveredRows, on: &grid, context.layout)
    }

    func idleCommands(_ context: PaneContext) -> Set<Command> {
        selected == nil ? [.open, .retry, .edit, .discard] : []
    }

    func agedMoments(_ context: PaneContext) -> [Timestamp] {
        rows(context.model.queue.entries).map(\.enteredAt) + context.model.queue.history.map(\.enteredAt)
    }

    // MARK: The selected edit

    /// The selected edit as it is in the queue; `nil` when it is finished.
    func selectedEdit(in queue: EditQueue) -> PendingEdit? { selected.flatMap { queue[$0.sequence] } }

    /// The same, when this session may decide on it; says so when it is finished.
    private func decidableEdit(_ context: inout PaneContext) -> PendingEdit? {
        guard context.mayWrite(), let selected else { return nil }
        let entry = selectedEdit(in: context.model.queue)
        if entry == nil {
            let text = "The \(selected.summary) is no longer queued: \(context.stateText(of: selected))."
            context.post(.plain(text))
        }
        return entry
    }

    private mutating func back(_ context: PaneContext, _ navigator: inout Navigator) {
        if isOpen, !context.layout.isWide {
            isOpen = false
        } else if !collapse(context.model.queue.entries) {
            navigator.go(.pop)
        }
    }

    /// The edits that share the selected row.
    private func selectedMembers(_ context: PaneContext) -> [PendingEdit]? {
        selectedEdit(in: context.model.queue).flatMap { members($0, in: context.model.queue) }
    }

    private mutating func open(_ context: inout PaneContext, _ navigator: inout Navigator) {
        if let group = selectedMembers(context)?.first?.group { return expand(group) }
        if let entry = selectedEdit(in: context.model.queue), openConflict(entry, &context, &navigator) { return }
        // In an empty queue the next edit that comes would be opened by itself.
        isOpen = selected != nil
    }

    // MARK: Deciding

    private func retry(_ context: inout PaneContext, _ navigator: inout Navigator) {
        guard let entry = decidableEdit(&context) else { return }
        switch entry.state {
        case .rejected where entry.isOfErased:
            let name = context.model.name(of: entry.customer)
            let discards = "\(context.keyName(.discard)) discards this note of it"
            context.post(.plain("\(name): nothing is left to be sent; \(discards)."))
        case .rejected:
            let what = "Sent again: \(entry.summary) of \(context.model.name(of: entry.customer))."
            let form = context.entryForm(for: entry.change)
            context.record(.resolve(entry.sequence, form), for: .other(saying: .plain(what)))
        case .conflict: _ = openConflict(entry, &context, &navigator)
        case .waiting, .sending, .covered: context.syncNow(in: Self.scope)
        }
    }

    /// - Returns: whether the edit waits for such a decision.
    private func openConflict(
        _ entry: PendingEdit, _ context: inout PaneContext, _ navigator: inout Navigator
    ) -> Bool {
        guard let pane = ConflictPane(entry, in: context.model) else { return false }
        navigator.go(.push(pane))
        context.lookAgain(at: entry)
        return true
    }

    private func askToDiscard(_ context: inout PaneContext, _ navigator: inout Navigator) {
        guard let entry = decidableEdit(&context) else { return }
        if let group = entry.group, let members = members(entry, in: context.model.queue) {
            navigator.ask(context.questionToDiscard(group, members))
        } else if entry.isUnsent {
            navigator.ask(context.questionToDiscard(entry))
        } else {
            context.sayIsOnItsWay(entry)
        }
    }

    /// Opens the form with the values of the selected edit; saving puts a refused edit right.
    private func edit(_ context: inout PaneContext, _ navigator: inout Navigator) {
        guard let entry = decidableEdit(&context) else { return }
        guard members(entry, in: context.model.queue) == nil else {
            return context.post(.plain("\(context.keyName(.open)) shows the edits of this group; edit one of them."))
        }
        switch (entry.change, entry.state) {
        case (_, .conflict): _ = openConflict(entry, &context, &navigator)
        case (.delete, _):
            let discards = "\(context.keyName(.discard)) discards it"
            context.post(.plain("A deletion has nothing to edit; \(discards)."))
        case (.restore(let base, _), .rejected(let problem)) where problem.kind == .deleted:
            let form = context.formToCreate(base, inPlaceOf: entry.customer)
            navigator.go(.open(form))
        case (.note, _), (.restore, _):
            let discards = "\(context.keyName(.discard)) discards it"
            context.post(.plain("A \(entry.summary) cannot be edited; \(discards)."))
        case (_, .sending), (_, .covered): context.sayIsOnItsWay(entry)
        case (_, .rejected): if let form = context.form(forRefused: entry) { navigator.go(.open(form)) }
        case (_, .waiting):
            guard let customer = context.model.shown(entry.customer) else {
                return context.askForUnknown(entry.customer)
            }
            navigator.go(.open(FormPane(id: context.environment.makeID(), subject: .edit(customer))))
        }
    }
}

extension PaneContext {
    /// Asks whether somebody whom an edit found deleted is there again.
    fileprivate mutating func lookAgain(at entry: PendingEdit) {
        if entry.state == .conflict(.deleted) { ask(about: entry.customer) }
    }

    fileprivate mutating func sayIsOnItsWay(_ entry: PendingEdit) {
        let what = "\(entry.summary) of \(model.name(of: entry.customer))"
        post(.warning("Wait: \(what) is on its way; what becomes of it is not known yet."))
    }

    fileprivate func questionToDiscard(_ entry: PendingEdit) -> Question {
        let name = model.name(of: entry.customer)
        let age = self.age(of: entry.enteredAt)
        let entered = "Entered \(age)\(Phrases.byAuthor(entry.source))."
        var lines = [entered, "It has not reached the server, and is thrown away here."]
        let followers = model.queue.entries(for: entry.customer).count { $0.sequence > entry.sequence }
        if case .create = entry.change, followers > 0 {
            lines.append("What was changed of \(name) since goes with it.")
        }
        return Question(
            title: "Discard \(entry.summary) of \(name)?", lines: lines, personal: .change(entry.change),
            choices: [
                .init(key: "y", title: "discard", action: .discard(entry.sequence)),
                .init(key: "n", title: "keep", action: .none),
            ])
    }

    fileprivate func questionToDiscard(_ group: EditGroup.ID, _ members: [PendingEdit]) -> Question {
        let unsent = members.count(where: \.isUnsent)
        let rest = members.count - unsent
        var lines: [String] =
            switch unsent {
            case 0: ["Nothing of it waits any more: there is nothing to discard."]
            case 1: ["1 has not reached the server."]
            default: ["\(unsent) have not reached the server."]
            }
        if rest > 0 { lines.append(rest == 1 ? "1 is on its way, and stays." : "\(rest) are on their way, and stay.") }
        return Question(
            title: "Discard what waits of \(groupName(group))?", lines: lines,
            choices: [
                .init(key: "y", title: "discard", action: .discardGroup(group)),
                .init(key: "n", title: "keep", action: .none),
            ])
    }

    mutating func discard(group: EditGroup.ID) {
        let done = "Discarded: what waited of \(groupName(group))."
        let counter = EditGroup(id: environment.makeID(), name: "Undo")
        record(.takeBack(group, with: counter, []), for: .other(saying: .plain(done)))
    }

    /// `“Tag vip”`
    func groupName(_ id: EditGroup.ID) -> String { model.queue.group(id).map { "“\($0.group.name)”" } ?? "a group" }

    mutating func discard(_ sequence: JournalRecord.Sequence) {
        guard let entry = model.queue[sequence] else { return }
        let done = "Discarded: \(entry.summary) of \(model.name(of: entry.customer))."
        record(.cancel(sequence, .discard), for: .other(saying: .plain(done)))
    }

    // MARK: After damage

    fileprivate mutating func askToRelease(_ navigator: inout Navigator) {
        guard mayWrite() else { return }
        guard model.queue.hasHeld else {
            post(.plain("Nothing is held because of damage."))
            return
        }
        navigator.ask(
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
}
