import Domain
import Journal
import Screen
import Wording

/// Keys: agreeing to the change, taking it back, and reading what became of each.
extension BulkPane: Pane {
    static let scope = Scope.bulk

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        guard case .command(let command) = input else { return }
        switch command {
        case .back: navigator.go(.pop)
        case .save: goOn(&context, &navigator)
        case .undo: undo(&context, &navigator)
        case .export: askToWrite(context, &navigator)
        default: move(command, page: context.rows(of: self))
        }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(self, on: &grid)
    }

    func idleCommands(_ context: PaneContext) -> Set<Command> { hasNothingToDo ? [.save] : [] }

    private mutating func goOn(_ context: inout PaneContext, _ navigator: inout Navigator) {
        guard case .preview = stage else { return navigator.go(.pop) }
        guard context.mayWrite(), !context.isBeingEntered(group) else { return }
        if !context.isUnsaved(group), renewPlan(in: context.model) {
            let key = context.keyName(.save, in: .bulk)
            return context.post(.warning("This has changed meanwhile. Look at it again; \(key) goes on."))
        }
        guard !hasNothingToDo else {
            return context.post(.plain("Nothing is to be done; \(context.keyName(.back, in: .bulk)) goes back."))
        }
        guard plan.change == .delete else { return context.enter(plan, as: group) }
        let count = Phrases.count(plan.changedCount, "customer")
        let lines = [
            Phrases.names(plan.items.filter(\.isChanged).map(\.target.name)), "",
            "\(context.model.deletionText(of: "them")) Type their number: \(plan.changedCount)",
        ]
        navigator.go(.show(.prompt(PromptPane("Delete \(count)?", lines, for: .delete(group, plan)))))
    }

    /// Takes this change back, and no other.
    private func undo(_ context: inout PaneContext, _ navigator: inout Navigator) {
        guard case .entered = stage else { return context.post(.plain("Nothing was done yet.")) }
        guard case .group(let step)? = context.model.queue.nextUndo, step.group.id == group.id else {
            let undo = context.keyName(.undo, in: .list)
            return context.post(
                .warning("This was taken back, or is not what was done last; \(undo) in the list undoes that."))
        }
        context.undo(&navigator)
    }

    private func askToWrite(_ context: PaneContext, _ navigator: inout Navigator) {
        let report = context.report(of: self)
        let what = "It has the id, the name and what became of each of \(Phrases.count(plan.items.count, "customer"))."
        let endings = "The file's ending says how: \(FileEnding.list(FileEnding.ofReports)), or lines with tabs."
        navigator.go(
            .show(.prompt(PromptPane("Write the report to a file", [what, "", endings], for: .report(report)))))
    }
}
