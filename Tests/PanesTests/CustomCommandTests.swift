import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Programs of the person's own")
struct CustomCommandTests {
    private static let bill = CustomCommand(name: "bill", key: .function(7), argv: ["/opt/bill", "--now"])
    private static let mail = CustomCommand(
        name: "mail", key: .function(6), argv: ["mail"], confirms: true, writes: true, output: .none)
    private static let page = CustomCommand(name: "page", key: .alt("p"), argv: ["page"], output: .pager)
    private static let inDetail = CustomCommand(name: "map", key: .character("M"), argv: ["map"], scopes: [.detail])

    private func driver(
        _ commands: [CustomCommand] = [bill, mail, page, inDetail], isReadOnly: Bool = false, rows: Int = 24,
        columns: Int = 120
    ) throws -> AppDriver {
        var driver = AppDriver(
            rows: rows, columns: columns, isReadOnly: isReadOnly, keymap: try Keymap.standard.adding(commands))
        driver.answer(page: [anna, bao, carla])
        driver.clearEffects()
        return driver
    }

    /// The programs that were started, and on whom.
    private func runs(_ driver: AppDriver) -> [(id: RequestID, name: String, customer: Customer)] {
        driver.effects.compactMap { effect in
            guard case .background(.run(let id, let command, let customer)) = effect else { return nil }
            return (id, command.name, customer)
        }
    }

    private func end(_ driver: inout AppDriver, _ outcome: CommandOutcome) throws {
        let id = try #require(runs(driver).last?.id)
        driver.update(.commandEnded(id, outcome))
    }

    // MARK: Running

    @Test("A key runs the program on the customer with the focus, as the screen shows them, and it is noted")
    func run() throws {
        var driver = try driver()
        driver.press(.down, .function(7))
        #expect(runs(driver).map(\.name) == ["bill"] && runs(driver).first?.customer == bao)
        #expect(driver.reports == [.report(.export, of: bao.id, count: 1)])
        #expect(driver.status == "Running bill on Bao Smith… Esc ends it.")
        try end(&driver, CommandOutcome(.exited(status: 0), lines: ["x", "Sent."], lastLine: "Sent."))
        #expect(driver.status == "bill: Sent." && driver.place == .list)
    }

