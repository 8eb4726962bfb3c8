import ArgumentParser
import CCoreDumps
import CommandWords
import CustomerAPI
import Domain
import Foundation
import StandardStreams

/// The self-hosted server's command line.
@main
struct CustomersAPI: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customers-api",
        abstract: "The customer API on one machine.",
        version: "customers-api \(CustomerHandler.version)",
        subcommands: [
            Serve.self, BackupCommand.self, VerifyCommand.self, RestoreCommand.self, CheckCommand.self,
            MigrateCommand.self, StatsCommand.self, CopyCommand.self, TokenCommand.self, AuditCommand.self,
        ],
        defaultSubcommand: Serve.self)

    static func main() async {
        ccoredumps_forbid()
        do {
            let meanings = ["run": "serve", "start": "serve", "version": "--version"]
            try await perform(Array(CommandLine.arguments.dropFirst()), meanings: meanings) { text in
                guard !StandardStream.output.write(text) else { return }
                StandardStream.error.say("customers-api: Cannot write to standard output.")
                throw ExitCode(ExitStatus.inputOutput.rawValue)
            }
        } catch let failure as UsageFailure {
            StandardStream.error.write(failure.text)
            Foundation.exit(ExitStatus.usage.rawValue)
        } catch {
            StandardStream.error.write(endText(for: error))
            Foundation.exit(exitCode(for: error).rawValue)
        }
    }
}
