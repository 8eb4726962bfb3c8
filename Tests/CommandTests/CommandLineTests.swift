import ArgumentParser
import Domain
import Testing
import Wire

@testable import CommandWords
@testable import Commands
@testable import customers
@testable import customers_api

@Suite("Command lines")
struct CommandLineTests {
    @Test("A client of the server has from a second to an hour")
    func clientTimeout() throws {
        for seconds in ["1", "3600"] { _ = try Serve.parse(["--client-timeout", seconds]) }
        for seconds in ["0", "3601"] {
            #expect(throws: (any Error).self) { try Serve.parse(["--client-timeout", seconds]) }
        }
    }

    /// An option with a value, below the commands that lead to it.
    struct Option: CustomTestStringConvertible, Sendable {
        let program: any ParsableCommand.Type
        let syntax: CommandSyntax
        let path: [String]
        let name: String

        var testDescription: String { (path + [name]).joined(separator: " ") }

        /// What is said of a command line with these words; empty when nothing is.
        func complaint(_ words: [String]) -> String {
            do {
                _ = try program.command(for: path.dropFirst() + words, in: syntax)
                return ""
            } catch {
                return program.message(for: error)
            }
        }
    }

    static let options = [CustomersCommand.self as any ParsableCommand.Type, CustomersAPI.self].flatMap { program in
        CommandSyntax.of(program).map { options(of: program, $0, $0, []) } ?? []
    }

    static func options(
        of program: any ParsableCommand.Type, _ whole: CommandSyntax, _ syntax: CommandSyntax, _ parents: [String]
    ) -> [Option] {
        let path = parents + [syntax.commandName]
        let own = (syntax.arguments ?? []).filter { $0.kind == .option }.flatMap(\.spellings)
        return own.map { Option(program: program, syntax: whole, path: path, name: $0) }
            + (syntax.subcommands ?? []).flatMap { options(of: program, whole, $0, path) }
    }

    @Test("All options are looked at")
    func count() {
        #expect(Self.options.count > 60)
        #expect(Self.options.contains { $0.testDescription == "customers queue retry --profile" })
        #expect(Self.options.contains { $0.testDescription == "customers-api serve --cors-origin" })
    }

    /// Where commands share an option, the first of them.
    static let distinctOptions = {
        var names: Set<String> = []
        return options.filter { names.insert("\($0.program) \($0.name)").inserted }
    }()

    @Test("Every option takes an empty value, and one that begins with a dash", arguments: distinctOptions)
    func values(_ option: Option) {
        for value in ["", "-x", "-1", "-a b", "---", "--no-such", "--no-such=1", "-(555) 0100"] {
            expectTaken(value, by: option)
        }
    }

    @Test("It does so in every command that has it", arguments: options)
    func everywhere(_ option: Option) {
        expectTaken("-x", by: option)
    }

    private func expectTaken(_ value: String, by option: Option) {
        for words in [[option.name, value], ["\(option.name)=\(value)"]] {
            let complaint = option.complaint(words)
            for fault in ["Missing value", "Unknown option", "Unexpected", "Invalid option"] {
                #expect(!complaint.contains(fault), "\(words): \(complaint)")
            }
        }
    }

    @Test("So does one of the command that needs no name")
    func standardCommand() throws {
        let server = try #require(CommandSyntax.of(CustomersAPI.self))
        let client = try #require(CommandSyntax.of(CustomersCommand.self))
        let port = Option(program: CustomersAPI.self, syntax: server, path: ["customers-api"], name: "--port")
        #expect(port.complaint(["--port", "-x"]).contains("'-x' is invalid"))
        let profile = Option(program: CustomersCommand.self, syntax: client, path: ["customers"], name: "--profile")
        #expect(profile.complaint(["--profile", "-x"]).isEmpty)
    }

    @Test("An option without a value is reported to lack one, even when another option follows", arguments: options)
    func missing(_ option: Option) {
        #expect(option.complaint([option.name]).contains("Missing value"))
        #expect(option.complaint([option.name, option.name]).contains("Missing value"))
    }