    @Test("With the customer goes what waits to be saved")
    func pendingEdit() throws {
        var driver = try driver()
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "+1 555 0199"), version: anna.version))
        driver.press(.function(7))
        #expect(runs(driver).first?.customer.phone == "+1 555 0199")
    }

    @Test("One that asks names the customer and what is run; only a yes runs it")
    func confirmed() throws {
        var driver = try driver()
        driver.press(.function(6))
        #expect(driver.text.contains("Run mail on Anna Smith?") && driver.text.contains("  mail"))
        driver.press(.character("n"))
        #expect(runs(driver).isEmpty)
        driver.press(.function(6), .character("y"))
        #expect(runs(driver).map(\.name) == ["mail"])
    }

    @Test("A second one is refused while one runs")
    func oneAtATime() throws {
        var driver = try driver()
        driver.press(.function(7), .down, .function(7))
        #expect(runs(driver).count == 1)
        #expect(driver.status == "bill still runs on Anna Smith, one at a time. Ctrl-C ends it.")
        driver.press(.down)
        #expect(driver.status == "Running bill on Anna Smith… Esc ends it.")
    }

    @Test("Esc and Ctrl-C end it, and mean what they always do only then", arguments: [Key.escape, .control("c")])
    func ended(_ key: Key) throws {
        var driver = try driver()
        driver.press(.enter, .function(7), key)
        #expect(driver.effects.last == .background(.endCommand) && driver.place == .detail)
        #expect(driver.status == "Ending bill…")
        try end(&driver, CommandOutcome(.ended))
        #expect(driver.status == "bill was ended.")
        driver.press(.escape)
        #expect(driver.place == .list)
    }

    @Test("Quitting while one runs asks")
    func quitting() throws {
        var driver = try driver()
        driver.press(.function(7), .character("q"))
        #expect(driver.text.contains("Quit and end bill?") && !driver.effects.contains(.quit))
        driver.press(.character("y"))
        #expect(driver.effects.contains(.quit))
    }

    @Test("An end that comes late, of one that is not known, changes nothing")
    func unknownEnd() throws {
        var driver = try driver()
        driver.press(.function(7))
        driver.update(.commandEnded(RequestID(number: 99), CommandOutcome(.exited(status: 1))))
        #expect(driver.status == "Running bill on Anna Smith… Esc ends it.")
    }

    @Test("Nobody is there to run it on")
    func nobody() throws {
        var driver = AppDriver(keymap: try Keymap.standard.adding([Self.bill]))
        driver.answer(page: [])
        driver.press(.function(7))
        #expect(driver.status == "There is nobody here to run bill on.")
    }

    // MARK: What has become of it

    @Test(
        "Each end is said in a sentence",
        arguments: [
            (CommandOutcome(.exited(status: 0)), "bill has ended."),
            (CommandOutcome(.exited(status: 3), lastError: "No such bill"), "bill ended with status 3: No such bill"),
            (CommandOutcome(.exited(status: 1)), "bill ended with status 1, and did not say why."),
            (CommandOutcome(.killed(signal: 9)), "bill was killed by signal 9, and did not say why."),
            (
                CommandOutcome(.notStarted("there is no bill in PATH")),
                "bill was not started: there is no bill in PATH."
            ),
            (CommandOutcome(.timedOut), "bill was ended, as it took longer than 60 seconds."),
            (
                CommandOutcome(.exited(status: 0), lastLine: "On its way", leavesRunning: true),
                "bill: On its way Something that it has started still runs, and is not waited for."
            ),
        ])
    func endings(_ outcome: CommandOutcome, _ message: String) throws {
        var driver = try driver()
        driver.press(.function(7))
        try end(&driver, outcome)
        #expect(driver.status == message)
    }

    @Test("What it prints cannot give orders to the terminal")
    func escapes() throws {
        var driver = try driver()
        driver.press(.function(7))
        try end(&driver, CommandOutcome(.exited(status: 1), lastError: "\u{1B}[2J\u{9B}31mred\u{7}"))
        #expect(driver.text.contains("red"))
        #expect(!driver.text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
    }

    @Test("While values are hidden, what it said is, too, and it goes when they are hidden")
    func masked() throws {
        var driver = try driver()
        driver.press(.function(7))
        try end(&driver, CommandOutcome(.exited(status: 0), lastLine: "555 0100"))
        driver.now = driver.now.advanced(bySeconds: 300)
        driver.fire(.idle)
        #expect(!driver.text.contains("bill: 555 0100"))
        driver.press(.function(7))
        try end(&driver, CommandOutcome(.exited(status: 0), lastLine: "555 0100"))
        #expect(driver.status == "bill has ended.")
        driver.press(.function(7))
        try end(&driver, CommandOutcome(.exited(status: 2), lastError: "555 0100"))
        #expect(driver.status == "bill ended with status 2; what it said is hidden.")
    }

    @Test("After one that may have changed the customer the server is asked; not after one that could not be started")
    func asksAgain() throws {
        var driver = try driver()
        driver.press(.function(6), .character("y"))
        let before = driver.calls.count
        try end(&driver, CommandOutcome(.killed(signal: 15)))
        #expect(driver.calls.suffix(driver.calls.count - before) == [.get(anna.id, unlessVersion: nil)])
        driver.answer(.success(.customer(anna.changed(.phone, to: "+1 555 0142", by: "bill"))))
        #expect(driver.text.contains("+1 555 0142"))
        let calls = driver.calls.count
        driver.press(.function(6), .character("y"))
        try end(&driver, CommandOutcome(.notStarted("it is gone")))
        driver.press(.function(7))
        try end(&driver, CommandOutcome(.exited(status: 0)))
        #expect(driver.calls.count == calls)
    }

    // MARK: The pager

    @Test("What a pager's program prints is read in a pane of its own, and Esc leads back to where one was")
    func pager() throws {
        var driver = try driver(rows: 12, columns: 80)
        driver.press(.enter, .alt("p"))
        #expect(driver.place == .output && driver.text.contains("page · Anna Smith · Running…"))
        let lines = (1...40).map { "  line \($0)" }
        try end(&driver, CommandOutcome(.exited(status: 0), lines: lines, isCut: true))
        #expect(driver.text.contains("page · Anna Smith · page has ended.") && driver.text.contains("   line 1\n"))
        driver.press(.pageDown)
        #expect(!driver.text.contains("line 1\n") && driver.text.contains("line 9"))
        driver.press(.end)
        #expect(driver.text.contains("It printed more than 256 KiB; the rest is not shown."))
        driver.press(.character("m"))
        #expect(driver.text.contains("Hidden; m shows it.") && !driver.text.contains("line 40"))
        driver.press(.escape)
        #expect(driver.place == .detail)
    }

    @Test("A line that is longer than the screen goes on below, and nothing of it is lost")
    func longLines() throws {
        var driver = try driver(rows: 16, columns: 40)
        driver.press(.alt("p"))
        try end(&driver, CommandOutcome(.exited(status: 0), lines: [String(repeating: "0123456789", count: 8)]))
        let shown = driver.screen.filter { $0.allSatisfy { $0.isNumber || $0 == " " } }.joined().filter { $0 != " " }
        #expect(shown == String(repeating: "0123456789", count: 8))
    }

    @Test("Esc in the pager ends a program that runs, and leads back only then")
    func endInPager() throws {
        var driver = try driver()
        driver.press(.alt("p"), .escape)
        #expect(driver.place == .output && driver.effects.last == .background(.endCommand))
        try end(&driver, CommandOutcome(.ended, lines: ["so far"]))
        #expect(driver.text.contains("page was ended.") && driver.text.contains("so far"))
        driver.press(.escape)
        #expect(driver.place == .list)
    }

    // MARK: Where it is offered

    @Test("Footer and help name it where it can be pressed")
    func offered() throws {
        var driver = try driver(columns: 240)
        #expect(driver.screen[23].contains("F7 bill  F6 mail  Alt-p page") && !driver.screen[23].contains("map"))
        driver.press(.enter)
        #expect(driver.screen[23].contains("M map"))
        driver.press(.character("?"), .character("/"))
        driver.type("Run /opt/bill")
        #expect(driver.screen.contains { $0.contains("F7") && $0.contains("bill: Run /opt/bill --now") })
    }

    @Test("A session that changes nothing does without those that may change somebody")
    func readOnly() throws {
        var driver = try driver(isReadOnly: true, columns: 240)
        #expect(driver.screen[23].contains("F7 bill") && !driver.screen[23].contains("mail"))
        driver.press(.function(6))
        #expect(runs(driver).isEmpty && driver.place == .list)
        driver.press(.function(7))
        #expect(runs(driver).count == 1)
    }

    @Test("A role that may not write ends the offer")
    func role() throws {
        var driver = try driver(columns: 240)
        driver.press(.function(6))
        driver.update(.callerKnown(KnownCaller(role: "viewer", mayWrite: false)))
        driver.press(.character("y"))
        #expect(runs(driver).isEmpty && driver.status.hasPrefix("As viewer you may look at customers"))
        #expect(!driver.screen[23].contains("mail"))
    }

    // MARK: Keys

    @Test("A key or a name that is taken is a mistake that names both")
    func taken() throws {
        let delete = CustomCommand(name: "drop", key: .character("D"), argv: ["drop"])
        #expect(throws: KeymapFailure.takenKey("D", "drop", by: "delete", .list)) {
            try Keymap.standard.adding([delete])
        }
        let twin = CustomCommand(name: "twin", key: .function(7), argv: ["twin"], scopes: [.detail])
        let failure = #expect(throws: KeymapFailure.self) { try Keymap.standard.adding([Self.bill, twin]) }
        #expect(
            failure?.message == "[commands.twin]: F7 means bill in the detail already; give one of them another key.")
        for name in ["edit", "view", "yank"] {
            let command = CustomCommand(name: name, key: .function(7), argv: [name])
            #expect(throws: KeymapFailure.takenName(name)) { try Keymap.standard.adding([command]) }
        }
    }

    @Test("A key that the person has freed may run a program")
    func freed() throws {
        let keymap = try Keymap(remapping: ["delete": ["X"]])
        let drop = CustomCommand(name: "drop", key: .character("D"), argv: ["drop"])
        #expect(try keymap.adding([drop]).custom(for: .character("D"), in: .list)?.name == "drop")
        let bill = CustomCommand(name: "drop", key: .character("X"), argv: ["drop"])
        #expect(throws: KeymapFailure.takenKey("X", "drop", by: "delete", .list)) { try keymap.adding([bill]) }
    }
}
