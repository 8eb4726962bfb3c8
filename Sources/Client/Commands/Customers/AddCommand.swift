import ArgumentParser
import Domain
import Journal
import Transfer
import Wire
import Wording

struct AddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Create a customer.",
        usage: "customers add --stdin\ncustomers add \(DetailOptions.usage(needsRequired: true))")

    @OptionGroup var details: DetailOptions

    @Flag(help: "Print the new customer as JSON.")
    var json = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        if details.isEmpty { throw ValidationError("Give --name with --email or --phone, or all of it by --stdin.") }
        let input = try details.input()
        let customer: NewCustomer
        do throws(FieldViolations) {
            customer = try input.newCustomer()
        } catch {
            throw CommandFailure(error)
        }
        let id = input.id ?? .random()
        try await options.connectedForWriting { context in
            let submission = try await context.submit(.create(customer), of: id)
            let created = try await context.edited(id, submission, from: nil)
            try StandardOutput(isSaved: true).write(created, asJSON: json, in: context.zone)
        }
    }
}
