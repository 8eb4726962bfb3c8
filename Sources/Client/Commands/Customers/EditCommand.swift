import APIClient
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
            + DetailOptions.usage(needsRequired: false)
            + "\ncustomers edit <id|email> --from-version <n> [--field <field>] ...",
        discussion: """
            A field that is not given stays as it is. With --stdin, null takes a value away, and a version makes sure \
            that nobody changed the customer since; what show --json printed can be changed and piped back. While \
            the API is away, the version is compared with what this machine keeps, and what others changed meanwhile \
            in other fields is kept. With --from-version, the fields get the values back that they had in that version \
            (customers history has them), which is an edit like any other; it needs the API.
            """)

    @Argument(
        help: ArgumentHelp("The customer's id or email.", valueName: "id|email"), transform: CustomerReference.argument)
    var customer: CustomerReference

    @OptionGroup var details: DetailOptions

    @Option(help: ArgumentHelp("Put the values of this version back.", valueName: "n"))
    var fromVersion: Int?

    @Option(help: ArgumentHelp("Of that version only this field; can be repeated.", valueName: "field"))
    var field: [CustomerField] = []

    @Flag(help: "Print the changed customer as JSON.")
    var json = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func validate() throws {
        guard let fromVersion else {
            if !field.isEmpty {
                throw ValidationError("--field says what of --from-version to put back: give that, too.")
            }
            return
        }
        if fromVersion < 1 { throw ValidationError("--from-version must be 1 or more, not \(fromVersion).") }
        if !details.isEmpty { throw ValidationError("Use either --from-version or new values, not both.") }
    }

    func run() async throws {
        if let fromVersion { return try await putBack(fromVersion) }
        if details.isEmpty { throw ValidationError("Give --stdin, the fields to change, or --from-version.") }
        let input = try details.input()
        let patch: CustomerPatch
        do throws(FieldViolations) {
            patch = try input.patch()
        } catch {
            throw CommandFailure(error)
        }
        try await options.connectedForWriting { context in
            let found = try await context.find(customer)
            try Self.check(input, against: found.customer)
            let changed = try await Self.change(found, by: patch, context)
            try StandardOutput(isSaved: changed.isChanged).write(changed, asJSON: json, in: context.zone)
        }
    }

    private func putBack(_ version: Int) async throws {
        let fields = Set(field.isEmpty ? CustomerField.allCases : field)
        try await options.connectedForWriting { context in
            let found = try await context.find(customer)
            let past = try await context.ask(.timeline) {
                try await context.api.customer(found.customer.id, at: .version(version))
            }
            let edit = CustomerEdit(from: found.customer.details, to: past.details)
            let patch = CustomerPatch(CustomerEdit(edit.changes.filter { fields.contains($0.key) }))
            let changed = try await Self.change(found, by: patch, context)
            try StandardOutput(isSaved: changed.isChanged).write(changed, asJSON: json, in: context.zone)
        }
    }

    /// Makes the change unless it makes no difference.
    private static func change(
        _ found: FoundCustomer, by patch: CustomerPatch, _ context: CommandContext
    ) async throws -> EditedCustomer {
        let base = found.customer
        // What is queued of the customer comes first.
        let shown = context.queue.shown(base.id, on: base) ?? base
        let edit = CustomerEdit(from: shown.details, to: try changed(shown.details, by: patch))
        guard !edit.isEmpty else {
            StandardError.say("Nothing to change: the customer is like this already.")
            return EditedCustomer(customer: shown, isQueued: context.queue.isPending(base.id), isChanged: false)
        }
        let submission = try await context.submit(
            .edit(edit, version: base.version), of: base.id, base: base, within: found.writeDeadline)
        return try await context.edited(base.id, submission, from: base)
    }

    private static func changed(
        _ details: CustomerDetails, by patch: CustomerPatch
    ) throws(CommandFailure) -> CustomerDetails {
        do throws(FieldViolations) {
            return try patch.applied(to: details)
        } catch {
            throw CommandFailure(error)
        }
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

extension CustomerField: ExpressibleByArgument {}
