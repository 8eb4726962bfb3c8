import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("What is under way")
struct PendingTests {
    @Test("The list shows what is under way on top of the server's copy, each kind with its own mark")
    func marks() throws {
        let driver = try troubled()
        #expect(
            driver.lines == [
                " acme-prod       as of 2 min ago   ● online   queue 4   conflicts 1   refused 1",
                "   Name ↑                    Email                          Phone",
                " ▸ Anna Smith                anna.smith@example.com         +1 555 0199       !",
                "   Bao Smith                 anna.smith@example.com         –                 ✗",
                "   Carla Jones               carla.jones@example.com        +1 555 0100       D",
                "   Dora Ruiz                 dora@example.com               –                 ↑",
                " Anna Smith was changed meanwhile by lee; Q shows the conflict.",
                " ? help  / search  ⏎ open  e edit  n new  D delete  u undo  Q queue  q quit",
            ])
        #expect(driver.app.model.directory[bao.id] == bao)
        #expect(driver.app.model.directory[.numbered(9)] == nil)
    }

    @Test("Without Unicode every mark is another letter")
    func asciiMarks() throws {
        let driver = try troubled(isUnicode: false)
        #expect(driver.text.utf8.allSatisfy { $0 < 0x80 })
        #expect(driver.screen[3...6].map { $0.last } == ["!", "x", "D", "^"])
    }

    @Test("The details show each edit with its state, and that the server does not have the customer yet")
    func details() throws {
        var driver = try troubled(rows: 50, columns: 200)
        #expect(
            driver.side == [
                "Name     Anna Smith", "Email    anna.smith@example.com", "Phone    +1 555 0199", "Company  –",
                "Address  1 Low St", "Springfield", "Tags     –",
                "! Phone: +1 555 0100 → +1 555 0199", "Address: 12 Main St, Springfield → 1 Low St, Springfield",
                "conflict: changed meanwhile by lee", "Since    2024-03-01", "Created  2026-11-23 08:00 UTC, 2 h ago",
                "Changed  2026-11-23 08:00 UTC, 2 h ago", "By       lee", "Version  8", "ID       \(anna.id.text)",
            ])
        driver.press(.down)
        driver.fire(.detailPause)
        #expect(driver.side.contains("✗ Email: bao@example.org → anna.smith@example.com"))
        #expect(driver.side.contains("refused: Anna Smith has this email."))
        driver.press(.character("G"))
        driver.fire(.detailPause)
        #expect(
            driver.side == [
                "Name     Dora Ruiz", "Email    dora@example.com", "Phone    –", "Company  –", "Address  –",
                "Tags     –", "↑ Creation", "waits", "Not with the server yet.",
                "ID       00000000-0000-4000-8000-000000000009",
            ])
    }

    @Test("Who is renamed stands where the new name belongs, and is found by it")
    func order() {
        var driver = loaded()
        driver.enter(anna.id, .edit(anna.edit(.name, to: "Zoe Smith"), version: 7))
        #expect(driver.names == [bao.name, carla.name, "Zoe Smith"])
        #expect(driver.selected == "Zoe Smith")
        driver.press(.character("/"))
        driver.type("zoe")
        #expect(driver.names == ["Zoe Smith"])
        driver.press(.control("u"))
        driver.type("anna sm")
        #expect(driver.names == ["Zoe Smith"], "the email still has the old name in it")
        driver.press(.escape)
        driver.acknowledge(anna.changed(.name, to: "Zoe Smith"))
        #expect(driver.names == [bao.name, carla.name, "Zoe Smith"])
        #expect(!driver.screen[5].hasSuffix("↑"))
    }

    @Test("A page from the server leaves customers with edits under way in their places")
    func pages() throws {
        var driver = try troubled()
        driver.press(.character("r"))
        driver.answer(page: [.named("Aaron", 70), anna, bao, carla])
        #expect(driver.names == ["Aaron", anna.name, bao.name, carla.name, "Dora Ruiz"])
        #expect(driver.selected == anna.name)
    }

    @Test("When the last of what waited has arrived, that is said; what never waited arrives without a word")
    func allArrived() {
        var driver = loaded()
        driver.goOffline()
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.enter(bao.id, .edit(bao.edit(.phone, to: "2"), version: 3))
        driver.update(.syncChanged(.sending))
        driver.acknowledge(anna.changed(.phone, to: "1"))
        #expect(!driver.text.contains("is with the server now"))
        driver.acknowledge(bao.changed(.phone, to: "2"))
        #expect(driver.text.contains("Everything that waited is with the server now."))
        driver.press(.character("j"))
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "3"), version: 8))
        driver.acknowledge(anna.changed(.phone, to: "3"))
        #expect(!driver.text.contains("is with the server now"))
    }

    @Test("What another program has sent is asked for, and shown without a word")
    func elsewhere() throws {
        var driver = loaded()
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.happen(.ack(for: 1, version: 8))
        #expect(driver.calls == [.get(anna.id, unlessVersion: nil)])
        driver.answer(.success(.customer(anna.changed(.phone, to: "1"))))
        #expect(driver.screen[3].contains(" 1"))
        #expect(driver.status == "")
    }

    @Test("Who was deleted by others stays as long as something is under way for them")
    func goneMeanwhile() {
        var driver = loaded()
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.conflict(.deleted)
        #expect(driver.names.contains(anna.name))
        #expect(driver.status == "Anna Smith was deleted meanwhile; Q shows the conflict.")
        driver.happen(.cancel(for: 1, .discard))
        driver.press(.down)
        #expect(!driver.names.contains(anna.name))
    }

    @Test("The title names the link, the queue and what is to be decided, the most important first")
    func title() throws {
        var driver = try troubled(columns: 100)
        driver.update(.syncChanged(.sending))
        #expect(driver.screen[0].hasSuffix("as of 2 min ago   ● online   queue 4 sending   conflicts 1   refused 1"))
        driver.update(.syncChanged(.idle))
        driver.report(.signInNeeded(message: "Sign in: set CUSTOMERS_API_TOKEN."))
        #expect(driver.screen[0].hasSuffix("○ paused: sign in   queue 4   conflicts 1   refused 1"))
        driver.press(.down)
        #expect(driver.status == "Sign in: set CUSTOMERS_API_TOKEN.")
        driver.report(.online)
        driver.update(.syncChanged(.held(api: "https://crm.example.org")))
        #expect(driver.screen[0].hasSuffix("● online   queue 4 held   conflicts 1   refused 1"))
        #expect(driver.status.contains("belongs to https://crm.example.org"))
        driver.update(.syncChanged(.failing("The journal cannot be written: the disk is full.")))
        #expect(driver.status == "The journal cannot be written: the disk is full.")
        driver.update(.syncChanged(.idle))
        driver.goOffline()
        #expect(driver.screen[0].hasSuffix("○ offline since 10:02 UTC   queue 4   conflicts 1   refused 1"))
        driver.resize(rows: 24, columns: 34)
        #expect(driver.screen[0] == " acme-… ○ offline since 10:02 UTC")
    }

    @Test("What the API asks to wait for is said with its end, and the title does not say online meanwhile")
    func askedToWait() throws {
        var driver = try troubled(columns: 100)
        let until = driver.now.advanced(bySeconds: 900)
        driver.report(.online, pause: .init(until: until, message: "It asks for a pause of 15 min."))
        #expect(driver.screen[0].contains("○ waits until 10:1") && !driver.screen[0].contains("online"))
        driver.press(.down)
        #expect(driver.status.hasPrefix("It asks for a pause of 15 min. What waits is sent at 10:1"))
        #expect(driver.text.contains("S tries at once"))
        driver.report(.online)
        #expect(driver.screen[0].contains("● online"))
    }

    @Test("Asking to send what waits says what stands against it once that was tried")
    func syncNow() throws {
        var driver = try troubled()
        driver.goOffline()
        driver.press(.character("S"))
        #expect(driver.status == "Sending what waits…")
        driver.report(driver.connection.state, isProbing: true)
        driver.update(.syncChanged(.idle))
        #expect(driver.status == "Sending what waits…", "it is being tried")
        driver.report(driver.connection.state)
        #expect(driver.status == "The API cannot be reached; what waits is sent when it is back.")
        driver.press(.character("S"))
        driver.update(.syncChanged(.sending))
        #expect(driver.status == "Sending what waits…")
        driver.report(.signInNeeded(message: "Sign in: set CUSTOMERS_API_TOKEN."))
        driver.update(.syncChanged(.idle))
        #expect(driver.status == "Sign in: set CUSTOMERS_API_TOKEN.")
    }

    @Test("Where everything waits for a decision, asking to send says so, and how many there are")
    func syncDecisions() throws {
        var driver = loaded()
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.reject(Problem(.forbidden, "Not allowed."))
        driver.enter(anna.id, .edit(anna.edit(.company, to: "Acme"), version: 7))
        driver.enter(bao.id, .edit(bao.edit(.phone, to: "2"), version: 1))
        driver.leave(bao.id)
        let sequence = try #require(driver.journal.entries(for: bao.id).first).sequence
        driver.happen(.reject(for: sequence, Problem(.forbidden, "Not allowed.")))
        driver.press(.character("S"))
        #expect(driver.status == "Nothing waits to be sent; 2 need a decision: Q.", "\(driver.text)")
        driver.press(.character("Q"), .character("S"))
        #expect(driver.status == "Nothing waits to be sent; 2 need a decision.")
    }

    @Test("Which system one is at outlasts how many customers it has, and what waits there")
    func titleOfProfile() throws {
        var driver = try troubled(rows: 24, columns: 80)
        driver.goOffline()
        #expect(driver.screen[0].hasPrefix(" acme-prod "), "\(driver.screen[0])")
        driver.resize(rows: 24, columns: 40)
        #expect(driver.screen[0].hasPrefix(" acme-prod "), "\(driver.screen[0])")
    }

    @Test("Offline a deletion says when it is sent")
    func offlineDeletion() {
        var driver = loaded()
        driver.goOffline()
        driver.press(.character("D"), .character("y"))
        #expect(driver.status == "Anna Smith will be deleted when the API is back; u undoes.")
    }
}

extension PendingTests {
    @Test(
        "Whose deletion waits from an earlier session, in conflict or not, stands behind whom the server lists before them",
        arguments: [false, true], [false, true])
    func orderAtStart(isInConflict: Bool, isPageFirst: Bool) {
        var before = loaded()
        for (number, name) in ["Xaver One", "Yara Two"].enumerated() {
            let person = Customer.named(name, 90 + number)
            before.enter(person.id, .delete(base: person.details, version: person.version))
            before.leave(person.id)
            if isInConflict { before.conflict(person.id, .changed(person)) }
        }
        var driver = AppDriver(rows: 12)
        if !isPageFirst { driver.adopt(before.journal) }
        driver.answer(page: [anna, bao, carla], next: ListQuery(limit: 200, cursor: "c"))
        if isPageFirst { driver.adopt(before.journal) }
        #expect(driver.names == [anna.name, bao.name, carla.name, "Xaver One", "Yara Two"])
        #expect(driver.selected == anna.name)
    }
}
