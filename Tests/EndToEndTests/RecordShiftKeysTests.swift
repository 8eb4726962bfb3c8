import Foundation
import TestSupport
import Testing

/// The shift of ``ShiftTests`` by keys alone, each step with what one sees of it: two people on hosts of their own, on small
/// screens and on large ones.
@Suite("A shift with what records remember, by keys alone", .serialized, .timeLimit(.minutes(3)))
struct RecordShiftKeysTests {
    private static let number = "+1 202 555 0147"

    @Test("From the first call to a request for erasure, on two hosts", arguments: [(24, 80), (50, 200)])
    func shift(height: Int, width: Int) async throws {
        try await TwoHosts.begin(rows: height, columns: width) { hosts in
            for task in [addCaller, findByNumber, recognise, editOffline, restore, putBack, erase] {
                try await task(hosts)
            }
            for host in [hosts.desk, hosts.office] {
                await host.types("q")
                #expect(try await host.client.waitForEnd().code == 0)
                #expect(await host.client.screen.surprises == [])
            }
        }
    }

    /// A caller without an email, and what they have said.
    private func addCaller(_ hosts: TwoHosts) async throws {
        let desk = hosts.desk
        await desk.types("nAda Moore\t\t\(Self.number)\u{13}")
        try await desk.sees("the caller") { screen in
            screen.reports("Saved Ada Moore.") && screen.contains("queue 0") && screen.contains(" ▸ Ada Moore")
                && screen.contains(Self.number)
        }
        await desk.types("N")
        try await desk.sees("Note · Ada Moore", "0 of 2,000 characters")
        await desk.types("Wants the invoice by post.\rAsk for Mr Hill.")
        try await desk.sees("Ask for Mr Hill.", "43 of 2,000 characters")
        await desk.types("\u{13}")
        try await desk.sees("the note") { $0.reports("Noted on Ada Moore.") && $0.contains("queue 0") }
        await desk.types("h")
        try await desk.sees("Timeline · Ada Moore", "kim", "Note: Wants the invoice by post.", "Created")
        try await desk.leaves()
    }

    /// Who calls back is found by the end of the number, and a colleague reads what was said.
    private func findByNumber(_ hosts: TwoHosts) async throws {
        let office = hosts.office
        try await office.opens("555-0147", "Ada Moore")
        await office.types("h")
        try await office.sees("what was said") { screen in
            screen.lines.contains {
                $0.hasPrefix(" ▸ ") && $0.contains("kim") && $0.contains("Note: Wants the invoice")
            }
        }
        try await office.leavesTimeline(of: "Ada Moore")
        try await office.leaves()
    }

    /// A second caller with the same number is recognised before saving, and told apart.
    private func recognise(_ hosts: TwoHosts) async throws {
        let office = hosts.office
        await office.types("nA. Moore\tada@example.com\t(202) 555-0147")
        try await office.sees("New customer", "Same phone: Ada Moore; Ctrl-G opens")
        await office.types("\u{07}")
        try await office.sees("who has the number") {
            $0.showsDetails(of: "Ada Moore") && $0.reports("What was typed is kept; n or e offers it once more")
        }
        await office.types("n")
        try await office.sees("Go on with the unfinished form?")
        await office.types("y")
        try await office.sees("A. Moore", "(202) 555-0147", "Same phone: Ada Moore; Ctrl-G opens")
        await office.types("\u{13}")
        try await office.sees("who may be the same") {
            $0.showsDetails(of: "A. Moore") && $0.reports("Saved A. Moore.")
                && $0.contains("≈ Perhaps the same as Ada Moore, same phone. = opens")
        }
        await office.types("=")
        try await office.sees("the other") {
            $0.showsDetails(of: "Ada Moore") && $0.contains("Perhaps the same as A. Moore")
        }
        await office.types("<")
        try await office.sees("the one before") { $0.showsDetails(of: "A. Moore") && $0.contains("Perhaps the same") }
        await office.types("!")
        try await office.sees("the question") { $0.contains("Not the same person?") }
        await office.types("y")
        try await office.sees("that they are not the same") {
            $0.reports("Remembered: ") && $0.contains("are not the same.") && !$0.contains("Perhaps")
        }
        let same = try await hosts.desk.shell.run("duplicates", "ada@example.com")
        #expect(same.status == 0 && same.output.isEmpty, "\(same)")
    }

