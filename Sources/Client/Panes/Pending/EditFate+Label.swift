import Journal
import Wording

extension EditQueue.UndoStep {
    var summary: String {
        switch self {
        case .cancel(let entry), .wait(let entry): entry.summary
        case .compensate(let finished): finished.summary
        case .group(let step): Phrases.summary(of: step.group, step.count)
        }
    }
}

extension EditFate {
    /// What became of an edit that is not in the queue any more.
    var label: String {
        switch self {
        case .pending: "carried on by another edit"
        case .synced, .unneeded: "the server has it"
        case .takenBack: "taken back"
        case .superseded: "taken back by a later edit"
        case .forgotten: "finished"
        }
    }
}
