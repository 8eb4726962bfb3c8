import Domain

/// Opening and leaving notes.
extension App {
    mutating func openNote(on id: CustomerID) {
        guard navigation.note == nil, !offersWaitingDraft() else { return }
        navigation.push(NotePane(id, draft: environment.makeID()))
    }

    mutating func closeNote() {
        guard let pane = navigation.note else { return }
        perform(.dropDraft(pane.draft))
        navigation.pop()
    }

    /// Goes on with a note of an earlier session.
    mutating func restoreNote(_ text: String, on customer: Customer, _ draft: Draft.ID) {
        guard navigation.note == nil else { return }
        if model.shown(customer.id) == nil { model.apply(customer) }
        navigation.push(NotePane(customer.id, draft: draft, text: text))
        _ = context.askNewest(customer)
    }
}
