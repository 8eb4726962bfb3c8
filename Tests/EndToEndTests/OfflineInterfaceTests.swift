import Domain
import Glibc
import TestSupport
import Testing

/// The interface while the API goes and comes back, on the real program in a terminal.
@Suite("The interface through an outage", .serialized)
struct OfflineInterfaceTests {
    private static let toPhone = "\t\t\u{01}\u{0B}"
    private static let save = "\u{13}"

    /// Changes the selected customer's phone.
    private func changePhone(_ client: Pseudoterminal, to phone: String) async throws {
        await client.send("e")
        try await client.wait(forText: "Ctrl-S save")
        await client.send(Self.toPhone)
        await client.send(phone)
        await client.send(Self.save)
        try await client.wait(forText: "Saved here")
    }

    private func customers(_ shell: Shell, _ term: String) async throws -> [String?: Int] {
        let found = try await shell.run("list", "--search", term, "--json").customers
        return Dictionary(uniqueKeysWithValues: found.map { ($0.phone, $0.version) })
    }

    @Test("Edits go on while the API is away, outlive a kill -9, and arrive once when it is back")
    func outage() async throws {
        try await Outage.after(sample: 300) { outage in
            let client = try outage.interface()
            try await outage.comeBack {
                try await client.wait(for: "the list", seconds: 30) { $0.contains(" ▸ ") && $0.contains("● online") }
            }
            try await changePhone(client, to: "5550199")
            try await client.wait(forText: "queue 1")
            try await client.wait(forText: "offline since")
            try await outage.waitForCache(of: 200)
            await client.kill(SIGKILL)
            _ = try await client.waitForEnd()
            let again = try outage.interface()
            try await again.wait(for: "the edit, and the customers the first one saw", seconds: 30) {
                $0.contains("queue 1") && $0.contains("offline since") && $0.contains("5550199") && $0.contains("↑")
            }
            try await outage.comeBack {
                try await again.wait(for: "word that it has arrived", seconds: 60) {
                    $0.contains("Everything that waited is with the server now.") && $0.contains("queue 0")
                }
                #expect(try await customers(outage.shell, "5550199") == ["5550199": 2])
            }
            await again.send("q")
            #expect(try await again.waitForEnd().code == 0)
        }
    }

    @Test("What waits is printed on the shell's screen once the client has given the terminal back")
    func lastWord() async throws {
        try await Outage.after(sample: 20) { outage in
            let client = try outage.interface()
            try await outage.comeBack {
                try await client.wait(for: "the list", seconds: 30) { $0.contains(" ▸ ") && $0.contains("● online") }
            }
            try await changePhone(client, to: "5550199")
            await client.send("q")
            #expect(try await client.waitForEnd().code == 0)
            try await client.wait(for: "what waits, on the shell's screen") {
                !$0.isAlternate && $0.contains("One edit is kept here and sent at the next start.")
            }
        }
    }

    @Test("Two windows show the same queue, and undo in one asks before it takes back what the other entered")
    func twoWindows() async throws {
        try await Outage.after(sample: 300) { outage in
            let (first, second) = (try outage.interface(), try outage.interface())
            try await outage.comeBack {
                for client in [first, second] {
                    try await client.wait(for: "the list", seconds: 30) {
                        $0.contains(" ▸ ") && $0.contains("● online")
                    }
                }
            }
            try await changePhone(first, to: "5550199")
            try await second.wait(for: "the other window's edit", seconds: 30) {
                $0.contains("queue 1") && $0.contains("5550199")
            }
            // The other window tries to send it once before it knows that the API is away; until then nobody takes it back.
            repeat {
                await second.send("u")
                try await second.wait(for: "what undo says", seconds: 30) {
                    $0.contains("is on its way; undo it once") || $0.contains("Undo what another window did to")
                }
            } while await second.screen.contains("is on its way; undo it once")
            #expect(await second.screen.contains("5550199"))
            await second.send("y")
            try await second.wait(forText: "Undone: edit (phone)")
            // What it said of the edit goes with the next key.
            await second.send("g")
            for client in [first, second] {
                try await client.wait(for: "the queue without it", seconds: 30) {
                    $0.contains("queue 0") && !$0.contains("5550199")
                }
                await client.send("q")
                #expect(try await client.waitForEnd().code == 0)
            }
        }
    }

