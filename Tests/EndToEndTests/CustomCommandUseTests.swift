import FoundationEssentials
import Glibc
import TestSupport
import Testing

@Suite("Programs of the person's own, run by the real client", .serialized, .timeLimit(.minutes(5)))
struct CustomCommandUseTests {
    private static func command(_ script: String, _ more: String = "") -> String {
        // In single quotes nothing has to be escaped (TOML 1.0, "String").
        "[commands.bill]\nkey = \"B\"\nargv = [\"/bin/sh\", \"-c\", '''\(script)''']\n\(more)\n"
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    @Test(
        "The customer comes on standard input as show --json prints them, and neither in arguments nor in the environment"
    )
    func customer() async throws {
        let script = "cat > $HOME/in; env > $HOME/env; tr '\\0' ' ' < /proc/$$/cmdline > $HOME/args; echo Took it."
        try await TerminalFixture.configured(Self.command(script), environment: ["CUSTOMERS_API_TOKEN": "secret"]) {
            fixture in
            await fixture.client.send("B")
            try await fixture.client.wait(forText: "bill: Took it.")
            let input = try text(fixture.folder + "/in")
            let customer = try JSONDecoder().decode([String: AnyJSON].self, from: Data(input.utf8))
            guard case .string(let email)? = customer["email"], case .string? = customer["customer_id"] else {
                Issue.record("\(input)")
                return
            }
            #expect(customer["version"] == .number(1) && input.hasSuffix("}\n"))
            #expect(await fixture.client.screen.contains(email))
            let environment = try text(fixture.folder + "/env")
            #expect(!environment.contains(email) && !environment.contains("secret"))
            #expect(environment.contains("CUSTOMERS_PROFILE=default"))
            #expect(try !text(fixture.folder + "/args").contains(email))
        }
    }

    private static let misbehaving: [(String, String)] = [
        ("[\"/nonexistent/bill\"]", "bill was not started: /nonexistent/bill does not exist."),
        ("[\"no-such-bill\"]", "bill was not started: there is no no-such-bill in PATH."),
        ("[\"/etc/passwd\"]", "bill was not started: /etc/passwd may not be executed."),
        ("[\"/etc\"]", "bill was not started: /etc may not be executed."),
        ("[\"@HOME@/no-interpreter\"]", "bill was not started: this system cannot run"),
        ("[\"sh\", \"-c\", \"echo No such bill >&2; exit 3\"]", "bill ended with status 3: No such bill"),
        ("[\"sh\", \"-c\", \"exit 1\"]", "bill ended with status 1, and did not say why."),
        ("[\"sh\", \"-c\", \"kill -9 $$\"]", "bill was killed by signal 9, and did not say why."),
        ("[\"sh\", \"-c\", \"exec <&-; echo Done.\"]", "bill: Done."),
        ("[\"sh\", \"-c\", \"sleep 20 & echo Left.\"]", "bill: Left. Something that it has started still runs"),
        ("[\"sh\", \"-c\", \"head -c 10000000 /dev/zero | tr '\\\\000' x; echo; echo Last.\"]", "bill: Last."),
        ("[\"sh\", \"-c\", \"printf '\\\\033]52;c;Zm9v\\\\007\\\\033[2Jred\\\\n'\"]", "red"),
        ("[\"sh\", \"-c\", \"printf '\\\\033[31mred\\\\n' >&2; exit 1\"]", "red"),
    ]

    @Test(
        "One that fails, floods, prints escapes or is not there is said in a sentence, and keys are answered",
        arguments: misbehaving)
    func misbehaves(_ argv: String, _ message: String) async throws {
        let table = "[commands.bill]\nkey = \"B\"\nargv = \(argv)\n"
        try await TerminalFixture.configured(table, columns: 160) { fixture in
            await fixture.client.send("B")
            try await fixture.client.wait(forText: message)
            try await fixture.expectAnswers()
            let screen = await fixture.client.screen
            #expect(screen.surprises == [] && screen.commands == [])
            #expect(await fixture.client.end == nil)
        }
    }

    @Test(
        "One that hangs keeps nobody waiting, and Esc ends it with all that it has started",
        arguments: ["\u{1B}", "\u{03}"])
    func hangs(_ key: String) async throws {
        let script = "trap '' TERM; echo $$ > $HOME/pid; sleep 600; sleep 600"
        try await TerminalFixture.configured(Self.command(script)) { fixture in
            await fixture.client.send("B")
            try await fixture.client.wait(forText: "Running bill on")
            try await fixture.expectAnswers()
            await fixture.client.send("B")
            try await fixture.client.wait(forText: "bill still runs on")
            await fixture.client.send(key)
            try await fixture.client.wait(forText: "bill was ended.")
            let pid = try #require(pid_t(text(fixture.folder + "/pid").filter(\.isNumber)))
            #expect(kill(pid, 0) != 0)
            try await fixture.expectAnswers()
        }
    }

    @Test("Ten megabytes in the pager are cut, and say so")
    func pager() async throws {
        let script = "i=0; while [ $i -lt 100 ]; do echo \"  line $i\"; i=$((i+1)); done; yes wide | head -c 10000000"
        try await TerminalFixture.configured(Self.command(script, "output = \"pager\""), columns: 80) { fixture in
            await fixture.client.send("B")
            try await fixture.client.wait(forText: "bill has ended.")
            try await fixture.client.wait(forText: "   line 0")
            await fixture.client.send("\u{1B}[6~")
            try await fixture.client.wait(forText: "   line 20")
            await fixture.client.send("G")
            try await fixture.client.wait(forText: "It printed more than 256 KiB; the rest is not shown.")
            await fixture.client.send("q")
            try await fixture.client.wait(for: "the list") { !$0.contains("256 KiB") && $0.contains("/ search") }
            try await fixture.expectAnswers()
        }
    }

    @Test("One that writes asks first, and what it has changed is on the screen without a key")
    func writes() async throws {
        let script = """
            id=$(sed 's/.*"id":"\\([^"]*\\)".*/\\1/')
            "$PROGRAM" edit "$id" --phone '+1 555 0777' > /dev/null
            """
        try await TerminalFixture.configured(Self.command(script, "writes = true\nconfirm = true")) { fixture in
            await fixture.client.send("B")
            try await fixture.client.wait(forText: "Run bill on ")
            await fixture.client.send("y")
            try await fixture.client.wait(forText: "+1 555 0777", seconds: 30)
        }
    }

    @Test("A session that changes nothing does without those that may")
    func readOnly() async throws {
        let table = Self.command("touch $HOME/ran", "writes = true") + "[profiles.default]\nreadonly = true\n"
        try await TerminalFixture.configured(table) { fixture in
            await fixture.client.send("B")
            try await fixture.expectAnswers()
            #expect(access(fixture.folder + "/ran", F_OK) != 0)
        }
    }

    @Test("Ten megabytes pasted into the search and the form leave an interface that answers")
    func hugePaste() async throws {
        let paste = "\u{1B}[200~" + String(repeating: "0123456789", count: 1_000_000) + "\u{1B}[201~"
        try await TerminalFixture.configured("") { fixture in
            await fixture.client.send("/")
            await fixture.client.send(paste)
            try await fixture.client.wait(for: "the paste", seconds: 60) {
                $0.contains("9") && $0.contains("end the search")
            }
            await fixture.client.send("\u{1B}")
            try await fixture.client.wait(for: "the list", seconds: 60) { $0.contains("/ search") }
            try await fixture.expectAnswers()
            await fixture.client.send("e")
            try await fixture.client.wait(forText: "Ctrl-S save")
            await fixture.client.send("\t" + paste)
            await fixture.client.send("\u{13}")
            try await fixture.client.wait(forText: "Not saved: one field needs correcting.", seconds: 60)
            #expect(await fixture.client.end == nil)
        }
    }
}
