import Domain
import FoundationEssentials
import TestSupport
import Testing

@testable import CommandWords
@testable import customers
@testable import customers_api

@Suite("No byte from outside reaches a terminal as a command")
struct EscapeTests {
    /// Each with a word in front and behind, so that a line of its own can be told.
    static let payloads = [
        "x\u{1B}[31mFORGED", "x\u{1B}]52;c;QQ==\u{7}FORGED", "x\u{9B}31mFORGED", "x\u{9D}0;t\u{9C}FORGED",
        "x\u{90}q\u{9C}FORGED",
        "x\u{7}\u{8}\u{7F}FORGED", "x\r\nFORGED", "x\nFORGED", "x\rFORGED", "x\u{2028}FORGED", "x\u{202E}FORGED",
    ]

    /// A word that has all of them in it, and where it can stand in a command line: as every option's value, as every
    /// argument, and where a command's name or an option's belongs.
    static let places: [(program: String, words: [String])] = {
        let programs = [
            ("customers", CommandSyntax.of(CustomersCommand.self)),
            ("customers-api", CommandSyntax.of(CustomersAPI.self)),
        ]
        return programs.flatMap { name, syntax in
            // With a value of its own the server could start.
            syntax.map { places(in: $0, [], withValues: name == "customers").map { (name, $0) } } ?? []
        }
    }()

    private static func places(in syntax: CommandSyntax, _ path: [String], withValues: Bool) -> [[String]] {
        let word = payloads.joined()
        let options = (syntax.arguments ?? []).filter { $0.kind == .option }.compactMap(\.spellings.first)
        let values = withValues ? options.map { path + ["\($0)=\(word)"] } : []
        return values + [path + [word], path + ["--" + word], path + ["-" + word]]
            + (syntax.subcommands ?? []).flatMap { places(in: $0, path + [$0.commandName], withValues: withValues) }
    }

    /// What a terminal, or a reader of lines, could take for more than text.
    private func isHarmless(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard !scalars.contains(where: { $0 != "\n" && ($0.isControl || $0.isBidiControl || $0 == "\u{2028}") }) else {
            return false
        }
        return !text.split(separator: "\n").contains { $0.hasPrefix("FORGED") }
    }

    @Test("In no argument of any command")
    func arguments() async throws {
        #expect(Self.places.count >= 48)
        try await withTemporaryFolder { folder in
            let environment = ["HOME": folder, "CUSTOMERS_API_URL": "http://127.0.0.1:9", "LANG": "C.UTF-8"]
            for (name, words) in Self.places {
                let run = try await Program(name, environment: environment)
                    .shell("cd \"$HOME\" && exec \"$program\" \"$@\"", words)
                #expect(isHarmless(run.error), "\(name) \(words): \(run.error)")
            }
        }
    }

    @Test("Nor as bytes that are no UTF-8")
    func rawBytes() async throws {
        try await withTemporaryFolder { folder in
            let environment = ["HOME": folder, "CUSTOMERS_API_URL": "http://127.0.0.1:9"]
            for name in ["customers", "customers-api"] {
                let run = try await Program(name, environment: environment)
                    .shell("\"$program\" \"$(printf 'x\\2331m\\235t\\234')\" \"$(printf -- '--\\233=\\033')\"")
                #expect(run.status == 64 && isHarmless(run.error), "\(run.error)")
            }
        }
    }

    @Test("Nor in what a server says of a failure", arguments: payloads)
    func details(_ payload: String) async throws {
        let text = payload.unicodeScalars.reduce(into: "") { json, scalar in
            let digits = String(scalar.value, radix: 16)
            json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        let body = """
            {"type":"urn:customers:problem:validation","title":"t","status":400,"detail":"\(text)",\
            "errors":[{"field":"name","code":"format","message":"\(text)"}],"instance":"\(text)"}
            """
        let server = try MisbehavingServer(.answer(400, ["Content-Type": "application/problem+json"], body: body))
        try await Shell.without(url: server.url) { shell in
            for words in [["list"], ["status"], ["doctor"], ["add", "--name", "A", "--email", "a@b.co"], ["queue"]] {
                let run = try await shell.customers.run(words)
                #expect(isHarmless(run.error) && isHarmless(run.output), "\(words): \(run.error)\(run.output)")
            }
        }
    }

    @Test("Nor in what a server has of customers, piped: JSON says the same in escapes, and CSV and vCard are exact")
    func piped() async throws {
        let server = try Lie.escapesInValues.server()
        try await Shell.without(url: server.url) { shell in
            for words in [["list"], ["show", Lie.anna], ["lookup", "ann"], ["status"], ["doctor"]] {
                let run = try await shell.customers.run(words)
                let text = run.output.replacing("\t", with: " ")
                #expect(run.output.contains("FORGED") && isHarmless(text), "\(words): \(run.output.debugDescription)")
            }
            for words in [["list", "--json"], ["show", Lie.anna, "--json"], ["export"], ["export", "--jsonl"]] {
                let run = try await shell.customers.run(words)
                #expect(isHarmless(run.output), "\(words): \(run.output.debugDescription)")
                let customer = try run.output.hasPrefix("[") ? run.customers.first : run.customer
                #expect(customer?.name == Lie.hostileText, "\(words)")
            }
            for words in [["list", "--csv"], ["export", "--csv"], ["export", "--vcard"]] {
                let run = try await shell.customers.run(words)
                #expect(run.output.unicodeScalars.contains("\u{202E}"), "\(words)")
            }
        }
    }

    @Test("What credential_command says on standard error is not shown at all")
    func credentialCommand() async throws {
        try await withTemporaryFolder { folder in
            let shell = Shell(folder: folder, url: nil)
            try shell.configure(
                """
                [profiles.default]
                api = "http://127.0.0.1:9"
                credential_command = "printf 'the token is s3cret\\\\033[31m\\\\n' >&2; exit 3"
                """)
            let run = try await shell.run("list")
            #expect(run.status == 78 && run.error.contains("credential_command failed (status 3)"), "\(run.error)")
            #expect(!run.error.contains("s3cret") && isHarmless(run.error))
        }
    }
}
