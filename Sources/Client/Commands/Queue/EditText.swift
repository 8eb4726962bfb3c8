import Domain
import Journal
import Panes
import Screen
import Wire
import Wording

/// Unfinished edits for people.
enum EditText {
    /// One edit on each line: number, what and with which group, whose, state, age, reason; into a pipe the customer's id and
    /// the group's name, too, and tabs between.
    ///
    /// - Parameters:
    ///   - name: a customer's name, as far as it is known here.
    ///   - reason: why a person has to decide.
    static func table(
        of queue: EditQueue, _ surroundings: QueueSurroundings, isTerminal: Bool, in zone: TimeZoneRules,
        name: (PendingEdit) -> String?, reason: (PendingEdit) -> String?
    ) -> String {
        let rows = queue.entries.map { edit in
            [
                String(edit.sequence), isTerminal ? summary(edit, with: queue) : edit.summary,
                name(edit) ?? edit.customer.text,
                queue.status(of: edit, surroundings).label, Phrases.age(of: edit.enteredAt, at: .now(), in: zone),
                reason(edit) ?? "",
            ]
        }
        guard isTerminal else {
            return zip(rows, queue.entries).reduce(into: "") {
                $0 += CustomerTable.tabbed($1.0 + [$1.1.customer.text, queue.groupName(of: $1.1) ?? ""])
            }
        }
        return AlignedTable.text([["Seq", "Edit", "Customer", "State", "Entered", "Reason"]] + rows)
    }

    /// `edit (tags), “Tag vip”`
    private static func summary(_ edit: PendingEdit, with queue: EditQueue) -> String {
        queue.groupName(of: edit).map { "\(edit.summary), “\($0)”" } ?? edit.summary
    }

    /// Everything about one edit.
    static func lines(
        _ edit: PendingEdit, in queue: EditQueue, _ surroundings: QueueSurroundings, in zone: TimeZoneRules,
        name: String?, reason: String?
    ) -> String {
        let reason = reason.map { ": \($0)" } ?? ""
        var facts = [
            ("Edit", "\(edit.sequence), \(edit.summary)"),
            ("Of", [name, edit.customer.text].compactMap(\.self).joined(separator: ", ")),
            ("Entered", "\(zone.text(of: edit.enteredAt)), \(age(edit, in: zone))"),
            ("State", queue.status(of: edit, surroundings).label + reason),
            ("Attempts", String(edit.attempts)), ("Key", edit.op.text),
        ]
        if let group = queue.groupName(of: edit) { facts.append(("Group", group)) }
        facts += values(of: edit)
        return facts.map { label, text in
            label + String(repeating: " ", count: max(1, 10 - label.count)) + text.harmlessLine + "\n"
        }.joined()
    }

    /// `edit (phone) of Anna Smith, entered 5 min ago by customers edit. Phone: 555 0100 → 555 0199.`
    static func summary(_ edit: PendingEdit, in zone: TimeZoneRules, name: String?) -> String {
        let changes = values(of: edit).map { "\($0): \($1)." }
        let what = "\(edit.summary) of \(name ?? edit.customer.text), entered \(age(edit, in: zone))."
        return ([what] + changes).joined(separator: " ")
    }

    /// What it sets, each with its name, or what is said in it.
    private static func values(of edit: PendingEdit) -> [(String, String)] {
        if case .note(let note) = edit.change { return [("Note", line(note.text))] }
        return edit.fields.map { ($0.label, change(of: $0, in: edit)) }
    }

    /// `5 min ago by customers edit`
    private static func age(_ edit: PendingEdit, in zone: TimeZoneRules) -> String {
        Phrases.age(of: edit.enteredAt, at: .now(), in: zone) + Phrases.byAuthor(edit.source)
    }

    /// `555 0100 → 555 0199 (theirs: 555 0123)`
    private static func change(of field: CustomerField, in edit: PendingEdit) -> String {
        let own: String =
            switch edit.change {
            case .create(let new): line(new.details[field])
            case .edit(let change, _): "\(line(change.changes[field]?.from)) → \(line(change.changes[field]?.to))"
            case .delete(let base, _), .restore(let base, _): line(base[field])
            case .note: line(nil)
            }
        guard case .conflict(.changed(let theirs)) = edit.state else { return own }
        // What they have left as it was is in no conflict.
        if case .edit(let change, _) = edit.change, change.changes[field]?.from == theirs.details[field] { return own }
        return own + " (theirs: \(line(theirs.details[field])))"
    }

    private static func line(_ value: String?) -> String {
        value?.split(whereSeparator: \.isNewline).joined(separator: ", ") ?? "–"
    }
}

extension EditQueue {
    /// What was done together with others, as it is called.
    func groupName(of edit: PendingEdit) -> String? { edit.group.flatMap { group($0) }?.group.name }
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
