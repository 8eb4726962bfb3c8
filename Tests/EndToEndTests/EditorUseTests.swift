import FoundationEssentials
import Glibc
import TestSupport
import Testing

@Suite("The person's editor and mouse, with the real client", .serialized, .timeLimit(.minutes(5)))
struct EditorUseTests {
    /// Opens the form of the first customer, goes to the address and opens the editor.
    private func openEditor(_ client: Pseudoterminal) async throws {
        await client.send("e")
        try await client.wait(forText: "Ctrl-S save")
        await client.send("\t\t\t\t\u{1B}e")
    }

    private func leftovers(_ fixture: TerminalFixture) -> [String] {
        let folder = fixture.folder + "/.local/share/customers/default/editor"
        return (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    @Test(
        "What is written there is in the form; file and folder are the person's alone, and gone afterwards with all in it"
    )
    func written() async throws {
        let editor = """
            stat -c %a "$1" "${1%/*}" > "$HOME/modes"
            cp "$1" "$1~"; mkdir -p "${1%/*}/sub/sub"; : > "${1%/*}/.address.swp"; ln -s /etc "${1%/*}/link"
            rm "$1"; printf '7 Elm St\\nShelbyville\\n' > "$1"
            """
        try await TerminalFixture.configured("", editor: editor) { fixture in
            try await openEditor(fixture.client)
            try await fixture.client.wait(for: "the address from the editor") {
                $0.contains("The address is from the editor; Ctrl-S saves it.") && $0.contains("7 Elm St")
                    && $0.contains("Shelbyville")
            }
            let modes = String(decoding: try Data(contentsOf: URL(filePath: fixture.folder + "/modes")), as: UTF8.self)
            #expect(modes == "600\n700\n" && leftovers(fixture) == [] && access("/etc/passwd", F_OK) == 0)
            await fixture.client.send("\u{13}")
            try await fixture.client.wait(forText: "Saved")
        }
    }

    @Test(
        "An editor that fails, writes no text or too much changes nothing, and says so",
        arguments: [
            ("exit 3", "(EDITOR) ended with status 3."), ("kill -9 $$", "(EDITOR) ended with status 137."),
            ("printf '\\377\\376' > \"$1\"", "is not text in UTF-8."),
            ("rm \"$1\"", "what the editor has written cannot be read"),
            ("head -c 10000000 /dev/zero | tr '\\0' x > \"$1\"", "what the editor has written cannot be read"),
            ("true", "The address is as it was."),
        ])
    func fails(_ editor: String, _ message: String) async throws {
        try await TerminalFixture.configured("", editor: editor) { fixture in
            try await openEditor(fixture.client)
            try await fixture.client.wait(forText: message)
            #expect(leftovers(fixture) == [])
            await fixture.client.send("\u{1B}")
            try await fixture.client.wait(for: "the list, without a question") { $0.contains("/ search") }
        }
    }

    @Test("One that is not there is named, and so is that there is none")
    func missing() async throws {
        try await TerminalFixture.configured("", environment: ["VISUAL": "/nonexistent/ed -w"]) { fixture in
            try await openEditor(fixture.client)
            try await fixture.client.wait(forText: "/nonexistent/ed (VISUAL) cannot be started.")
        }
    }

    @Test("What a killed client has left is removed by the next one")
    func killed() async throws {
        try await TerminalFixture.configured("", editor: "touch $HOME/open; kill -9 $PPID; sleep 1") { fixture in
            try await openEditor(fixture.client)
            _ = try await fixture.client.waitForEnd()
            #expect(leftovers(fixture).count == 2)
            let next = try fixture.anotherClient()
            try await next.wait(forText: "Customers", seconds: 30)
            await next.send("\u{1B}q")
            _ = try? await next.waitForEnd(seconds: 3)
            await next.kill(SIGTERM)
            #expect(leftovers(fixture) == [])
        }
    }

    @Test(
        "A click selects and opens, the wheel scrolls, and no report outlives the program; without the setting there is none"
    )
    func mouse() async throws {
        try await TerminalFixture.configured("[profiles.default]\nmouse = true\n", columns: 80) { fixture in
            let client = fixture.client
            await client.send("\u{1B}[<0;10;6M")
            try await client.wait(for: "the selection") { $0.lines[5].hasPrefix(" ▸ ") }
            await client.send("\u{1B}[<0;10;6M")
            try await client.wait(forText: "Version")
            await client.send("\u{1B}[D")
            try await client.wait(for: "the list") { $0.lines[5].hasPrefix(" ▸ ") }
            let first = await client.screen.lines[3]
            await client.send("\u{1B}[<65;10;6M")
            try await client.wait(for: "the rows to move") { $0.lines[3] != first }
            await client.send("q")
            _ = try await client.waitForEnd()
            #expect(await !client.screen.reportsMouse)
        }
        let profiles = "profile = \"clicks\"\n[profiles.clicks]\nmouse = true\n[profiles.plain]\n"
        try await TerminalFixture.configured(profiles, columns: 80) { fixture in
            let client = fixture.client
            #expect(await client.screen.reportsMouse)
            for (profile, isReported) in [("plain", false), ("clicks", true)] {
                await client.send(":profile \(profile)\r")
                try await client.wait(for: "the reports of \(profile)") {
                    $0.contains("Customers · \(profile)") && $0.reportsMouse == isReported && $0.contains("online")
                }
            }
        }
        try await TerminalFixture.configured("", columns: 80) { fixture in
            let shown = await String(decoding: fixture.client.output, as: UTF8.self)
            #expect(!shown.contains("?1000h") && !shown.contains("?1006h"))
        }
    }
}
