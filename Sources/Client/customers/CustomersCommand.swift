import APIClient
import ArgumentParser
import CCoreDumps
import CommandWords
import Commands
import Domain
import Glibc
import StandardStreams
import Wording

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
            CommandGroup(name: "Customers", subcommands: PlainCommands.customers),
            CommandGroup(name: "Deleted customers, and requests for erasure", subcommands: PlainCommands.goneCustomers),
            CommandGroup(name: "Offline edits", subcommands: PlainCommands.offlineEdits),
            CommandGroup(name: "Files", subcommands: PlainCommands.files),
            CommandGroup(
                name: "This program", subcommands: PlainCommands.about + [InterfaceCommand.self, HelpCommand.self]),
        ],
        defaultSubcommand: InterfaceCommand.self)

    /// Shared with every command, so that these options may stand before or after its name.
    @OptionGroup(title: "Connection") var options: GlobalOptions

    /// What other programs call what this one does, and what it is called here.
    static let meanings = [
        "blame": "show --blame", "browse": "interface", "check": "doctor", "clean": "wipe", "comment": "note",
        "configure": "init", "create": "add", "find": "list --search TERM", "forget": "erase", "get": "show",
        "load": "import", "log": "history", "ls": "list", "new": "add",
        "pending": "queue", "push": "sync", "remove": "delete", "rm": "delete", "save": "export",
        "search": "list --search TERM", "send": "sync", "set": "edit", "setup": "init", "timeline": "history",
        "undelete": "restore", "update": "edit",
        "version": "--version", "view": "show",
    ]

    static func main() async {
        // A reader that goes away is noticed where its output is written.
        signal(SIGPIPE, SIG_IGN)
        let words = Array(CommandLine.arguments.dropFirst())
        InheritedDescriptors.close(besidesThoseNamedIn: words)
        ccoredumps_forbid()
        do {
            if let script = CompletionScript(words) { return try StandardOutput().write(script.text) }
            try await perform(words, meanings: meanings, willRun: willRun) { try StandardOutput().write($0) }
        } catch let failure as CommandFailure {
            end(failure)
        } catch let failure as APIFailure {
            end(CommandFailure(failure))
        } catch is Interrupted {
            end(CommandFailure(.tryLater, "Interrupted: nothing was left half-done."))
        } catch let failure as UsageFailure {
            end(saying: failure.text, ExitStatus.usage.rawValue)
        } catch {
            end(saying: endText(for: error), exitCode(for: error).rawValue)
        }
    }

    private static func end(_ failure: CommandFailure) -> Never {
        StandardError.say(failure, from: "customers: ")
        Glibc.exit(failure.status.rawValue)
    }

    /// The library's own way writes past what makes text harmless.
    private static func end(saying text: String, _ status: Int32) -> Never {
        StandardStream.error.write(text)
        Glibc.exit(status)
    }
}
