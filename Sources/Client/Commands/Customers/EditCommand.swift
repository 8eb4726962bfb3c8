import ArgumentParser
import Domain
import Journal
import Transfer
import Wire
import Wording

struct EditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change some fields of a customer.",
        usage: "customers edit <id|email> --stdin\ncustomers edit <id|email> "
            + DetailOptions.usage(needsRequired: false),
        discussion: """
            A field that is not given stays as it is. With --stdin, null takes a value away, and a version makes sure \
            that nobody changed the customer since; what show --json printed can be changed and piped back. While \
            the API is away, the version is compared with what this machine keeps, and what others changed meanwhile \
            in other fields is kept.
            """)

    @Argument(help: ArgumentHelp("The customer's id or email.", valueName: "id|email"))
    var customer: CustomerReference

    @OptionGroup var details: DetailOptions

    @Flag(help: "Print the changed customer as JSON.")
    var json = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        if details.isEmpty { throw ValidationError("Give --stdin, or the fields to change.") }
        let input = try details.input()
        let patch: CustomerPatch
        do throws(FieldViolations) {
            patch = try input.patch()
        } catch {
            throw CommandFailure(error)
        }
        let changed = try await options.connectedForWriting { context in
            let found = try await context.find(customer)
            try Self.check(input, against: found.customer)
            return try await Self.change(found, by: patch, context)
        }
        try StandardOutput(isSaved: changed.isChanged).write(changed, asJSON: json)
    }

    /// Makes the change unless it makes no difference.
    private static func change(
        _ found: FoundCustomer, by patch: CustomerPatch, _ context: CommandContext
    ) async throws -> EditedCustomer {
        let base = found.customer
        // What is queued of the customer comes first.
        let shown = context.queue.shown(base.id, on: base) ?? base
        let edit = CustomerEdit(from: shown.details, to: patch.applied(to: shown.details))
        guard !edit.isEmpty else {
            StandardError.say("Nothing to change: the customer is like this already.")
            return EditedCustomer(customer: shown, isQueued: context.queue.isPending(base.id), isChanged: false)
        }
        let submission = try await context.submit(
            .edit(edit, version: base.version), of: base.id, base: base, within: found.writeDeadline)
        return try await context.edited(base.id, submission, from: base)
    }

    /// Refuses input that is about somebody else, or made from another version.
    private static func check(_ input: CustomerInput, against base: Customer) throws(CommandFailure) {
        if let id = input.id, id != base.id {
            throw CommandFailure(.badData, "Nothing was saved: the input's customer_id is not this customer's.")
        }
        if let date = input.registrationDate, date.text != base.registrationDate.text {
            throw CommandFailure(.badData, "Nothing was saved: registration_date can only be given on creation.")
        }
        if let version = input.version, version != base.version {
            throw CommandFailure(
                .tryLater,
                "Nothing was saved: the input was made from version \(version), and the customer is at version "
                    + "\(base.version) since \(base.updatedAt.text)\(base.byAuthor). Show it and edit again."
            )
        }
    }
}
