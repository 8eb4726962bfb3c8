import Domain
import Journal
import Screen
import Wire

/// The form for a new customer or for changes to one.
struct FormPane: Sendable {
    let id: Draft.ID
    private(set) var subject: Draft.Subject
    private(set) var fields: [CustomerField: Field]
    private(set) var focus: CustomerField = .name
    var stage: Stage = .editing
    var target: Draft.Target = .newEntry
    /// Whether keys were pressed while it was being saved: then nothing but they move the focus.
    var hasKeysSinceSave = false
    /// Who was deleted while this was a change to them, so that a new customer takes their place.
    private(set) var former: Customer?
    /// Whether whom it changes was deleted meanwhile, and is restored with the change.
    private(set) var restores = false
    /// Why the last attempt to save it left nothing on the disk; until it is saved or copied.
    var notSaved: String?
    /// Why a killed process would lose what was typed last; until it is on disk again.
    var notKept: String?
    /// What was written in the person's editor and is too long to stand in a field: the editor opens it again for as long as the
    /// field has what it had then.
    var overlong: [CustomerField: (written: String, value: String)] = [:]
    /// Who may be the same.
    var likeness = FormLikeness()

    struct Field: Hashable, Sendable {
        var editor: LineEditor
        /// Whether the reason why a value is wrong is shown: from the first change on.
        var isTouched = false
        /// What the server said about the value as it stands.
        var verdict: String?
        /// Somebody else's newer value, when this form changes the field, too.
        var theirs: Theirs?

        struct Theirs: Hashable, Sendable {
            let value: String?
        }
    }

    enum Stage: Hashable, Sendable {
        case editing
        /// What was typed is on its way to the journal.
        case recording
        /// It is in the journal, and the server's verdict may come any moment.
        case awaiting(JournalRecord.Sequence)
    }

    init(id: Draft.ID, subject: Draft.Subject) {
        self.id = id
        self.subject = subject
        fields = [:]
        for field in CustomerField.allCases {
            fields[field] = Field(editor: Self.editor(for: field, subject.details?[field] ?? ""))
        }
    }

    init(_ draft: Draft) {
        self.init(id: draft.id, subject: draft.subject)
        target = draft.target
        for (field, value) in draft.values {
            fields[field]?.editor = Self.editor(for: field, value)
            fields[field]?.isTouched = value != (draft.subject.details?[field] ?? "")
        }
    }

    private static func editor(for field: CustomerField, _ text: String) -> LineEditor {
        LineEditor(text, allowsLineBreaks: field.allowsLineBreaks)
    }

    // MARK: Reading

    /// The customer being edited; `nil` for a new one.
    // Inlined into others, it makes the compiler fail where it optimises a whole module (6.3.1, "Found ownership error").
    @inline(never)
    var customerID: CustomerID? {
        if case .edit(let customer) = subject { customer.id } else { nil }
    }

    /// The customer being edited, or the number under which a new one is made.
    var subjectID: CustomerID {
        switch subject {
        case .new(let id): id
        case .edit(let customer): customer.id
        }
    }

    /// Whose values are in it: who is changed, or in whose place a new customer is made.
    var origin: CustomerID? { target.origin(of: subject) ?? former?.id }

    func text(_ field: CustomerField) -> String {
        fields[field]?.editor.text ?? ""
    }

    func draft(at now: Timestamp) -> Draft {
        Draft(id: id, subject: subject, values: fields.mapValues(\.editor.text), target: target, savedAt: now)
    }

    /// Whether anything in the form differs from what it began with.
    var isChanged: Bool {
        CustomerField.allCases.contains { isChanged($0) }
    }

    func isChanged(_ field: CustomerField) -> Bool {
        text(field) != (subject.details?[field] ?? "")
    }

    /// Why the field's value cannot be saved as it stands.
    func fault(_ field: CustomerField) -> String? {
        if let verdict = fields[field]?.verdict { return verdict }
        do throws(FieldViolation) {
            _ = try field.validated(among: { $0.unwrapped(text($0)) })
            return nil
        } catch {
            return error.message
        }
    }

    /// What saving would do; `nil` when nothing was changed.
    ///
    /// - Throws: the rules that the fields break.
    func change() throws(FieldViolations) -> Entry.Change? {
        switch subject {
        case .new:
            return .create(NewCustomer(try CustomerDetails { $0.unwrapped(text($0)) }))
        case .edit(let base):
            // Only what was changed is checked: an old value that today's rules refuse must not stand in the way.
            var raw: [CustomerField: String?] = [:]
            for field in CustomerField.allCases where isChanged(field) {
                raw[field] = .some(field.unwrapped(text(field)))
            }
            let edit = CustomerEdit(from: base.details, to: try CustomerPatch(raw).applied(to: base.details))
            return edit.isEmpty ? nil : .edit(edit, version: base.version)
        }
    }

