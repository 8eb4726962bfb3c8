import Domain
import Journal
import Randomness
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Commands and keys")
struct CommandTests {
    @Test("Deleting asks first, and waits where undo can take it back")
    func delete() {
        var driver = loaded()
        driver.press(.character("D"))
        #expect(driver.text.contains("Delete Anna Smith?"))
        driver.press(.character("D"), .enter, .character(" "))
        #expect(driver.queueRequests.isEmpty)
        driver.press(.character("y"))
        #expect(driver.changes == [.delete(base: anna.details, version: 7)])
        #expect(driver.status == "Anna Smith is deleted in 10 s; u undoes.")
        #expect(driver.calls.isEmpty)
        #expect(driver.names == [anna.name, bao.name, carla.name])
        #expect(driver.screen[3].hasPrefix(" ▸ Anna Smith") && driver.screen[3].hasSuffix("D"))
        driver.acknowledge()
        #expect(driver.status == "Anna Smith was deleted.")
        #expect(driver.selected == anna.name, "the next key shall not meet another one")
        driver.press(.down)
        #expect(driver.names == [bao.name, carla.name])
        #expect(driver.selected == bao.name)
    }

    @Test("Who is being deleted is neither deleted again nor edited, and quitting asks nothing")
    func deletionUnderWay() {
        var driver = loaded()
        driver.press(.character("D"), .character("y"), .character("D"))
        #expect(driver.place == .list)
        #expect(driver.status == "Anna Smith is being deleted; u undoes.")
        driver.press(.character("e"))
        #expect(!driver.hasForm)
        driver.press(.character("q"))
        #expect(driver.effects == [.quit])
        #expect(
            driver.exitMessage
                == "One edit is kept here and sent at the next start, deletions without a further wait.")
    }

    @Test("Quitting asks while an edit is on its way to the disk, and asks nothing once it is there")
    func quitWhileWriting() {
        var driver = loaded()
        driver.writesAtOnce = false
        driver.press(.character("D"), .character("y"), .character("q"))
        #expect(driver.text.contains("Quit before the edit is saved?"))
        #expect(driver.text.contains("It is not on the disk yet."))
        driver.press(.character("n"))
        #expect(!driver.effects.contains(.quit))
        driver.write()
        driver.press(.character("q"))
        #expect(driver.effects.last == .quit)
    }

    @Test("An unfinished form is thrown away only by two keys")
    func draftIsNotDroppedAtOnce() {
        var driver = loaded()
        let draft = Draft(id: .numbered(60), subject: .edit(anna), values: [.name: "A"], savedAt: driver.now)
        driver.update(.draftsFound([draft]))
        driver.press(.character("x"))
        #expect(driver.effects.isEmpty)
        driver.press(.character("y"))
        #expect(driver.effects == [.dropDraft(draft.id)])
    }

    @Test("No key deletes, saves or quits without a second one while something could be lost")
    func nothingDestroysAtOnce() {
        for row in Keymap.standard.rows(in: .list) {
            for key in row.keys {
                var driver = loaded()
                driver.press(key)
                let writes = driver.queueRequests
                #expect(writes.isEmpty, "\(key.name) writes at once")
            }
        }
    }

    @Test("Masking hides email, phone and address everywhere, and by itself after five idle minutes")
    func mask() {
        var driver = loaded(columns: 120)
        driver.press(.character("m"))
        for secret in ["anna.smith", "555", "12 Main", "Springfield"] {
            #expect(!driver.text.contains(secret), "\(secret) is still shown")
        }
        #expect(driver.text.contains("***@example.com"))
        driver.press(.character("m"))
        #expect(driver.text.contains("anna.smith@example.com"))
        driver.now = driver.now.advanced(bySeconds: 299)
        driver.fire(.idle)
        #expect(!driver.isMasked)
        #expect(driver.timers[.idle] == 1_000)
        driver.now = driver.now.advanced(bySeconds: 1)
        driver.fire(.idle)
        #expect(driver.isMasked)
    }

    @Test("Who may only read is offered nothing else, and the title says the role; a later answer takes that back")
    func reader() {
        var driver = loaded(columns: 120)
        #expect(!driver.screen[0].contains("reader"))
        driver.update(.callerKnown(KnownCaller(role: "reader", mayWrite: false)))
        #expect(driver.screen[0].contains("reader") && !driver.screen[0].contains("read-only"))
        driver.press(.character("n"))
        #expect(driver.place == .list && driver.status.contains("As reader you may look at customers"))
        driver.press(.character("?"))
        #expect(!driver.text.contains("New customer"))
        driver.press(.escape)
        driver.update(.callerKnown(KnownCaller(role: "agent", mayWrite: true)))
        #expect(!driver.screen[0].contains("reader") && !driver.screen[0].contains("agent"))
        driver.press(.character("n"))
        #expect(driver.place == .form)
    }

    @Test("The palette runs a command by a part of its name")
    func palette() {
        var driver = loaded()
        driver.press(.character(":"))
        driver.type("mas")
        driver.press(.enter)
        #expect(driver.isMasked)
        #expect(driver.place == .list)
    }

    @Test(
        "In the palette a command's whole name, or its key, is that command",
        arguments: [
            ("q", Command.quit), ("quit", .quit), ("Q", .queue), ("queue", .queue), ("e", .edit), ("s", .sort),
            ("S", .syncNow),
            ("sync", .syncNow), ("D", .delete), ("u", .undo), ("?", .help), ("qu", .queue), ("re", .redo),
            ("/", .search),
        ])
    func paletteByName(_ typed: String, _ command: Command) {
        var driver = loaded()
        driver.press(.character(":"))
        driver.type(typed)
        #expect(driver.screen.contains { $0.hasPrefix(" ▸ \(command.rawValue) ") }, "it is the marked one")
    }

    @Test("A command's name can be pasted into the palette")
    func palettePaste() {
        var driver = loaded()
        driver.press(.character(":"))
        driver.paste("mask")
        driver.press(.enter)
        #expect(driver.text.contains("***@example.com"), "\(driver.text)")
    }

    @Test("The palette says at the right edge which key a command has")
    func paletteKeys() {
        var driver = loaded()
        driver.press(.character(":"))
        driver.type("quit")
        let quit = driver.screen.first { $0.hasPrefix(" ▸ quit ") } ?? ""
        #expect(quit.hasSuffix(" q") && quit.count == 79, "one column is left free")
    }

    @Test("Colon, q and Enter quit")
    func colonQ() {
        var driver = loaded()
        driver.press(.character(":"))
        driver.type("q")
        driver.press(.enter)
        #expect(driver.effects == [.quit])
    }

    @Test("Escape and a letter that come at once are two keys where Alt with the letter means nothing")
    func escapeAndLetter() throws {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("bao")
        driver.press(.alt("e"))
        #expect(driver.screen[1] == "" && driver.place == .form, "the search is over, and the form is open")
        driver.press(.alt("b"))
        driver.type("x")
        #expect(driver.typed(.name) == "Anna xSmith", "in a text Alt-b is a word back")
        driver.press(.alt("\u{7F}"))
        #expect(driver.typed(.name) == "Anna Smith")
        driver.press(.alt("y"))
        #expect(!driver.hasForm, "Escape leaves it")
        driver = AppDriver(keymap: try Keymap(remapping: ["queue": ["Alt-e"]]))
        driver.answer(page: [anna])
        driver.press(.alt("e"))
        #expect(driver.place == .queue, "a key that somebody has bound is one key")
    }

    @Test("A read-only session offers nothing that it would refuse: no key, no help, no command, no message")
    func readOnlyOffers() throws {
        let writes = Command.allCases.filter(\.isWrite)
        #expect(writes.contains(.edit) && writes.contains(.delete) && !writes.contains(.copy))
        var driver = loaded(rows: 240, isReadOnly: true)
        let palette = PalettePane(driver.app.environment, over: .list)
        // `:save` keeps a view, which changes no customer.
        let named = palette.offered.filter { if case .command = $0.action { true } else { false } }.map(\.name)
        #expect(Set(named).isDisjoint(with: writes.map(\.rawValue)))
        driver.press(.character("?"))
        let help = driver.app.context.helpLines.map(\.text)
        for row in KeyTable.rows where row.command.isWrite { #expect(!help.contains(row.help), "\(row.help)") }
        #expect(!driver.text.contains("Ctrl-S"))
        driver.press(.escape)
        driver.happen(.hold(nil))
        driver.update(.syncChanged(.unconfirmed))
        for key in [Key.escape, .character("Q")] {
            driver.press(key)
            #expect(!driver.text.contains("lets it go on"))
            for row in KeyTable.rows where row.command.isWrite && row.footerRank != nil {
                #expect(!(driver.screen.last ?? "").contains(row.title), "\(row.title)")
            }
        }
        var empty = AppDriver(isReadOnly: true)
        empty.answer(page: [])
        #expect(empty.status == "No customers yet.")
    }

    @Test("No key of a read-only session leads to a change, wherever it is pressed")
    func readOnlyKeys() {
        for scope in Scope.allCases {
            for key in Keymap.standard.rows(in: scope).flatMap(\.keys) {
                for opened: [Key] in [[], [.enter], [.character("Q")], [.character("Q"), .enter]] {
                    var driver = loaded(isReadOnly: true)
                    driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
                    driver.conflict(.changed(anna.changed(.phone, to: "2")))
                    for key in opened + [key] + [.character("y"), .enter] { driver.press(key) }
                    #expect(driver.queueRequests.isEmpty && !driver.hasForm, "\(key.name)")
                }
            }
        }
    }

    @Test("The help names every key of the table")
    func help() {
        var driver = loaded(rows: 340)
        driver.press(.character("?"))
        for row in KeyTable.rows { #expect(driver.text.contains(row.help)) }
        driver.press(.escape)
        #expect(driver.place == .list)
    }

    @Test("Every command has a key, and no key means two things in one place")
    func table() {
        #expect(Set(KeyTable.rows.map(\.command)) == Set(Command.allCases))
        for scope in Scope.allCases {
            var seen: [Key: Command] = [:]
            for row in Keymap.standard.rows(in: scope) {
                for key in row.keys {
                    #expect(seen[key] == nil || seen[key] == row.command, "\(key.name) in \(scope)")
                    seen[key] = row.command
                }
            }
        }
    }

    @Test("Nothing destructive sits on what a cut-off escape sequence leaves behind")
    func escapeRests() {
        for rest: Key in [.character("O"), .character("["), .character("A"), .character("B"), .character("~")] {
            #expect(Keymap.standard.command(for: rest, in: .list) == nil)
        }
    }

    @Test("A person's own keys take the place of the table's")
    func remapping() throws {
        let keymap = try Keymap(remapping: ["delete": ["Ctrl-X"], "quit": ["F10"]])
        #expect(keymap.command(for: .character("D"), in: .list) == nil)
        #expect(keymap.command(for: .control("x"), in: .list) == .delete)
        #expect(keymap.command(for: .function(10), in: .detail) == .quit)
    }

    @Test("A mistake in the keys is named with what would be right")
    func remappingMistakes() {
        #expect(throws: KeymapFailure.unknownCommand("delet")) { try Keymap(remapping: ["delet": ["x"]]) }
        #expect(throws: KeymapFailure.unknownKey("Hyper-x", command: "edit")) {
            try Keymap(remapping: ["edit": ["Hyper-x"]])
        }
        #expect(throws: KeymapFailure.self) { try Keymap(remapping: ["edit": ["n"]]) }
        #expect(KeymapFailure.unknownCommand("delet").message.contains("delete"))
    }

    @Test("Every key of every scope has help, and the help shows it")
    func helpOfEveryScope() {
        var driver = loaded(rows: 340, columns: 100)
        driver.press(.character("?"))
        for scope in Scope.allCases {
            #expect(driver.text.contains(scope.title))
            for row in Keymap.standard.rows(in: scope) {
                #expect(!row.help.isEmpty && !row.title.isEmpty)
                #expect(row.help.count <= 50, "\(row.help) is cut on 80 columns")
            }
        }
    }

    @Test("Any events at any size draw a screen of that size and never trap")
    func fuzz() throws {
        var random = SplitMix(seed: 20_261_123)
        let keys =
            KeyTable.rows.flatMap(\.keys) + "aé日 y n\u{301}".unicodeScalars.map(Key.character) + [
                .alt("b"), .wordRight,
            ]
        for round in 0..<80 {
            let (rows, columns) = (Int.random(in: 1...40, using: &random), Int.random(in: 1...140, using: &random))
            var driver =
                round.isMultiple(of: 2)
                ? loaded(rows: rows, columns: columns) : try troubled(rows: rows, columns: columns)
            for _ in 0..<150 {
                switch Int.random(in: 0..<14, using: &random) {
                case 0:
                    driver.resize(
                        rows: .random(in: 0...30, using: &random), columns: .random(in: 0...130, using: &random))
                case 1: driver.paste(["a", "x\ny", "👩‍👩‍👧", "\u{1B}[A"].randomElement(using: &random) ?? "")
                case 2: driver.loseLink()
                case 3: driver.answer(page: [anna, .named("Ünal Öz", 77)])
                case 4: driver.refuse(Problem(.versionMismatch, "x", current: .named("Anna", 1, version: 9)))
                case 5: driver.fire(AppTimer.allCases.randomElement(using: &random) ?? .clock)
                case 6, 7: happen(to: &driver, using: &random)
                default: driver.press(keys.randomElement(using: &random) ?? .enter)
                }
                let grid = driver.grid
                #expect(grid.size == driver.app.chrome.size)
                #expect(driver.app.model.queue == driver.journal || !driver.writesAtOnce)
            }
        }
    }

    /// Something that the synchronisation, another program or the disk may do at any time.
    private func happen(to driver: inout AppDriver, using random: inout SplitMix) {
        let version = Int.random(in: 1...20, using: &random)
        let other = Customer.named(["Anna", "Zoe", "Bo"].randomElement(using: &random) ?? "", 1, version: version)
        let someone = CustomerID.numbered(.random(in: 1...4, using: &random))
        switch Int.random(in: 0..<14, using: &random) {
        case 0: driver.leave()
        case 1: driver.acknowledge(other)
        case 2: driver.acknowledge()
        case 3: driver.reject(Problem(.emailTaken, "Taken.", owner: bao.id))
        case 4: driver.reject(Problem(.forbidden, "No."))
        case 5: driver.conflict(.changed(other))
        case 6: driver.conflict(.deleted)
        case 7: driver.enter(someone, .edit(anna.edit(.phone, to: "\(version)"), version: version))
        case 8: driver.enter(someone, .delete(base: anna.details, version: version))
        case 9: driver.enter(.numbered(50 + version), .create(NewCustomer(other.details)))
        case 10:
            let states: [SyncState] = [
                .idle, .sending, .elsewhere, .held(api: "x"), .failing("No."),
            ]
            driver.update(.syncChanged(states.randomElement(using: &random) ?? .idle))
            let connections: [Connection.State] = [
                .online, .offline(since: driver.now), .signInNeeded(message: "Sign in."),
            ]
            driver.report(connections.randomElement(using: &random) ?? .online)
        case 11: driver.writesAtOnce.toggle()
        case 12: driver.failToWrite()
        default: driver.write()
        }
    }
}
