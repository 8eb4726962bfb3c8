import APIClient
import ArgumentParser
import Domain
import Journal
import Wire
import Wording
import Workspace

struct DeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a customer; customers restore brings them back for a while.",
        discussion: """
            A deleted customer lies in the server's trash, as long as its operator keeps them there (customers trash), and the \
            email is free at once. An older server has no trash: there it is for good, and the id is never used again.
            """)

    @Argument(
        help: ArgumentHelp("The customer's id or email.", valueName: "id|email"), transform: CustomerReference.argument)
    var customer: CustomerReference

    @Flag(help: "Do not ask. Needed when standard input is not a terminal.")
    var yes = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        try Dialogue.requireSomebody(unless: yes, "Nothing was deleted")
        try await options.connectedForWriting { context in
            let found = try await context.find(customer)
            let base = found.customer
            if !yes {
                try Dialogue(undone: "Nothing was deleted").requireAgreement(to: "Delete \(base.nameAndContact)?")
            }
            let shown = context.queue.shown(base.id, on: base) ?? base
            let deletion = Entry.Change.delete(base: shown.details, version: base.version)
            switch try await context.submit(deletion, of: base.id, base: base, within: found.writeDeadline) {
            case .done:
                await context.workspace.forget(base.id, deletedIn: Customer.version(after: base.version))
                StandardError.say("Deleted \(base.id.text).\(await context.wayBack(for: base.id))")
            case .queued(_, let reason, let isHeld): CommandContext.reportQueued(reason, isHeld: isHeld)
            }
        }
    }
}

extension CommandContext {
    /// How a deletion is taken back, where the server says that it can be; with a blank before it.
    fileprivate func wayBack(for id: CustomerID) async -> String {
        let answer = await api.result(of: ReadCall.get(id, unlessVersion: nil))
        guard case .failure(.refused(let problem)) = answer, let until = problem.restorableUntil else { return "" }
        return " Until \(zone.dateText(of: until)) this brings them back: customers restore \(id.text)"
    }
}
