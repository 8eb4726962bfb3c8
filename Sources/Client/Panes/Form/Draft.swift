package import Domain
package import Journal

/// What is kept of a form, so that a killed process loses nothing that was typed.
package struct Draft: Hashable, Sendable, Identifiable {
    /// The form's name, by which a later draft of it takes this one's place.
    package let id: ID
    /// Whose form it is.
    package let subject: Subject
    /// What stands in the fields, valid or not.
    package let values: [CustomerField: String]
    /// Where in the queue saving puts it.
    package let target: Target
    /// When it was kept.
    package let savedAt: Timestamp
    /// What was written so far where it is a note on the customer, and no form.
    package let note: String?

    /// - Parameters:
    ///   - values: what stands in the fields, valid or not.
    ///   - note: what was written so far, where it is a note and no form.
    package init(
        id: ID, subject: Subject, values: [CustomerField: String], target: Target = .newEntry, savedAt: Timestamp,
        note: String? = nil
    ) {
        self.id = id
        self.subject = subject
        self.values = values
        self.target = target
        self.savedAt = savedAt
        self.note = note
    }

    init(noteOn customer: Customer, id: ID, _ text: String, savedAt: Timestamp) {
        self.init(id: id, subject: .edit(customer), values: [:], savedAt: savedAt, note: text)
    }

    /// Whose values are in it: who is changed, or in whose place a new customer is made.
    var origin: CustomerID? { target.origin(of: subject) }

    /// Names a form from its opening to its end.
    package typealias ID = Identifier<Draft>

    /// Whom a form is about.
    package enum Subject: Hashable, Sendable {
        /// A customer who is to be made under this id.
        case new(CustomerID)
        /// The customer as it was when the form was opened.
        case edit(Customer)
    }

    /// Where in the queue saving puts what is in the form.
    package enum Target: Hashable, Sendable {
        case newEntry
        /// In the place of an entry that was refused.
        case entry(JournalRecord.Sequence)
        /// In the place of everything that is under way for a customer who was deleted.
        case everything(of: CustomerID)
    }
}

extension Draft.Subject {
    /// What the fields held when the form was opened.
    var details: CustomerDetails? {
        switch self {
        case .new: nil
        case .edit(let customer): customer.details
        }
    }
}

extension Draft.Target {
    /// Whose values are in what is typed: who is changed, or in whose place a new customer is made.
    func origin(of subject: Draft.Subject) -> CustomerID? {
        switch (subject, self) {
        case (.edit(let customer), _): customer.id
        case (.new, .everything(let old)): old
        case (.new, .newEntry), (.new, .entry): nil
        }
    }
}
