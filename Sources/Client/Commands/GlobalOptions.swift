import ArgumentParser
import FoundationEssentials
import Settings

/// Where the API is and what may be done there; the same for every command.
package struct GlobalOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp("The profile in the configuration file.", valueName: "name"),
        completion: .custom { _, _, _ in ClientSettings.profileNames(ProcessInfo.processInfo.environment) })
    var profile: String?

    @Option(help: ArgumentHelp("The API's address, such as https://crm.example.org.", valueName: "url"))
    var api: String?

    @Flag(help: "Refuse every change.")
    var readonly = false

    @Option(help: ArgumentHelp("Where customers that were read are kept.", valueName: "place"))
    var cache: CachePlace?

    @Flag(
        name: .customLong("insecure-http"),
        help: "Allow plain HTTP to other machines. Anyone on the network path can read it.")
    var insecureHTTP = false

    /// None of them given.
    package init() {}

    /// The same for another profile: an address that was given belongs to the one before.
    package func forProfile(_ name: String) -> GlobalOptions {
        var options = self
        options.profile = name
        options.api = nil
        return options
    }
}

extension CachePlace: ExpressibleByArgument {}
