package import Domain
import JSON
import Wire

/// One customer of a file, valid, with what the file says about them and no more.
package struct ImportRecord: Hashable, Sendable {
    /// The line on which it begins, from 1.
    package let line: Int
    /// Whom it means: the id that it names, or one derived from its email, or from phone and name.
    package let id: CustomerID
    /// Whether the file names the id; otherwise it follows from the email, or from phone and name.
    package let isIDGiven: Bool
    /// The email's key, where the file has one.
    var emailKey: String? { email.map { TextFold.email($0) } }
    /// The email, where the file has one.
    let email: String?
    /// The fields that the file has; what it lacks stays as it is.
    let fields: CustomerPatch
    let registrationDate: Timestamp?
    /// The version that the line was made from, where the file has it.
    let version: Int?
    /// Who would be created; `nil` when the file lacks what a new customer needs.
    let creation: NewCustomer?
    /// What the file has besides and is not taken: `phone 0171 5550101`.
    let others: [String]
    /// The same in full, for the timeline of somebody new; `nil` without any.
    let note: NoteText?

    init(
        line: Int, _ members: [String: JSONValue], others: [String] = [], notes: [String] = []
    ) throws(LineFault) {
        let input = CustomerInput(members.withoutWordsForNone)
        do throws(FieldViolations) {
            (fields, creation) = try input.checked()
        } catch {
            // What a customer is already may be anything that was taken once.
            let stated = CustomerInput(members)
            throw LineFault(line: line, message: error.message, input: stated.violations.isEmpty ? stated : nil)
        }
        let email = fields.changes[.email] ?? nil
        let emailKey = email.map { TextFold.email($0) }
        let derived = emailKey.map { CustomerID(derivedFrom: $0, in: .importedEmail) }
        guard let id = input.id ?? derived ?? creation.map({ CustomerID(imported: $0.details) }) else {
            throw LineFault(
                line: line,
                message:
                    "has no customer_id, no email, and not both a phone and a name to tell which customer it is about")
        }
        self.line = line
        self.others = others + (notes.isEmpty ? [] : ["a note"])
        note = NoteText(imported: others, notes)
        self.id = id
        self.email = email
        isIDGiven = input.id != nil
        registrationDate = input.registrationDate
        version = input.version
    }

    /// What decides whether two lines say the same: the email counts by its key.
    var content: some Hashable {
        var fields = fields.changes
        fields[.email] = nil
        return Content(
            id: id, emailKey: emailKey, fields: fields, registrationDate: registrationDate, version: version)
    }

    private struct Content: Hashable {
        let id: CustomerID
        let emailKey: String?
        let fields: [CustomerField: String?]
        let registrationDate: Timestamp?
        let version: Int?
    }

    /// Whether a customer found by the record's id or email is the one it is about.
    ///
    /// An id that follows from an email, or from phone and name, stays with a customer who has another one by now: the line
    /// may be of somebody else, who has got it since.
    func isAbout(_ known: CustomerDetails) -> Bool {
        if isIDGiven { return true }
        return emailKey.map { $0 == known.emailKey } ?? (id == CustomerID(importedByPhone: known))
    }

    /// The edit that makes a customer as the file says.
    func edit(of known: CustomerDetails) -> CustomerEdit {
        fields.edit(of: known)
    }
}

extension CustomerInput {
    /// What the input says of a customer who is there, and of one who is not; `nil` when it lacks what a new customer needs.
    ///
    /// The rules are checked once: what is given of a new customer are the values of the change.
    fileprivate func checked() throws(FieldViolations) -> (CustomerPatch, NewCustomer?) {
        guard hasRequiredFields else { return (try patch(), nil) }
        do throws(FieldViolations) {
            let creation = try newCustomer()
            return (CustomerPatch(of: creation.details, in: fields.keys), creation)
        } catch {
            // What is wrong with a field comes before what is missing.
            _ = try patch()
            throw error
        }
    }

    fileprivate var hasRequiredFields: Bool {
        CustomerField.allCases.allSatisfy { !$0.isRequired || fields[$0] != nil }
            && CustomerField.contacts.contains { (fields[$0] ?? nil)?.isEmpty == false }
    }
}
