import Glibc
import TestSupport
import Testing

@Suite("How the client leaves the terminal", .serialized)
struct TerminalEndingTests {
    @Test("Every way to die gives the terminal back as it was", arguments: [SIGTERM, SIGHUP, SIGINT, SIGSEGV, SIGABRT])
    func restored(_ signal: Int32) async throws {
        try await TerminalFixture.onServer { fixture in
            let client = fixture.client
            try await fixture.waitForList()
            #expect(await client.lineSettings.isRaw)
            await client.kill(signal)
            let end = try await client.waitForEnd(seconds: 5)
            #expect(end.code != 0)
            try await client.wait(for: "the shell's screen") {
                !$0.isAlternate && $0.isCursorVisible && !$0.marksPastes
            }
            #expect(await client.lineSettings == Pseudoterminal.untouchedLineSettings)
        }
    }

    @Test("A dropped line ends the client within a second and burns no time", arguments: ["", "trap '' HUP; "])
    func hangUp(_ prefix: String) async throws {
        let command = ["/bin/sh", "-c", prefix + "exec \"$PROGRAM\""]
        try await TerminalFixture.onServer(command: command) { fixture in
            try await fixture.waitForList()
            await fixture.client.hangUp()
            let end = try await fixture.client.waitForEnd(seconds: 1)
            #expect(end.processorMilliseconds < 3_000)
        }
    }

    @Test("Ctrl-Z gives the terminal back, and the client draws all of it again when it goes on")
    func suspend() async throws {
        // Only a process group that is not orphaned can be stopped: a shell with job control stands by.
        let command = ["/bin/bash", "--norc", "--noprofile", "-i"]
        try await TerminalFixture.onServer(environment: ["PS1": "shell> "], command: command) { fixture in
            let client = fixture.client
            try await client.wait(forText: "shell>")
            await client.send("\"$PROGRAM\"\r")
            try await fixture.waitForList()
            await client.send([0x1A])
            try await client.wait(for: "the shell's screen") { !$0.isAlternate && $0.contains("Stopped") }
            await client.send("fg\r")
            try await client.wait(for: "the client's screen") { $0.isAlternate && $0.contains("online") }
            await client.send("q")
            try await client.wait(for: "the shell's screen") { !$0.isAlternate }
            await client.send("exit\r")
            _ = try await client.waitForEnd()
        }
    }

    @Test("What was typed into a form survives a kill -9 and is offered at the next start")
    func draftSurvives() async throws {
        try await TerminalFixture.onServer { fixture in
            try await fixture.waitForList()
            await fixture.client.send("n")
            try await fixture.client.wait(forText: "New customer")
            await fixture.client.send("Zoe Unfinished")
            try await fixture.client.wait(forText: "Zoe Unfinished")
            // A hang-up waits until what is on the screen is on the disk.
            await fixture.client.kill(SIGHUP)
            _ = try await fixture.client.waitForEnd()
            let second = try fixture.anotherClient()
            try await second.wait(forText: "Go on with the unfinished form?")
            try await second.wait(forText: "Zoe Unfinished")
            await second.send("y")
            try await second.wait(forText: "New customer")
            // Nothing is waited for now: whichever state is on the disk, one is.
            await second.send("!")
            try await second.wait(forText: "Zoe Unfinished!")
            await second.kill(SIGKILL)
            _ = try await second.waitForEnd()
            let third = try fixture.anotherClient()
            try await third.wait(forText: "Go on with the unfinished form?")
            await third.send("x")
            try await third.wait(for: "the list") { !$0.contains("unfinished form") }
            await third.send("q")
            #expect(try await third.waitForEnd().code == 0)
        }
    }
}
