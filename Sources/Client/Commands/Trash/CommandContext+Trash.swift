import APIClient
import Domain
import Wire
import Wording

extension CommandContext {
    /// Performs `body` with the pages of the trash, the last deleted first, until it says that it has enough.
    func readTrash(_ body: ([TrashedCustomer]) throws -> Bool) async throws {
        try await ask(.trash) {
            var reader = TrashReader(api)
            while let page = try await reader.next(), try body(page) {}
        }
    }

    /// The customer in the trash whom a reference names, of several with an email the last deleted; `nil` without one.
    func trashed(_ reference: CustomerReference) async throws -> TrashedCustomer? {
        var found: TrashedCustomer?
        try await readTrash { page in
            found = page.first { reference.names($0.customer) }
            return found == nil
        }
        return found
    }

    /// The customer whom a reference names, if not in the trash; `nil` for one who is deleted, and an email that nobody has.
    ///
    /// - Throws: what the API says of an id that nobody ever had.
    func living(_ reference: CustomerReference) async throws(APIFailure) -> Customer? {
        do throws(APIFailure) {
            return try await api.customer(reference)
        } catch {
            guard case .refused(let problem) = error, problem.kind == .deleted else { throw error }
            return nil
        }
    }
}

extension CommandFailure {
    /// Nobody is named by it, neither among customers nor in the trash.
    static func nobodyEver(_ reference: CustomerReference) -> CommandFailure {
        CommandFailure(
            .notFound, "No customer has the email \(reference.quoted), and nobody in the trash had it.")
    }
}

extension Customer {
    /// `Anna Smith <anna@example.com>`, or with the phone of who has no email.
    var nameAndContact: String { details.contact.map { "\(name) <\($0.value)>" } ?? name }
}