    /// A colleague whose host has lost the server edits and notes, and all of it arrives.
    private func editOffline(_ hosts: TwoHosts) async throws {
        let (desk, office) = (hosts.desk, hosts.office)
        office.relay.close()
        try await office.sees("offline since")
        await office.types(":edit address\r")
        try await office.sees("Edit A. Moore")
        await office.types("7 Elm Row\u{13}")
        try await office.sees("the address, waiting") {
            $0.showsDetails(of: "A. Moore") && $0.reports("Saved here; it is sent when the API is back.")
                && $0.contains("7 Elm Row") && $0.contains("queue 1")
        }
        try await office.leaves()
        try await office.opens("ada moore", "Ada Moore")
        await office.types("NRang twice.\u{13}")
        try await office.sees("the note, waiting") {
            $0.reports("Noted on Ada Moore; it is sent when the API is back.") && $0.contains("queue 2")
        }
        await office.types("h")
        try await office.sees(
            "Timeline · Ada Moore", "Note: Rang twice.", "waits", "Note: Wants the invoice by post.")
        office.relay.open()
        try await office.sees("all of it with the server", seconds: 60) { screen in
            screen.contains("● online") && screen.contains("queue 0") && !screen.contains("waits")
                && screen.lines.contains { $0.contains(" lee ") && $0.contains("Note: Rang twice.") }
        }
        try await office.leavesTimeline(of: "Ada Moore")
        try await office.leaves()
        try await desk.opens("ada@example.com", "A. Moore")
        try await desk.sees("7 Elm Row")
        try await desk.leaves()
    }

    /// Two deletions that have gone to the server: one is taken back, the other is restored from the trash.
    private func restore(_ hosts: TwoHosts) async throws {
        let desk = hosts.desk
        for (text, name) in [("ada moore", "Ada Moore"), ("ada@example.com", "A. Moore")] {
            try await desk.opens(text, name)
            await desk.types("D")
            try await desk.sees("Delete \(name)?", ":trash keeps them for a while")
            await desk.types("y")
            try await desk.sees("\(name) is deleted in 10 s; u undoes")
            try await desk.leaves()
        }
        try await desk.sees("both deletions sent", seconds: 40) { $0.contains("queue 0") }
        await desk.types("u")
        try await desk.sees("what becomes of it") { $0.contains("A. Moore is being restored") }
        // Nothing moves the list: the row is above what is seen.
        await desk.types("g")
        try await desk.sees("whom the last deletion had taken") { screen in
            screen.contains("queue 0")
                && screen.lines.contains { $0.contains(" A. Moore") && $0.contains("ada@example.com") }
        }
        await desk.types(":trash\r")
        try await desk.sees("the trash") { screen in
            screen.lines.contains { $0.hasPrefix(" ▸ Ada Moore") && $0.contains("deleted") && $0.contains("by kim") }
        }
        await desk.types("\r")
        try await desk.sees("Restore Ada Moore?", Self.number)
        await desk.types("y")
        try await desk.sees("who is restored") { screen in
            screen.contains("queue 0")
                && screen.lines.contains { $0.hasPrefix(" ▸ Ada Moore") && $0.hasSuffix(" restored") }
        }
        await desk.types("\u{1B}")
        try await desk.opens("ada moore", "Ada Moore")
        await desk.types("h")
        try await desk.sees("Restored", "Deleted", "Note: Rang twice.", "Created")
        try await desk.leavesTimeline(of: "Ada Moore")
        try await desk.leaves()
    }

    /// A wrong change is found by who has made it, and put back.
    private func putBack(_ hosts: TwoHosts) async throws {
        let (desk, office) = (hosts.desk, hosts.office)
        try await office.opens("ada@example.com", "A. Moore")
        await office.types("e\u{15}Adam Moore\u{13}")
        try await office.sees("the wrong name") { $0.reports("Saved Adam Moore.") }
        try await desk.opens("ada@example.com", "Adam Moore")
        await desk.types("b")
        try await desk.sees("whose change it was") { $0.showsDetails(of: "Adam Moore") && $0.contains("lee, just now") }
        await desk.types("h")
        try await desk.sees("the change") { screen in
            screen.lines.contains {
                $0.hasPrefix(" ▸ ") && $0.contains("lee") && $0.contains("Name: A. Moore → Adam Moore")
            }
        }
        await desk.types("\r")
        try await desk.sees("Entry · Adam Moore", "Changed by lee", "before", "after")
        await desk.types("p")
        try await desk.sees("Put this back for Adam Moore?", "Name: Adam Moore → A. Moore")
        await desk.types("y")
        try await desk.sees("the name as it was") { $0.contains("Put back: name of") && $0.contains("queue 0") }
        await desk.types("\u{1B}")
        try await desk.sees("Timeline · A. Moore", "Name: Adam Moore → A. Moore")
        try await desk.leavesTimeline(of: "A. Moore")
        try await desk.leaves()
        try await office.sees("the name as it was") { $0.showsDetails(of: "A. Moore") }
        try await office.leaves()
    }

