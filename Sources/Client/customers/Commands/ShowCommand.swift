import ArgumentParser

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Print one customer.")

    @Argument(help: ArgumentHelp("The customer's id or email.", valueName: "id|email"))
    var customer: CustomerReference

    @Flag(help: "Print the API's own JSON.")
    var json = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        let found = try await options.connected { desk in try await desk.find(customer) }
        try StandardOutput().write(found, asJSON: json)
    }
}
