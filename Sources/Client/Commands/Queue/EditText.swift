import Domain
import Journal
import Panes
import Screen
import Wire
import Wording

/// Unfinished edits for people.
enum EditText {
    /// One edit on each line: number, what, whose, state, age, reason; into a pipe the customer's id, too, and tabs between.
    ///
    /// - Parameter name: a customer's name, as far as it is known here.
    static func table(
        of queue: EditQueue, _ surroundings: QueueSurroundings, isTerminal: Bool, name: (PendingEdit) -> String?
    ) -> String {
        let rows = queue.entries.map { edit in
            [
                String(edit.sequence), edit.summary, name(edit) ?? edit.customer.text,
                queue.status(of: edit, surroundings).label, Phrases.age(of: edit.enteredAt, at: .now()),
                edit.reason ?? "",
            ]
        }
        guard isTerminal else {
            return zip(rows, queue.entries).reduce(into: "") { $0 += CustomerTable.tabbed($1.0 + [$1.1.customer.text]) }
        }
        return aligned([["Seq", "Edit", "Customer", "State", "Entered", "Reason"]] + rows)
    }

    private static func aligned(_ rows: [[String]]) -> String {
        let widths = rows.reduce(into: [Int](repeating: 0, count: 6)) { widths, row in
            for (column, text) in row.enumerated() { widths[column] = max(widths[column], DisplayText.width(text)) }
        }
        return rows.reduce(into: "") { text, row in
            let cells = zip(row, widths).map { DisplayText.padded($0, $1) }
            text += cells.joined(separator: "  ").trimmedEnd + "\n"
        }
    }

    /// Everything about one edit.
    static func lines(
        _ edit: PendingEdit, in queue: EditQueue, _ surroundings: QueueSurroundings, name: String?
    ) -> String {
        let reason = edit.reason.map { ": \($0)" } ?? ""
        var facts = [
            ("Edit", "\(edit.sequence), \(edit.summary)"),
            ("Of", [name, edit.customer.text].compactMap(\.self).joined(separator: ", ")),
            ("Entered", "\(edit.enteredAt.text), \(age(edit))"),
            ("State", queue.status(of: edit, surroundings).label + reason),
            ("Attempts", String(edit.attempts)), ("Key", edit.op.text),
        ]
        for field in edit.fields { facts.append((field.label, change(of: field, in: edit))) }
        return facts.map { label, text in
            label + String(repeating: " ", count: max(1, 10 - label.count)) + text + "\n"
        }.joined()
    }

    /// `edit (phone) of Anna Smith, entered 5 min ago by customers edit. Phone: 555 0100 → 555 0199.`
    static func summary(_ edit: PendingEdit, name: String?) -> String {
        let changes = edit.fields.map { "\($0.label): \(change(of: $0, in: edit))." }
        let what = "\(edit.summary) of \(name ?? edit.customer.text), entered \(age(edit))."
        return ([what] + changes).joined(separator: " ")
    }

    /// `5 min ago by customers edit`
    private static func age(_ edit: PendingEdit) -> String {
        Phrases.age(of: edit.enteredAt, at: .now()) + Phrases.byAuthor(edit.source)
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

extension EditStatus {
    /// For people.
    var label: String {
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