    @Test("The values arrive as they were written")
    func arrive() throws {
        let list = try #require(
            try CustomersCommand.command(for: ["list", "--sort", "-name", "--search", "-"]) as? ListCommand)
        #expect(list.sort == .nameDescending)
        let edit = try CustomersCommand.command(for: [
            "edit", "--phone=", "--name", "-Ö -", "a@b.co", "--address", "a=b",
        ])
        let details = try #require(edit as? EditCommand).details
        #expect((details.phone, details.name, details.address) == ("", "-Ö -", "a=b"))
        let file = try CustomersCommand.command(for: ["import", "--dry-run", "--", "--name="])
        #expect((file as? ImportCommand)?.file == "--name=")
    }

    @Test("What init asks for can be given, but never a token itself")
    func initialOptions() throws {
        let words = ["init", "--profile", "prod", "--api", "https://a.example", "--token-file", "~/token", "--yes"]
        let command = try #require(try CustomersCommand.command(for: words) as? InitCommand)
        #expect((command.options.profile, command.options.api) == ("prod", "https://a.example"))
        #expect((command.tokenFile, command.credentialCommand, command.yes) == ("~/token", nil, true))
        let asked = try #require(try CustomersCommand.command(for: ["init"]) as? InitCommand)
        #expect(asked.options.api == nil && !asked.yes)
        #expect(throws: (any Error).self) { try CustomersCommand.command(for: ["init", "--token", "x"]) }
    }

    @Test("A word that is itself an option is never taken for a value")
    func forgotten() {
        #expect(throws: (any Error).self) { try CustomersCommand.command(for: ["edit", "a@b.co", "--name", "--json"]) }
        #expect(throws: (any Error).self) { try CustomersCommand.command(for: ["list", "--search", "--api", "x"]) }
    }

    @Test(
        "A command that there is not is named with the nearest one",
        arguments: [
            (["lst"], "\"lst\"; did you mean: customers list?"), (["shwo", "a@b.co"], "customers show?"),
            (["search", "smith"], "\"search\"; did you mean: customers list --search TERM?"),
            (["serach", "smith"], "customers list --search TERM?"), (["rm", "a@b.co"], "customers delete?"),
            (["--profile", "x", "statsu", "--json"], "\"statsu\"; did you mean: customers status?"),
            (["queue", "dicsard", "3"], "\"dicsard\"; did you mean: customers queue discard?"),
            (["queue", "--json", "lst"], "\"lst\"; did you mean: customers queue list?"),
            (["setup"], "\"setup\"; did you mean: customers init?"),
            (["nonsense"], "\"nonsense\". Commands: list, show, add"),
        ])
    func typos(_ words: [String], _ expected: String) {
        let failure = #expect(throws: UsageFailure.self) {
            try CustomersCommand.command(for: words, meanings: CustomersCommand.meanings)
        }
        #expect(failure?.text.contains("There is no command ") == true)
        #expect(failure?.text.contains(expected) == true, "\(failure?.text ?? "")")
    }

    @Test(
        "An option before its command is reported with where it belongs, and that command's usage",
        arguments: [
            (["--limit", "3", "list"], "--limit belongs after list: customers list --limit …", "customers list"),
            (["--json", "list"], "--json belongs after list: customers list --json", "customers list"),
            (["--jsn", "list"], "There is no option --jsn; did you mean: customers list --json?", "customers list"),
            (["--zzzzzz", "list"], "There is no option --zzzzzz.", "customers list"),
            (["--jsn"], "There is no option --jsn.", "customers"),
            (["--profil", "x"], "There is no option --profil; did you mean: customers --profile?", "customers"),
        ])
    func earlyOptions(_ words: [String], _ message: String, _ command: String) {
        let failure = #expect(throws: UsageFailure.self) { try CustomersCommand.command(for: words) }
        #expect(failure?.text.hasPrefix("Error: \(message)\n") == true, "\(failure?.text ?? "")")
        #expect(failure?.text.contains("See '\(command) --help'") == true, "\(failure?.text ?? "")")
    }

    @Test("A negative number is taken for a number, wherever it stands")
    func negativeNumbers() throws {
        for words in [["queue", "show", "-1"], ["queue", "show", "-1", "--profile", "x"]] {
            let show = try #require(try CustomersCommand.command(for: words) as? QueueCommand.Show)
            #expect(show.number.sequence == -1)
            #expect(show.options.profile == (words.count > 3 ? "x" : nil))
        }
    }

    @Test(
        "A completion script is asked for with a blank, with an equals sign, or for the shell in use",
        arguments: [
            (["--generate-completion-script", "bash"], true), (["--generate-completion-script=bash"], true),
            (["--generate-completion-script=nosuch"], false), (["--generate-completion-script", "bash", "x"], false),
            (["list"], false),
        ])
    func completionScripts(_ words: [String], isScript: Bool) {
        #expect((CompletionScript(words) != nil) == isScript)
    }

    @Test(
        "Help for a command that there is not says so",
        arguments: [
            (["nosuch"], "\"nosuch\". Commands: list, show, add"),
            (["list", "extra"], "\"extra\": customers list has none below it."),
            (["queue", "nosuch"], "\"nosuch\". Commands: list, show, retry"),
            (["queue", "list", "x"], "\"x\": customers queue list has none below it."),
            (["queue", "rety"], "\"rety\"; did you mean: customers queue retry?"),
        ])
    func help(_ names: [String], _ expected: String) throws {
        let command = try #require(try CustomersCommand.command(for: ["help"] + names) as? HelpCommand)
        let failure = #expect(throws: UsageFailure.self) { try command.run() }
        #expect(failure?.text.hasPrefix("Error: There is no command \(expected)") == true, "\(failure?.text ?? "")")
    }

    @Test("A usage of several lines has them under one another, wherever it is shown", arguments: ["add", "edit"])
    func usageLines(_ name: String) async throws {
        func second(_ text: String) -> Substring? {
            text.split(separator: "\n").drop { !$0.hasPrefix("Usage: ") && !$0.hasPrefix("USAGE: ") }.dropFirst().first
        }
        let expected = "       customers \(name) "
        let command = try #require(CustomersCommand.configuration.subcommands.first { $0._commandName == name })
        let ours = UsageFailure("Wrong.", about: command, of: CustomersCommand.self).text
        #expect(second(ours)?.hasPrefix(expected) == true, "\(ours)")
        for words in [[name, "--no-such-option"], [name, "--help"]] {
            let error = #expect(throws: (any Error).self) {
                var command = try CustomersCommand.command(for: words)
                try command.run()
            }
            let text = CustomersCommand.fullMessage(for: try #require(error))
            #expect(second(text)?.hasPrefix(expected) == true, "\(text)")
        }
    }

    @Test("Help and version are results like others: it is reported when they cannot be written")
    func printing() async throws {
        struct Full: Error {}
        for words in [["--version"], ["--help"], ["help"], ["list", "--help"]] {
            await #expect(throws: Full.self) { try await CustomersCommand.perform(words) { _ in throw Full() } }
        }
    }

    @Test(
        "Help for a command is that command's",
        arguments: [([], "customers"), (["edit"], "customers edit"), (["queue", "retry"], "customers queue retry")])
    func ownHelp(_ names: [String], _ usage: String) throws {
        let command = try #require(try CustomersCommand.command(for: ["help"] + names) as? HelpCommand)
        let error = #expect(throws: CleanExit.self) { try command.run() }
        #expect(CustomersCommand.message(for: try #require(error)).contains("USAGE: \(usage) "))
    }

    @Test("A wrong word is answered with the usage of its own command")
    func ownUsage() throws {
        func check(_ syntax: CommandSyntax, _ path: [String]) {
            let words = Array(path.dropFirst()) + ["--no-such-option"]
            let own = (path + [syntax.standard?.commandName].compactMap(\.self)).joined(separator: " ")
            #expect {
                try CustomersCommand.command(for: words)
            } throws: { error in
                CustomersCommand.fullMessage(for: error).contains("See '\(own) --help'")
            }
            for next in syntax.subcommands ?? [] where next.commandName != "help" {
                check(next, path + [next.commandName])
            }
        }
        // Without a command's name the interface is meant.
        for command in try #require(CommandSyntax.of(CustomersCommand.self)?.subcommands)
        where command.commandName != "help" {
            check(command, ["customers", command.commandName])
        }
    }

    @Test("Names of commands are what help completes")
    func completion() {
        #expect(HelpCommand.names(after: ["customers", "help"]).contains("export"))
        #expect(
            HelpCommand.names(after: ["customers", "help", "queue"])
                == ["list", "show", "retry", "resolve", "discard", "confirm", "adopt"])
        #expect(HelpCommand.names(after: ["customers", "help", "nosuch"]).isEmpty)
    }

    @Test(
        "A descriptor that a word names is known",
        arguments: [
            ("/dev/fd/63", 63), ("/proc/self/fd/3", 3), ("--stdin=/dev/fd/7", 7), ("/dev/fd/", nil), ("fd/3", nil),
            ("people.csv", nil), ("/dev/fd/9999999999999", nil),
        ] as [(String, Int32?)])
    func descriptors(_ word: String, _ number: Int32?) {
        #expect(InheritedDescriptors.named(in: word) == number)
    }
}