    /// Everything in it, a line or more for each field: `Name: Anna Smith`.
    var clipboardText: String {
        CustomerField.readingOrder.map { "\($0.label): \(text($0))" }.joined(separator: "\n")
    }

    // MARK: Changing

    mutating func moveFocus(by step: Int) {
        let all = CustomerField.readingOrder
        let index = all.firstIndex(of: focus) ?? 0
        focus = all[(index + step + all.count) % all.count]
    }

    mutating func focus(on field: CustomerField) {
        focus = field
    }

    /// Lets the focused field take a key.
    ///
    /// - Returns: whether it meant something there.
    mutating func handle(_ key: Key) -> Bool {
        edit { $0.handle(key) }
    }

    /// - Returns: how many characters there was no room for.
    mutating func paste(_ text: String) -> Int {
        var leftOut = 0
        _ = edit { editor in
            leftOut = editor.paste(text)
            return true
        }
        return leftOut
    }

    /// Empties the focused field.
    mutating func clear() {
        _ = edit { editor in
            editor.clear()
            return true
        }
    }

    /// Puts a text in a field's place; what was there can be put back as what was cleared.
    ///
    /// - Returns: whether it is another one.
    mutating func replace(_ field: CustomerField, with text: String) -> Bool {
        guard var state = fields[field] else { return false }
        let before = state.editor.text
        state.editor.clear()
        state.editor.paste(text)
        guard state.editor.text != before else { return false }
        (state.isTouched, state.verdict) = (true, nil)
        fields[field] = state
        return true
    }

    private mutating func edit(_ change: (inout LineEditor) -> Bool) -> Bool {
        guard var field = fields[focus] else { return false }
        let before = field.editor.text
        let isHandled = change(&field.editor)
        if field.editor.text != before {
            field.isTouched = true
            field.verdict = nil
        }
        fields[focus] = field
        return isHandled
    }

    /// Shows every fault, and goes to the first.
    mutating func showFaults() {
        for field in CustomerField.allCases { fields[field]?.isTouched = true }
        if let first = CustomerField.readingOrder.first(where: { fault($0) != nil }) { focus = first }
    }

    /// Shows what the server says about a field, and goes there unless the person has gone on with the keys.
    mutating func setVerdict(_ verdict: String, on field: CustomerField) {
        fields[field]?.verdict = verdict
        fields[field]?.isTouched = true
        if !hasKeysSinceSave { focus = field }
    }

    // MARK: Somebody else was faster

    /// Goes on from a newer state of the customer: untouched fields take its values, changed ones keep what was typed
    /// and show the other value beside it.
    ///
    /// - Returns: the fields in which the newer state differs from what the form knew.
    mutating func rebase(onto newer: Customer) -> [CustomerField] {
        guard case .edit(let base) = subject, newer.version >= base.version, newer != base else { return [] }
        if newer.version > base.version { restores = false }
        let changedByThem = CustomerField.readingOrder.filter { base.details[$0] != newer.details[$0] }
        let changedHere = CustomerField.allCases.filter { isChanged($0) }
        subject = .edit(newer)
        for field in changedByThem {
            if !changedHere.contains(field) {
                fields[field]?.editor = Self.editor(for: field, newer.details[field] ?? "")
            } else if text(field) != (newer.details[field] ?? "") {
                fields[field]?.theirs = Field.Theirs(value: newer.details[field])
            }
        }
        return changedByThem
    }

    /// The customer is there already: what is in the form becomes a change to it.
    mutating func becomeEdit(of customer: Customer) {
        subject = .edit(customer)
    }

    /// The customer is gone, and saving brings them back with what is in the form.
    mutating func becomeRestoration() {
        restores = true
    }

    /// The customer is gone: what is in the form becomes a new one.
    ///
    /// Edits that are under way for the one who is gone go with the new one.
    mutating func becomeNew(_ id: CustomerID) {
        if case .edit(let customer) = subject {
            former = customer
            target = .everything(of: customer.id)
        }
        subject = .new(id)
        for field in CustomerField.allCases { fields[field]?.theirs = nil }
    }
}
