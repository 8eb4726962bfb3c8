import Domain
import TestSupport
import Testing

@testable import CommandWords
@testable import customers

@Suite("A hostile server gets nothing of a command but an honest end", .timeLimit(.minutes(5)))
struct HostileServerTests {
    /// Each plain command once, with what it takes to get as far as the API.
    private static let commands: [[String]] = [
        ["list", "--json"], ["show", Lie.anna, "--json"], ["add", "--name", "Zoe", "--email", "zoe@example.com"],
        ["edit", Lie.anna, "--phone", "555 0199"], ["delete", Lie.anna, "--yes"], ["queue", "list"],
        ["queue", "show", "1"],
        ["queue", "retry", "1"], ["queue", "discard", "1"], ["queue", "confirm"],
        ["queue", "adopt", "--yes"], ["queue", "resolve", "1", "--mine"], ["sync"], ["lookup", "ann"],
        ["import", "a.csv", "--update"],
        ["export", "all.csv"], ["init", "--yes"], ["login"], ["logout"], ["status"], ["doctor"], ["wipe", "--force"],
        ["keys"], ["bulk", "tag", "vip", "--search", "ann", "--yes"],
        ["bulk", "edit", "--company", "Acme", "--search", "ann", "--yes"],
        ["bulk", "delete", "--search", "ann", "--yes"], ["bulk", "undo", "--yes"],
        ["history", Lie.anna], ["note", Lie.anna, "Called."], ["duplicates", Lie.anna], ["trash"],
        ["restore", Lie.anna],
        ["erase", Lie.anna, "--yes"], ["subject", "export", Lie.anna],
    ]

    /// The same in their other forms.
    private static let variants: [[String]] = [
        ["list"], ["list", "--csv"], ["list", "--search", "ann"], ["list", "--limit", "3"],
        ["list", "--sort", "-name"],
        ["show", Lie.anna], ["show", Lie.email], ["show", Lie.anna, "--blame"], ["history", Lie.anna, "--all"],
        ["add", "--name", "Zoe", "--email", "zoe@example.com", "--json"],
        ["edit", Lie.email, "--phone", "555 0199"], ["delete", Lie.email, "--yes"], ["queue", "--json"],
        ["import", "a.csv", "--dry-run"], ["import", "a.csv"], ["export"], ["export", "--csv"], ["status", "--json"],
    ]

    /// What every lie is told to: they read one, all, the feed's start and the server's state, and write.
    private static let everyLie: [[String]] = [
        ["list", "--json"], ["show", Lie.anna, "--json"], ["export", "--csv"], ["status"],
        ["edit", Lie.anna, "--phone", "555 0199"], ["import", "a.csv", "--update"],
    ]

    /// With every lie six commands, with the first two every command in every form: 206 runs.
    static let runs: [(lie: Lie, commands: [[String]])] = Lie.allCases.map { lie in
        switch lie {
        case .escapesInValues, .escapesInProblems: (lie, commands + variants)
        case .slowBody, .busyForEver: (lie, Array(everyLie.prefix(4)))
        default: (lie, everyLie)
        }
    }

    private static let files = [
        "a.csv": "customer_id,name,email\n\(Lie.anna),Anna,anna@example.com\n,Zoe,zoe@example.com\n"
    ]

    private static let honest = Task {
        let server = try MisbehavingServer(.json(200, "[]"))
        return try await MeasuredClient.run(["list"], url: server.url).peakKilobytes
    }

    @Test("No command and no lie is left out")
    func count() throws {
        let syntax = try #require(CommandSyntax.of(CustomersCommand.self))
        let plain = (syntax.subcommands ?? []).filter { !["interface", "help", "watch"].contains($0.commandName) }
        let names = plain.flatMap { command in
            let children = (command.subcommands ?? []).map { [command.commandName, $0.commandName] }
            return children.isEmpty ? [[command.commandName]] : children
        }
        for name in names {
            #expect(Self.commands.contains { Array($0.prefix(name.count)) == name }, "\(name)")
        }
        #expect(Self.runs.reduce(0) { $0 + $1.commands.count } >= 131)
    }

    @Test("It ends by sysexits, says why, prints nothing a terminal obeys, and takes 64 MB at most", arguments: runs)
    func commands(lie: Lie, commands: [[String]]) async throws {
        let server = try lie.server()
        let honest = try await Self.honest.value
        // They mostly wait: for a deadline, or for another attempt.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, command) in commands.enumerated() {
                if index >= lie.width { try await group.next() }
                group.addTask {
                    let run = try await MeasuredClient.run(command, url: server.url, files: Self.files, seconds: 90)
                    check(run, of: command, lie, honest)
                }
            }
            try await group.waitForAll()
        }
        #expect(server.requests.count >= commands.count / 2, "they ask it")
    }

    private func check(_ run: MeasuredClient, of command: [String], _ lie: Lie, _ honest: Int) {
        let what = "\(command.joined(separator: " ")), \(lie): \(run.output.debugDescription)"
        let status = run.end.code ?? -1
        #expect(status == 0 || ExitStatus(rawValue: status) != nil, "\(status) of \(what)")
        #expect(status == 0 || !run.output.isEmpty, "\(what)")
        #expect(run.surprises.isEmpty, "\(run.surprises) of \(what)")
        // In a table a value's own line breaks stand between quotes.
        let isTable = command.contains("--csv")
        let payloads = EscapeTests.payloads.filter { !isTable || !$0.contains(where: \.isNewline) }
        for payload in payloads { #expect(!run.output.utf8.contains(payload.utf8), "\(what)") }
        let lines = run.output.split(whereSeparator: \.isNewline)
        #expect(isTable || !lines.contains { $0.hasPrefix("FORGED") }, "\(what)")
        #expect(run.peakKilobytes - honest <= 64 * 1_024, "\(run.peakKilobytes - honest) KiB more for \(what)")
    }

    @Test("The command that has no end of its own is as well off, until Ctrl-C", arguments: Lie.allCases)
    func watch(lie: Lie) async throws {
        let server = try lie.server()
        let command = ["watch", "--json"]
        let run = try await MeasuredClient.run(command, url: server.url, seconds: 90) {
            // What it asks first, whether it can wait, or what has changed, has been dealt with when it asks again.
            await server.receives(3)
        }
        check(run, of: command, lie, try await Self.honest.value)
        #expect(!server.requests.isEmpty)
    }

    @Test(
        "What is printed is the server's own text, without what is harmful in it",
        arguments: [["list"], ["show", Lie.anna]])
    func shown(command: [String]) async throws {
        let server = try Lie.escapesInValues.server()
        let run = try await MeasuredClient.run(command, url: server.url)
        #expect(run.end.code == 0 && run.output.contains("FORGED"), "the test reaches the screen: \(run.output)")
    }
}
