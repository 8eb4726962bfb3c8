import APIClient
import ArgumentParser
import Domain
import Glibc

@main
struct CustomersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customers",
        abstract: "Look customers up and correct them, in the terminal or from scripts.",
        discussion: """
            Without a command this opens the terminal interface. Results go to standard output and nothing else does. \
            The exit status is 0, or by sysexits(3): 64 usage, 65 bad data, 66 not found, 69 unavailable, 73 and 74 \
            a file that cannot be written, 75 try later, 77 not permitted, 78 configuration.
            """,
        version: "customers \(ProductVersion.text)",
        groupedSubcommands: [
            CommandGroup(
                name: "Customers",
                subcommands: [
                    ListCommand.self, ShowCommand.self, AddCommand.self, EditCommand.self, DeleteCommand.self,
                ]),
            CommandGroup(name: "Offline edits", subcommands: [QueueCommand.self, SyncCommand.self]),
            CommandGroup(name: "Files", subcommands: [ImportCommand.self, ExportCommand.self]),
            CommandGroup(
                name: "This program",
                subcommands: [
                    StatusCommand.self, DoctorCommand.self, WipeCommand.self, KeysCommand.self,
                    InterfaceCommand.self,
                ]),
        ],
        defaultSubcommand: InterfaceCommand.self)

    /// Shared with every command, so that these options may stand before or after its name.
    @OptionGroup(title: "Connection") var options: GlobalOptions

    static func main() async {
        // A reader that goes away is noticed where its output is written.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            end(failure)
        } catch let failure as APIFailure {
            end(CommandFailure(failure))
        } catch is Interrupted {
            end(CommandFailure(.tryLater, "Interrupted: nothing was left half-done."))
        } catch {
            exit(withError: error)
        }
    }

    private static func end(_ failure: CommandFailure) -> Never {
        StandardError.say("customers: " + failure.sentence)
        Glibc.exit(failure.status.rawValue)
    }
}
