package import Domain
import JSON
import Wire

/// One customer of a file, valid, with what the file says about them and no more.
package struct ImportRecord: Hashable, Sendable {
    package let line: Int
    package let id: CustomerID
    /// Whether the file names the id; otherwise it follows from the email.
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

    init(line: Int, _ members: [String: JSONValue]) throws(LineFault) {
        let input = CustomerInput(members)
        do throws(FieldViolations) {
            fields = try input.patch()
            creation = input.hasRequiredFields ? try input.newCustomer() : nil
        } catch {
            throw LineFault(line: line, message: error.message, input: input.violations.isEmpty ? input : nil)
        }
        let email = fields.changes[.email] ?? nil
        let emailKey = email.map { TextFold.email($0) }
        guard let id = input.id ?? emailKey.map({ CustomerID(derivedFrom: $0, in: .importedEmail) }) else {
            throw LineFault(
                line: line, message: "has neither an email nor a customer_id to tell which customer it is about")
        }
        self.line = line
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

    /// The edit that makes a customer as the file says.
    func edit(of known: CustomerDetails) -> CustomerEdit {
        CustomerEdit(from: known, to: fields.applied(to: known))
    }
}

extension CustomerInput {
    fileprivate var hasRequiredFields: Bool {
        CustomerField.allCases.allSatisfy { !$0.isRequired || fields[$0] != nil }
    }
}
