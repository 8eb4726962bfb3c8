import Domain
import Journal
import Screen
import Wire

@testable import Panes

/// Law 1: a key acts on the customer the focused pane names on the screen, or on as many as the screen says are marked.
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
    /// Whether the key leads to somebody else: to whom one was at before, to the next of the list, to who may be the same.
    private let leadsElsewhere: Bool
    /// What the screen says of several customers.
    private let several: SeveralReader

    init(_ app: App, _ input: InputEvent, at now: Timestamp, names person: Int?, on grid: Grid) {
        self.input = input
        // Alt with a key that means nothing is Escape and the key at once: nobody has seen what lies between.
        self.person = if case .key(.alt) = input { nil } else { person }
        scope = app.scope
        several = SeveralReader(app, grid)
        queue = app.model.queue
        unsaved = app.model.writes.unsaved.map(\.write.request)
        let isTab = if case .key(.tab) = input { true } else { false }
        leadsElsewhere =
            switch input {
            case .key(.character(let scalar)): "<>JK=".unicodeScalars.contains(scalar)
            case .key(.control("g")), .key(.function(3)): true
            default: false
            }
        leadsToForm = isTab && app.navigation.customers.form != nil
        hasRested = now.seconds(since: app.chrome.lastInput) >= App.restSeconds
    }

    /// Compares every customer the key has acted on with the name on the screen.
    func finding(_ effects: [Effect], _ app: App, _ grid: Grid, _ tally: inout Tally) -> Finding? {
        if let finding = findingOnSeveral(effects, app, grid, &tally) { return finding }
        guard let person, !actsOnMarks else { return nil }
        for target in effects.flatMap(targets) + opened(app, grid) {
            tally.acts += 1
            if target != person {
                return Finding(
                    law: 1, text: "\(input) in \(scope.rawValue) acts on \(target); the screen names \(person)")
            }
        }
        return nil
    }

    private var opensTimeline: Bool {
        guard [.list, .detail].contains(scope), case .key(.character(let scalar)) = input else { return false }
        return "hb".unicodeScalars.contains(scalar)
    }

    // MARK: Several at once

    /// In the list some keys are about those who are marked, as the status line says.
    private var actsOnMarks: Bool {
        guard scope == .list, several.marked != nil, case .key(.character(let scalar)) = input else { return false }
        return "eDytx".unicodeScalars.contains(scalar)
    }

    /// Compares what is entered, copied and asked about with the numbers and names on the screen.
    private func findingOnSeveral(_ effects: [Effect], _ app: App, _ grid: Grid, _ tally: inout Tally) -> Finding? {
        if case .key(.alt) = input { return nil }
        func compare(_ count: Int, _ said: Int?, _ what: String) -> Finding? {
            guard let said else { return nil }
            tally.marked += 1
            return count == said
                ? nil : Finding(law: 1, text: "\(input) in \(scope.rawValue) \(what) \(count); the screen says \(said)")
        }
        for case .background(.record(_, .group(_, let entries))) in effects where entries.allSatisfy({ $0.link == nil })
        {
            let numbers = Set(entries.compactMap { World.number(of: $0.customer) })
            if let other = several.changed.first(where: { !numbers.contains($0) }) {
                return Finding(law: 1, text: "the preview names \(other), who is not among \(numbers.sorted())")
            }
            if let finding = compare(entries.count, several.agreed, "enters edits of") { return finding }
        }
        for case .terminal(.copy(let text)) in effects where actsOnMarks {
            let count = text.split(separator: "\n").count
            guard count > several.marked ?? .max else { continue }
            return compare(count, several.marked, "copies")
        }
        let after = SeveralReader(app, grid)
        switch (scope, app.scope) {
        case (.list, .overlay) where actsOnMarks, (.list, .bulk) where actsOnMarks:
            return compare(after.asked ?? several.marked ?? 0, several.marked, "asks about")
        case (.overlay, .bulk): return compare(after.asked ?? several.asked ?? 0, several.asked, "previews")
        default: return nil
        }
    }

    private func targets(_ effect: Effect) -> [Int] {
        switch effect {
        case .background(.record(_, let request)): unsaved.contains(request) ? [] : numbers(of: request)
        case .background(.run(_, _, let customer)): World.number(of: customer.id).map { [$0] } ?? []
        case .background(.erase(let id)), .background(.retract(let id, _)): World.number(of: id).map { [$0] } ?? []
        case .background(.send(_, .timeline(let id, _, _))) where opensTimeline: World.number(of: id).map { [$0] } ?? []
        case .terminal(.copy(let text)) where !text.contains("\n") && text.hasPrefix("q"):
            Int(text.dropFirst().prefix(3)).map { [$0] } ?? []
        case .background(.send(_, .get(let id, .some))) where !hasRested && !leadsElsewhere:
            World.number(of: id).map { [$0] } ?? []
        default: []
        }
    }

    /// Undo and redo act on the edit that was entered last, and name the customer.
    private func numbers(of request: QueueRequest) -> [Int] {
        let ids: [CustomerID?] =
            switch request {
            case .group where scope == .bulk || scope == .overlay: []
            case .enter(let entries), .group(_, let entries): entries.filter { $0.link == nil }.map(\.customer)
            // What one step did to several customers is none's.
            case .takeBack, .cancel(_, .undo), .cancel(_, .merged), .passOver, .release, .leave: []
            case .cancel(let sequence, .discard): [queue[sequence]?.customer]
            case .resolve(let sequence, _), .withdraw(let sequence): [queue[sequence]?.customer]
            case .recreate(let old, _): [old]
            case .restore(let entry, _): entry.link == nil ? [entry.customer] : []
            }
        return ids.compactMap { $0.flatMap(World.number) }
    }

    /// The customer named by a pane that the key has opened.
    private func opened(_ app: App, _ grid: Grid) -> [Int] {
        let isOpening: Bool =
            switch (scope, app.scope) {
            case (.list, .form) where leadsToForm: false
            case (.list, .detail) where leadsElsewhere: false
            case (.list, .detail), (.list, .form), (.detail, .form), (.queue, .form), (.queue, .conflict): true
            case (.list, .timeline), (.detail, .timeline), (.list, .note), (.detail, .note), (.timeline, .note),
                (.timeline, .entry):
                true
            case (.list, .overlay), (.detail, .overlay), (.queue, .overlay), (.entry, .overlay), (.trash, .overlay):
                isQuestionAboutSubject(app)
            default: false
            }
        return isOpening ? [ScreenReader(app, grid).person].compactMap(\.self) : []
    }

    private func isQuestionAboutSubject(_ app: App) -> Bool {
        if case .prompt? = app.navigation.overlay { return true }
        guard case .question(let question)? = app.navigation.overlay else { return false }
        return question.choices.contains {
            switch $0.action {
            case .delete(_, nil), .discard, .askToPutBack, .putBack, .restore, .retract: true
            case .delete, .none, .undo, .redo, .discardGroup, .leaveForm, .restoreDraft, .askToDropDraft, .dropDraft,
                .release, .copyQueue, .copyUnsaved, .copyForm, .leave, .leaveNote, .visit, .dismiss:
                false
            case .start: true
            }
        }
    }
}
