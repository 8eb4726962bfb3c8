import ArgumentParser
import CustomerAPI

/// The self-hosted server's command line.
@main
struct CustomersAPI: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customers-api",
        abstract: "The customer API on one machine.",
        version: "customers-api \(CustomerAPI.version)",
        subcommands: [Serve.self],
        defaultSubcommand: Serve.self)
}
