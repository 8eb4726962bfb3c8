import Domain
import Journal
import Screen
import Wording

/// Saying what undo takes back.
extension PaneContext {
    /// The longest value of an edit that is shown in one line.
    private static let maximumColumns = 60

    /// ` (Phone: 1 → 2; entered 5 min ago by customers edit)`
    func recap(_ step: EditQueue.UndoStep) -> String {
        let changes = step.change.map { $0.kind == .delete ? [] : changeTexts(of: $0) } ?? []
        let parts = changes.map { DisplayText.fitted($0, Self.maximumColumns, ellipsis: glyphs.ellipsis) }
        return " (\((parts + [entered(step)]).joined(separator: "; ")))"
    }

    func entered(_ step: EditQueue.UndoStep) -> String {
        let author = step.source == environment.session ? "" : Phrases.byAuthor(step.source)
        return "entered \(age(of: step.enteredAt))\(author)"
    }

    func subjectName(_ id: CustomerID, _ change: Entry.Change?) -> String {
        model.shown(id)?.name ?? change?.name ?? "customer \(id.text)"
    }

    /// `edit (phone) of Anna Smith`, `“Tag vip” (12 edits)`
    func description(_ step: EditQueue.UndoStep) -> String {
        guard let customer = step.customer else { return step.summary }
        return "\(step.summary) of \(subjectName(customer, step.change))"
    }
}
