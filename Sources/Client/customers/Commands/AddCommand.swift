import APIClient
import ArgumentParser
import Domain
import Wire

struct AddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Create a customer.",
        usage:
            "customers add --stdin\n       customers add --name <name> --email <email> [--phone <phone>] [--address <address>]"
    )

    @OptionGroup var details: DetailOptions

    @Flag(help: "Print the new customer as JSON.")
    var json = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        if details.isEmpty { throw ValidationError("Give --stdin, or --name and --email.") }
        let input = try details.input()
        let customer: NewCustomer
        do throws(FieldViolations) {
            customer = try input.newCustomer()
        } catch {
            throw CommandFailure(error)
        }
        let created = try await options.connectedForWriting { desk in
            try await desk.api.create(id: input.id ?? .random(), customer, key: .random())
        }
        try StandardOutput().write(created, asJSON: json)
    }
}
