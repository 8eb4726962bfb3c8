import Domain
import Journal
import Screen

/// A question that one key answers.
struct Question: Sendable {
    let title: String
    /// What depends on the answer, line by line.
    let lines: [String]
    /// A customer's values that it is about, which are masked while the screen is.
    var personal: Personal?
    let choices: [Choice]

    enum Personal: Sendable {
        case value(CustomerField, String)
        case change(Entry.Change)
    }

    struct Choice: Sendable {
        let key: Character
        let title: String
        let action: Action
    }

    enum Action: Sendable {
        case none
        case delete(Customer, Entry.Link?)
        case undo(EditQueue.UndoStep)
        case redo(UndoneEdit)
        case discard(JournalRecord.Sequence)
        case discardGroup(EditGroup.ID)
        case leaveForm
        case restoreDraft(Draft)
        case askToDropDraft(Draft.ID, of: String)
        case dropDraft(Draft.ID)
        case release
        case copyQueue
        case copyUnsaved
        case copyForm
        case leave(Departure)
        case start(CustomCommand, CustomerID)
        case leaveNote
        case askToPutBack(CustomerID, CustomerEdit)
        case putBack(CustomerID, CustomerEdit, version: Int)
        case restore(TrashedCustomer)
        /// The note with this number.
        case retract(CustomerID, Int)
        case visit(CustomerID)
        case dismiss(CustomerPair)
    }
}

extension Question.Personal {
    /// What tells a customer from others of the same name.
    init?(_ details: CustomerDetails) {
        guard let contact = details.contact else { return nil }
        self = .value(contact.field, contact.value)
    }
}

extension Question: Pane {
    static let scope = Scope.overlay

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        guard case .key(let key) = input else { return }
        if key == .escape { return navigator.go(.show(nil)) }
        guard case .character(let scalar) = key,
            let choice = choices.first(where: { $0.key == Character(scalar) })
        else { return }
        navigator.go(.show(nil))
        choice.action.perform(&context, &navigator)
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(self, in: context.layout.overlay, on: &grid)
    }
}

extension Question.Action {
    fileprivate func perform(_ context: inout PaneContext, _ navigator: inout Navigator) {
        switch self {
        case .none: break
        case .discard(let sequence): context.discard(sequence)
        case .discardGroup(let group): context.discard(group: group)
        case .delete(let customer, let link): context.delete(customer, link: link)
        case .undo(let step): context.undo(asAsked: step, &navigator)
        case .redo(let undone): context.redo(asAsked: undone, &navigator)
        case .leaveForm: navigator.go(.closeForm)
        case .restoreDraft(let draft): navigator.go(.restore(draft))
        case .askToDropDraft(let id, let subject): navigator.ask(Self.questionToDrop(id, of: subject))
        case .dropDraft(let id): context.perform(.dropDraft(id))
        case .leave(let departure): context.perform(departure.effect)
        case .start(let command, let id): navigator.go(.start(command, id))
        case .release: context.release()
        case .copyQueue: context.copyQueue()
        case .copyUnsaved: navigator.go(.run(.copyUnsaved))
        case .copyForm: navigator.go(.run(.copy))
        case .leaveNote: navigator.go(.closeNote)
        case .askToPutBack(let id, let edit): context.ask(toPutBack: edit, of: id, &navigator)
        case .putBack(let id, let edit, let version): context.putBack(edit, version: version, of: id)
        case .restore(let row): context.restore(row)
        case .retract(let id, let number): context.perform(.retract(id, number))
        case .visit(let id): navigator.go(.visit(id))
        case .dismiss(let pair): context.perform(.dismiss(pair))
        }
    }

    private static func questionToDrop(_ id: Draft.ID, of subject: String) -> Question {
        Question(
            title: "Throw away what was typed?", lines: [subject],
            choices: [
                .init(key: "y", title: "throw away", action: .dropDraft(id)),
                .init(key: "n", title: "keep", action: .none),
            ])
    }
}
