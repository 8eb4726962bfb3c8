import ArgumentParser
import Domain
import Glibc
import Journal
import Wire
import Wording
import Workspace

struct DeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a customer for good; the id is never used again.")

    @Argument(help: ArgumentHelp("The customer's id or email.", valueName: "id|email"))
    var customer: CustomerReference

    @Flag(help: "Do not ask. Needed when standard input is not a terminal.")
    var yes = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        guard yes || isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure(
                .usage, "Nothing was deleted: standard input is not a terminal, so there is nobody to ask. Add --yes.")
        }
        try await options.connectedForWriting { context in
            let found = try await context.find(customer)
            let base = found.customer
            guard yes || Self.confirms(base) else {
                throw CommandFailure(.declined, "Nothing was deleted.")
            }
            let shown = context.queue.shown(base.id, on: base) ?? base
            let deletion = Entry.Change.delete(base: shown.details, version: base.version)
            switch try await context.submit(deletion, of: base.id, base: base, within: found.writeDeadline) {
            case .done:
                await context.workspace.forget(base.id)
                StandardError.say("Deleted \(base.id.text).")
            case .queued(_, let reason, let isHeld): CommandContext.reportQueued(reason, isHeld: isHeld)
            }
        }
    }

    private static func confirms(_ customer: Customer) -> Bool {
        StandardError.ask("Delete \(customer.name) <\(customer.email)>? [y/N] ")
        let answer = readLine()?.lowercased()
        return answer == "y" || answer == "yes"
    }
}
