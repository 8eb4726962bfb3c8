import Domain
import Journal
import Panes
import Wire

/// Unfinished edits for people.
enum EditText {
    /// One edit on each line: number, what, whose, state, age, reason; separated by tabs where no person reads them.
    static func table(of queue: EditQueue, _ surroundings: QueueSurroundings, isTerminal: Bool) -> String {
        let rows = queue.entries.map { edit in
            [
                String(edit.sequence), edit.summary, edit.customer.text, queue.standing(of: edit, surroundings).words,
                Wording.age(of: edit.enteredAt, at: .now()), edit.reason ?? "",
            ]
        }
        guard isTerminal else { return rows.map { $0.joined(separator: "\t") + "\n" }.joined() }
        let table = [["Seq", "Edit", "Customer", "State", "Entered", "Reason"]] + rows
        let widths = (0..<6).map { column in table.map { $0[column].count }.max() ?? 0 }
        return table.map { row in
            let cells = zip(row, widths).map { text, width in
                text + String(repeating: " ", count: width - text.count)
            }
            return cells.joined(separator: "  ").trimmedEnd + "\n"
        }.joined()
    }

    /// Everything about one edit.
    static func lines(
        _ edit: PendingEdit, in queue: EditQueue, _ surroundings: QueueSurroundings, name: String?
    ) -> String {
        let reason = edit.reason.map { ": \($0)" } ?? ""
        var facts = [
            ("Edit", "\(edit.sequence), \(edit.summary)"),
            ("Of", [name, edit.customer.text].compactMap(\.self).joined(separator: ", ")),
            ("Entered", "\(edit.enteredAt.text), \(Wording.age(of: edit.enteredAt, at: .now()))"),
            ("State", queue.standing(of: edit, surroundings).words + reason),
            ("Attempts", String(edit.attempts)), ("Key", edit.op.text),
        ]
        for field in edit.fields { facts.append((field.label, change(of: field, in: edit))) }
        return facts.map { label, text in
            label + String(repeating: " ", count: max(1, 10 - label.count)) + text + "\n"
        }.joined()
    }

    /// `555 0100 → 555 0199 (theirs: 555 0123)`
    private static func change(of field: CustomerField, in edit: PendingEdit) -> String {
        let own: String =
            switch edit.change {
            case .create(let new): line(new.details[field])
            case .edit(let change, _): "\(line(change.changes[field]?.from)) → \(line(change.changes[field]?.to))"
            case .delete(let base, _): line(base[field])
            }
        guard case .conflict(.changed(let theirs)) = edit.state else { return own }
        return own + " (theirs: \(line(theirs.details[field])))"
    }

    private static func line(_ value: String?) -> String {
        value?.split(separator: "\n").joined(separator: ", ") ?? "–"
    }
}

extension EditStanding {
    /// For people.
    var words: String {
        switch self {
        case .unknown: "unknown outcome"
        case .waiting, .sending, .rejected, .conflict, .held: rawValue
        }
    }
}

extension String {
    fileprivate var trimmedEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