    /// Somebody is erased on request while another host, which knows them and has edits of them, is away.
    private func erase(_ hosts: TwoHosts) async throws {
        let (desk, office) = (hosts.desk, hosts.office)
        try await desk.opens("ada moore", "Ada Moore")
        desk.relay.close()
        try await desk.sees("offline since")
        await desk.types(":edit company\r")
        try await desk.sees("Edit Ada Moore")
        await desk.types("Moore Ltd\u{13}")
        try await desk.sees("queue 1", "Moore Ltd")
        await desk.types("NOwes forty.\u{13}")
        try await desk.sees("queue 2")
        await desk.types("h")
        try await desk.sees("Note: Owes forty.", "Note: Rang twice.", "Note: Wants the invoice by post.")
        #expect(try await desk.shell.grep("Ada Moore", "Owes forty") != "")

        try await office.opens("ada moore", "Ada Moore")
        await office.types(":erase\r")
        try await office.sees("Erase all that is kept of Ada Moore?", "Type the name or the id.")
        await office.types("ada moore\r")
        try await office.sees("the erasure") {
            $0.contains("Erased: nothing is kept of customer") && !$0.contains("Ada Moore")
        }
        try await office.leaves()

        desk.relay.open()
        let values = ["Ada Moore", "Moore Ltd", "Owes forty", "Rang twice", "invoice", Self.number]
        try await desk.sees("that nothing is kept", seconds: 60) { screen in
            screen.contains("● online") && screen.contains("erased on request")
                && !values.contains(where: screen.contains)
        }
        for value in values { #expect(try await desk.shell.grep(value) == "", "\(value)") }
        try await desk.leaves()
        await desk.types("Q")
        try await desk.sees("what is left of the edits") { screen in
            screen.contains("Refused: This person was erased on request")
                && screen.lines.contains { $0.hasPrefix(" ▸ ✗ Erased on request") }
        }
        await desk.types("D")
        try await desk.sees("Discard")
        await desk.types("y")
        try await desk.sees("an empty queue") { $0.contains("queue 0") && !$0.contains("refused 1") }
        try await desk.leaves()
    }
}

/// Two people at one server: Kim at the desk, an agent, and Lee in the office, an admin.
private struct TwoHosts: Sendable {
    let desk: Host
    let office: Host

    /// Performs `body` with the people of a ``Shift`` on both screens.
    static func begin(
        rows: Int, columns: Int, _ body: @escaping @Sendable (TwoHosts) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let kim = try await Shell.token(of: "kim", "agent", in: folder)
            let lee = try await Shell.token(of: "lee", "admin", in: folder)
            try await APIServerProcess.serving(["--token-file", folder + "/tokens"]) { server in
                let port = try #require(server.url.split(separator: ":").last.flatMap { Int($0) })
                let importing = Shell(folder: folder, url: server.url, token: lee)
                _ = try await importing.run("import", try importing.file("people.csv", Shift.people))
                let hosts = TwoHosts(
                    desk: try Host(folder + "/desk", port, kim, rows, columns),
                    office: try Host(folder + "/office", port, lee, rows, columns))
                for host in [hosts.desk, hosts.office] {
                    try await host.sees("the list", seconds: 30) { $0.contains(" ▸ ") && $0.contains("● online") }
                }
                try await body(hosts)
            }
        }
    }
}

/// A person at the keys on a host of their own: a home, and a way to the server that can be closed.
private struct Host: Typist {
    let shell: Shell
    let relay: Relay
    let client: Pseudoterminal

    init(_ home: String, _ port: Int, _ token: String, _ rows: Int, _ columns: Int) throws {
        try FileManager.default.createDirectory(
            atPath: home + "/runtime", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        relay = try Relay(to: port)
        var shell = Shell(folder: home, url: relay.url, token: token)
        shell.customers.environment["XDG_RUNTIME_DIR"] = home + "/runtime"
        self.shell = shell
        client = try shell.interface(rows: rows, columns: columns)
    }

    /// Finds somebody from the list, and opens the details.
    func opens(_ text: String, _ name: String) async throws {
        await types("/\(text)")
        try await sees("\(name) found by \(text)") {
            $0.contains(" ▸ \(name)") && $0.lines[1].hasPrefix(" /\(text)") && $0.contains(" found")
        }
        await types("\r\r")
        try await sees("the details of \(name)") { $0.showsDetails(of: name) }
    }

    func leavesTimeline(of name: String) async throws {
        await types("\u{1B}")
        try await sees("the details of \(name)") { $0.showsDetails(of: name) }
    }

    /// Goes back to the whole list, from wherever one is.
    func leaves() async throws {
        while await !client.screen.showsWholeList {
            let before = await client.screen.lines
            await types("\u{1B}")
            try await sees("what is behind") { $0.lines != before || $0.showsWholeList }
        }
    }
}

extension VirtualScreen {
    /// Whether the keys go to the list, and it is that of everybody.
    fileprivate var showsWholeList: Bool { contains("⏎ open") && contains("Ada Stone") && !lines[1].hasPrefix(" /") }
}