    @Test("A deletion waits for its undo, whatever the delete command and another window's start send meanwhile")
    func deletion() async throws {
        let seed: @Sendable (Shell) async throws -> Void = { shell in
            for name in ["Anna", "Bea"] {
                let added = try await shell.run("add", "--name", name, "--email", "\(name)@example.com")
                #expect(added.status == 0, "\(added.error)")
            }
        }
        try await Outage.after(seed) { outage in
            try await outage.comeBack {
                let client = try outage.interface()
                try await client.wait(for: "the list", seconds: 30) { $0.contains("Anna") && $0.contains("● online") }
                await client.send("D")
                try await client.wait(forText: "Delete Anna?")
                await client.send("y")
                try await client.wait(forText: "Anna is deleted in 10 s")
                let deleted = try await outage.shell.run("delete", "bea@example.com", "--yes")
                #expect(deleted.status == 0 && deleted.error.contains("Deleted"), "\(deleted.error)")
                try await client.wait(forText: "Bea was deleted.")
                #expect(await client.screen.contains("queue 1"))
                // What was entered last is Bea's deletion, in another window: Anna's is taken back by its name.
                await client.send("Q")
                try await client.wait(for: "the queue") { $0.contains("deletion") && $0.contains("Finished") }
                await client.send("D")
                try await client.wait(forText: "Discard deletion of Anna?")
                await client.send("y")
                try await client.wait(forText: "Discarded: deletion of Anna.")
                await client.send("q")
                #expect(try await client.waitForEnd().code == 0)
                let sent = try await outage.shell.run("sync")
                #expect(sent.status == 0, "\(sent.error)")
                #expect(try await outage.shell.run("list", "--json").customers.map(\.name) == ["Anna"])
            }
        }
    }

    @Test("When both sides changed the same field the conflict is shown, and what is chosen is what the API gets")
    func conflict() async throws {
        let seed: @Sendable (Shell) async throws -> Void = { shell in
            let added = try await shell.run("add", "--name", "Anna", "--email", "anna@example.com", "--phone", "111")
            #expect(added.status == 0, "\(added.error)")
        }
        try await Outage.after(seed) { outage in
            let client = try outage.interface()
            try await outage.comeBack {
                try await client.wait(for: "the list", seconds: 30) { $0.contains("Anna") && $0.contains("● online") }
            }
            try await changePhone(client, to: "222")
            try await outage.rival { rival in
                let edited = try await rival.run(
                    "edit", "anna@example.com", "--phone", "333", "--address", "1 Main St")
                #expect(edited.status == 0, "\(edited.error)")
            }
            try await outage.comeBack {
                try await client.wait(for: "the conflict", seconds: 60) { $0.contains("conflicts 1") }
                await client.send("Q")
                try await client.wait(forText: "Queue")
                await client.send("\r")
                try await client.wait(for: "both values") { $0.contains("333") && $0.contains("222") }
                await client.send("\u{1B}[C")
                await client.send("\r")
                try await client.wait(for: "the end of it", seconds: 60) { $0.contains("queue 0") }
                let anna = try await outage.shell.run("show", "anna@example.com", "--json").customer
                #expect(anna.phone == "222")
                #expect(anna.address == "1 Main St")
            }
            await client.kill(SIGKILL)
        }
    }

    @Test("Where edits cannot be kept on disk the interface says so, and sends them all the same")
    func noPlace() async throws {
        try await Outage.after(sample: 20) { outage in
            var shell = outage.shell
            shell.customers.environment["XDG_DATA_HOME"] = "/proc/self"
            let client = try Outage(shell: shell, like: outage).interface()
            try await outage.comeBack {
                try await client.wait(for: "the warning", seconds: 30) {
                    $0.contains("● online") && $0.contains("/proc/self")
                }
                await client.send("e")
                try await client.wait(forText: "Ctrl-S save")
                await client.send(Self.toPhone)
                await client.send("5550199")
                await client.send(Self.save)
                try await client.wait(forText: "Saved")
                try await client.wait(forText: "queue 0")
                #expect(try await customers(outage.shell, "5550199") == ["5550199": 2])
            }
            await client.kill(SIGKILL)
        }
    }
}