@Suite("What is said of a command line")
struct CommandLineComplaintTests {
    private static let payload = "\u{1B}[31m\u{9B}31m\u{1B}]0;t\u{7}\r\nFORGED\nFORGED\u{2028}FORGED"

    /// As the programs write it.
    private func complaint(_ words: [String], _ program: any ParsableCommand.Type) -> String {
        do {
            _ = try program.understood(words, [:])
            return ""
        } catch {
            return ((error as? UsageFailure)?.text ?? program.endText(for: error)).harmlessLines
        }
    }

    @Test(
        "Who is named by what is no id and no email is asked for one", arguments: ["show", "edit", "delete", "history"])
    func nobody(_ command: String) {
        for word in ["", "smith"] {
            let complaint = complaint([command, word], CustomersCommand.self)
            #expect(complaint.contains("'\(word)' is invalid for '<id|email>': It is neither a whole id nor an email."))
        }
    }

    @Test("Of a word that nobody could read the beginning is shown")
    func longWord() {
        let word = String(repeating: "x", count: 100_000)
        for words in [["show", word], [word], ["list", "--" + word], ["list", "--sort", word]] {
            let complaint = complaint(words, CustomersCommand.self)
            #expect(complaint.contains("xxx…") && complaint.utf8.count < 4_000, "\(words.map(\.count))")
        }
    }

    @Test("No value of any option makes a line or a command of its own", arguments: CommandLineTests.distinctOptions)
    func values(_ option: CommandLineTests.Option) {
        expectHarmless([option.name, "x\(Self.payload)"], option)
        expectHarmless(["\(option.name)\(Self.payload)"], option)
    }

    @Test("Nor does it in any command that has the option", arguments: CommandLineTests.options)
    func everywhere(_ option: CommandLineTests.Option) {
        expectHarmless(["\(option.name)=x\(Self.payload)"], option)
    }

    private func expectHarmless(_ words: [String], _ option: CommandLineTests.Option) {
        let complaint = complaint(option.path.dropFirst() + words, option.program)
        #expect(!complaint.unicodeScalars.contains { $0.isControl && $0 != "\n" }, "\(complaint)")
        #expect(!complaint.split(separator: "\n").contains { $0.hasPrefix("FORGED") }, "\(complaint)")
    }
}
