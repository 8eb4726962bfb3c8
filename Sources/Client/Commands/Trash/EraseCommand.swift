import APIClient
import ArgumentParser
import Domain
import Wire
import Wording
import Workspace

struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erase all that is kept about a customer, for good; asks for the name.",
        discussion: """
            The record, its place in the trash, the timeline with its notes, and what this machine keeps go at once; other \
            machines remove what they keep when they next reach the API, before they show anything. The id, the version and \
            the times remain, without anything personal. Files that somebody exported stay where they are. It takes the role \
            admin, and the API: nothing is queued. To write down first what is kept: customers subject export.
            """)

    @Argument(
        help: ArgumentHelp("The customer's id or email; of who is deleted already the id.", valueName: "id|email"),
        transform: CustomerReference.argument)
    var customer: CustomerReference

    @Flag(help: "Do not ask. Needed when standard input is not a terminal.")
    var yes = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        try Dialogue.requireSomebody(unless: yes, "Nobody was erased")
        try await options.connected(forWriting: true, makesJournal: false) { context in
            try await context.require(.erasures)
            let subject = try await context.erasable(customer)
            if !yes {
                try await context.checkMayErase()
                try Self.confirm(subject)
            }
            do throws(APIFailure) {
                try await context.api.erase(subject.id)
            } catch {
                throw CommandFailure(error).nobodyErased
            }
            do throws(ErasureFailure) {
                _ = try await context.workspace.erasures.purge([subject.id])
            } catch {
                throw CommandFailure(.inputOutput, "\(subject.id.text) is erased. \(error.message)")
            }
            StandardError.say("Erased \(subject.id.text): the record, its timeline and notes, and what was kept here.")
        }
    }

    private static func confirm(_ subject: Erasable) throws(CommandFailure) {
        StandardError.say(
            "This erases \(subject.text): the record, its timeline and notes, and what every machine keeps of them. "
                + "Nobody can take it back.")
        let what = subject.customer == nil ? "id" : "name"
        let answer = try Dialogue(undone: "Nobody was erased").answer(to: "Type the \(what) to erase them: ")
        guard subject.isNamed(by: answer) else {
            throw CommandFailure(.declined, "Nobody was erased: that is not the \(what).")
        }
    }
}

/// Whom an erasure is about.
struct Erasable: Sendable {
    let id: CustomerID
    /// As they are, or lie in the trash; `nil` of whom only the id is left.
    let customer: Customer?

    var text: String { customer?.nameAndContact ?? "the deleted customer \(id.text)" }

    func isNamed(by answer: String) -> Bool {
        guard let customer else { return CustomerID(answer) == id }
        return TextFold.name(answer) == customer.details.nameFold
    }
}

extension CommandContext {
    /// - Throws: what the API says of somebody who never was.
    fileprivate func erasable(_ reference: CustomerReference) async throws -> Erasable {
        if let customer = try await living(reference) { return Erasable(id: customer.id, customer: customer) }
        let trashed = try await trashed(reference)?.customer
        if case .id(let id) = reference { return Erasable(id: id, customer: trashed) }
        guard let trashed else { throw CommandFailure.nobodyEver(reference) }
        return Erasable(id: trashed.id, customer: trashed)
    }

    /// Says it before the question, not behind it; the API decides.
    fileprivate func checkMayErase() async throws(CommandFailure) {
        guard let caller = try? await api.whoAmI(), !caller.may.contains(.erase) else { return }
        throw CommandFailure(
            .notPermitted, "Nobody was erased: this takes the role admin, and yours is \(caller.role). Ask an admin.")
    }
}

extension CommandFailure {
    fileprivate var nobodyErased: CommandFailure { CommandFailure(status, "Nobody was erased. \(message)") }
}
