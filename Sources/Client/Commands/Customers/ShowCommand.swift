import ArgumentParser
import Domain
import Journal
import Wording

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print one customer.",
        discussion: "While the API is away, this prints what this machine keeps of the customer and says how old it is."
    )

    @Argument(help: ArgumentHelp("The customer's id or email.", valueName: "id|email"))
    var customer: CustomerReference

    @Flag(help: "Print the API's own JSON.")
    var json = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        let (found, waiting) = try await options.connected { context in
            let found = try await context.find(customer)
            return (found, context.queue.entries(for: found.customer.id).count)
        }
        found.reportAge()
        if waiting > 0 {
            StandardError.say("\(Phrases.count(waiting, "edit")) of this customer in the queue: customers queue")
        }
        try StandardOutput().write(found.customer, asJSON: json)
    }
}
