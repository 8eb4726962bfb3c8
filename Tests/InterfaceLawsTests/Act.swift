import Domain
import Journal
import Screen
import Wire

@testable import Panes

/// Law 1: a key acts on the customer the focused pane names on the screen.
struct Act {
    private let input: InputEvent
    private let scope: Scope
    /// The customer the screen names, by number; `nil` when nobody can be read.
    private let person: Int?
    private let queue: EditQueue
    private let unsaved: [QueueRequest]
    private let hasRested: Bool
    /// Whether the key leads back to a form that was left, no matter who is selected.
    private let leadsToForm: Bool

    init(_ app: App, _ input: InputEvent, at now: Timestamp, names person: Int?) {
        self.input = input
        // Alt with a key that means nothing is Escape and the key at once: nobody has seen what lies between.
        self.person = if case .key(.alt) = input { nil } else { person }
        scope = app.scope
        queue = app.model.queue
        unsaved = app.model.writes.unsaved.map(\.write.request)
        let isTab = if case .key(.tab) = input { true } else { false }
        leadsToForm = isTab && app.navigation.customers.form != nil
        hasRested = now.seconds(since: app.chrome.lastInput) >= App.restSeconds
    }

    /// Compares every customer the key has acted on with the name on the screen.
    func finding(_ effects: [Effect], _ app: App, _ grid: Grid, _ tally: inout Tally) -> Finding? {
        guard let person else { return nil }
        for target in effects.flatMap(targets) + opened(app, grid) {
            tally.acts += 1
            if target != person {
                return Finding(
                    law: 1, text: "\(input) in \(scope.rawValue) acts on \(target); the screen names \(person)")
            }
        }
        return nil
    }

    private func targets(_ effect: Effect) -> [Int] {
        switch effect {
        case .background(.record(_, let request)): unsaved.contains(request) ? [] : numbers(of: request)
        case .terminal(.copy(let text)) where !text.contains("\n") && text.hasPrefix("q"):
            Int(text.dropFirst().prefix(3)).map { [$0] } ?? []
        case .background(.send(_, .get(let id, .some))) where !hasRested: World.number(of: id).map { [$0] } ?? []
        default: []
        }
    }

    /// Undo and redo act on the edit that was entered last, and name the customer.
    private func numbers(of request: QueueRequest) -> [Int] {
        let ids: [CustomerID?] =
            switch request {
            case .enter(let entries): entries.filter { $0.link == nil }.map(\.customer)
            case .cancel(_, .undo), .cancel(_, .merged), .release, .leave: []
            case .cancel(let sequence, .discard): [queue[sequence]?.customer]
            case .resolve(let sequence, _), .withdraw(let sequence): [queue[sequence]?.customer]
            case .recreate(let old, _): [old]
            }
        return ids.compactMap { $0.flatMap(World.number) }
    }

    /// The customer named by a pane that the key has opened.
    private func opened(_ app: App, _ grid: Grid) -> [Int] {
        let isOpening: Bool =
            switch (scope, app.scope) {
            case (.list, .form) where leadsToForm: false
            case (.list, .detail), (.list, .form), (.detail, .form), (.queue, .form), (.queue, .conflict): true
            case (.list, .overlay), (.detail, .overlay), (.queue, .overlay): isQuestionAboutSubject(app)
            default: false
            }
        return isOpening ? [ScreenReader(app, grid).person].compactMap(\.self) : []
    }

    private func isQuestionAboutSubject(_ app: App) -> Bool {
        guard case .question(let question)? = app.navigation.overlay else { return false }
        return question.choices.contains {
            switch $0.action {
            case .delete(_, nil), .discard: true
            case .delete, .none, .undo, .redo, .leaveForm, .restoreDraft, .askToDropDraft, .dropDraft, .release,
                .copyQueue, .copyUnsaved, .copyForm, .quit:
                false
            }
        }
    }
}
