import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

/// A queue with a bit of everything, on a directory of three: Anna's phone and address in conflict, Bao refused, Carla
/// being deleted, Dora not made yet.
func troubled(rows: Int = 24, columns: Int = 80, isUnicode: Bool = true) throws -> AppDriver {
    var driver = loaded(rows: rows, columns: columns, isUnicode: isUnicode)
    let taken = Problem(.emailTaken, "The email is used by another customer.", owner: anna.id)
    driver.enter(bao.id, .edit(bao.edit(.email, to: "anna.smith@example.com"), version: 1))
    driver.reject(taken)
    driver.enter(
        anna.id,
        .edit(
            anna.edit(.phone, to: "+1 555 0199").followed(by: anna.edit(.address, to: "1 Low St\nSpringfield")),
            version: 7))
    driver.conflict(.changed(anna.changed(.phone, to: "+1 555 0111", by: "lee")))
    driver.now = driver.now.advanced(bySeconds: 130)
    driver.enter(carla.id, .delete(base: carla.details, version: 1))
    driver.enter(.numbered(9), .create(NewCustomer(try CustomerDetails(name: "Dora Ruiz", email: "dora@example.com"))))
    driver.clearEffects()
    return driver
}

@Suite("The queue pane")
struct QueueTests {
    private static func opened(
        rows: Int = 24, columns: Int = 80, marking name: String = "Bao Smith"
    ) throws -> AppDriver {
        var driver = try troubled(rows: rows, columns: columns)
        driver.press(.character("Q"))
        while !driver.selectedLine.dropFirst(5).hasPrefix(name) { driver.press(.down) }
        return driver
    }

    @Test("Every edit is listed with customer, fields, age, state and reason")
    func rows() throws {
        let driver = try Self.opened()
        #expect(
            driver.lines == [
                " acme-prod           4 customers   ● online   queue 4   conflicts 1   refused 1",
                " Queue · 4 edits · 1 refused · 1 conflict",
                "     Customer             Edit                 Entered     State",
                " ▸ ✗ Bao Smith            edit (email)         2 min ago   refused: Anna Smith…",
                "   ! Anna Smith           edit (phone, addres… 2 min ago   conflict: changed m…",
                "   D Carla Jones          deletion             just now    waits 10 s for an u…",
                "   ↑ Dora Ruiz            creation             just now    waits",
                " Refused: Anna Smith has this email.",
                " ? help  ⏎ open  Esc back  r retry  e edit  D discard  u undo  S sync now",
            ])
        #expect(driver.effects == [.reloadQueue])
    }

    @Test("Every edit's age grows by minutes of its own")
    func ages() {
        var driver = loaded()
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.now = driver.now.advanced(bySeconds: 20)
        driver.enter(bao.id, .edit(bao.edit(.phone, to: "1"), version: 1))
        driver.now = driver.now.advanced(bySeconds: 30)
        driver.press(.character("Q"))
        #expect(driver.timers[.clock] == 10_000)
        driver.rest(seconds: 10)
        #expect(driver.screen[3].contains("1 min ago") && driver.screen[4].contains("just now"))
        #expect(driver.timers[.clock] == 20_000)
        driver.rest(seconds: 20)
        #expect(driver.screen[4].contains("1 min ago"))
        #expect(driver.timers[.clock] == 40_000)
    }

    @Test("Above the rows their number stands")
    func heading() {
        var driver = loaded()
        driver.press(.character("Q"))
        #expect(driver.screen[1] == " Queue · 0 edits")
        driver.enter(bao.id, .edit(bao.edit(.phone, to: "1"), version: 1))
        #expect(driver.screen[1] == " Queue · 1 edit")
        driver.enter(carla.id, .edit(carla.edit(.phone, to: "1"), version: 1))
        #expect(driver.screen[1] == " Queue · 2 edits")
    }

    @Test("A wide screen shows everything about the marked edit beside the rows")
    func wide() throws {
        var driver = try Self.opened(rows: 50, columns: 200)
        #expect(driver.screen[3].contains("refused: Anna Smith has this email."))
        #expect(
            driver.side == [
                "Bao Smith", "edit (email), entered 2 min ago", "Email: bao@example.org → anna.smith@example.com",
                "refused: Anna Smith has this email.",
            ])
        driver.press(.down)
        #expect(driver.side.contains("Address: 12 Main St, Springfield → 1 Low St, Springfield"))
    }

    @Test("A narrow screen opens one edit at a time")
    func narrow() throws {
        var driver = try Self.opened(rows: 16, columns: 40)
        #expect(driver.screen[3] == " ▸ ✗ Bao Smith        refused: Anna Sm…")
        driver.press(.enter)
        #expect(
            driver.lines[2...6] == [
                "   Bao Smith", "   edit (email), entered 2 min ago", "   Email: bao@example.org →",
                "   anna.smith@example.com", "   refused: Anna Smith has this email.",
            ])
        driver.press(.escape)
        #expect(driver.screen[3].contains("▸"))
        driver.press(.escape)
        #expect(driver.place == .list)
    }

    @Test("An empty queue says so, with what was done lately below")
    func empty() {
        var driver = loaded()
        driver.press(.character("Q"))
        #expect(driver.text.contains("Nothing waits: the server has everything."))
        driver.press(.escape)
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.acknowledge(anna.changed(.phone, to: "1"))
        driver.enter(bao.id, .edit(bao.edit(.phone, to: "2"), version: 1))
        driver.happen(.cancel(for: driver.journal.lastSequence, .undo))
        driver.press(.character("Q"))
        #expect(
            driver.lines[3...] == [
                "   Nothing waits: the server has everything.",
                "   Finished",
                "     Bao Smith            edit (phone)         just now    undone",
                "     Anna Smith           edit (phone)         just now    saved as v8",
                " ? help  Esc back  u undo  S sync now  q quit  : commands  m mask",
            ])
    }

    @Test("In an empty queue Enter opens nothing, and the next edit that comes is not opened by itself")
    func opensNothing() {
        var driver = loaded()
        driver.press(.character("Q"), .enter)
        driver.enter(
            anna.id, .edit(anna.edit(.phone, to: "1"), version: 7),
            by: EntrySource(program: "customers edit", session: ""))
        #expect(driver.screen[2].contains("Customer") && driver.text.contains("▸ ↑ Anna Smith"), "\(driver.text)")
        driver.press(.enter)
        #expect(!driver.text.contains("Entered ") && driver.text.contains("Phone: +1 555 0100 → 1"), "\(driver.text)")
    }

    @Test("Where there is little room what an empty queue says goes on in the next line")
    func emptyOnSmallScreen() {
        var driver = loaded(rows: 10, columns: 40)
        driver.press(.character("Q"))
        #expect(driver.screen[3...4] == ["   Nothing waits: the server has", "   everything."], "\(driver.text)")
    }

    @Test("That the server has everything is said only of one that was reached")
    func neverReached() {
        var driver = AppDriver()
        driver.press(.character("Q"))
        #expect(driver.text.contains("Nothing waits. The server has not been reached yet."))
        driver.loseLink()
        #expect(driver.text.contains("Nothing waits. The server has not been reached yet."))
        driver.report(.online)
        #expect(driver.text.contains("Nothing waits: the server has everything."))
        driver.goOffline()
        #expect(driver.text.contains("Nothing waits: the server has everything."))
    }

    @Test("Of an edit that is sent for the first time no attempts are counted")
    func firstAttempt() {
        var driver = loaded()
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.press(.character("Q"))
        driver.leave()
        #expect(driver.screen[3].hasSuffix("  on its way"))
    }

    @Test("A refused edit is sent again under a fresh key")
    func retry() throws {
        var driver = try Self.opened()
        let before = try #require(driver.journal.entries(for: bao.id).first)
        driver.press(.character("r"))
        guard case .resolve(before.sequence, let form)? = driver.queueRequests.last else {
            Issue.record("\(driver.queueRequests) resolves nothing")
            return
        }
        #expect(form.change == before.change && form.op != before.op)
        #expect(driver.selectedLine.hasPrefix(" ▸ ↑ Bao Smith"), "it waits, and the mark stays")
    }

    @Test("A refused edit is put right in the form, in its own place in the queue")
    func edit() throws {
        var driver = try Self.opened()
        let before = try #require(driver.journal.entries(for: bao.id).first)
        driver.press(.character("e"))
        #expect(driver.typed(.email) == "anna.smith@example.com")
        #expect(driver.text.contains("is used by another customer already"))
        driver.press(.control("u"))
        driver.type("bao.smith@example.org")
        driver.press(.control("s"))
        #expect(
            driver.journal[before.sequence]?.change == .edit(bao.edit(.email, to: "bao.smith@example.org"), version: 1))
        driver.fire(.verdict)
        #expect(driver.place == .queue)
        #expect(driver.journal.count == 4)
    }

    @Test("What was put right and is refused once more is put right in the same form")
    func editRefusedAgain() throws {
        var driver = loaded()
        driver.enter(bao.id, .edit(bao.edit(.email, to: anna.email), version: 1))
        driver.reject(Problem(.emailTaken, "Taken.", owner: anna.id))
        driver.press(.character("Q"), .character("e"), .control("u"))
        driver.type(carla.email ?? "")
        driver.press(.control("s"))
        driver.reject(Problem(.emailTaken, "Taken.", owner: carla.id))
        #expect(driver.status == "Not saved: the email is used by Carla Jones.")
        driver.press(.control("u"))
        driver.type("bao@example.com")
        driver.press(.control("s"))
        #expect(driver.changes == [.edit(bao.edit(.email, to: "bao@example.com"), version: 1)])
    }

    @Test("What puts a refused edit right is made on what was there before it, not on what was entered after it")
    func editRefusedBeforeAnother() throws {
        var driver = try Self.opened()
        let later = CustomerEdit([.email: FieldChange(from: "anna.smith@example.com", to: "later@example.org")])
        driver.enter(bao.id, .edit(later, version: 1))
        driver.press(.character("e"), .control("u"))
        driver.type("bao@example.com")
        driver.press(.control("s"))
        guard case .resolve(_, let form)? = driver.queueRequests.last else {
            Issue.record("\(driver.queueRequests)")
            return
        }
        #expect(form.change == .edit(bao.edit(.email, to: "bao@example.com"), version: 1))
    }

    @Test("A refused creation keeps its number when it is put right")
    func editCreation() throws {
        var driver = loaded()
        let details = try CustomerDetails(name: "Dora", email: anna.email)
        driver.enter(.numbered(9), .create(NewCustomer(details)))
        driver.reject(Problem(.emailTaken, "Taken."))
        driver.press(.character("Q"), .character("e"), .control("u"))
        driver.type("dora@example.com")
        driver.press(.control("s"))
        #expect(driver.journal.entries.map(\.customer) == [.numbered(9)])
        #expect(driver.journal.entries.first?.state == .waiting)
    }

    @Test("Discarding asks, and what is on its way cannot be discarded")
    func discard() throws {
        var driver = try Self.opened(marking: "Dora Ruiz")
        driver.press(.character("D"))
        #expect(driver.text.contains("Discard creation of Dora Ruiz?"))
        #expect(driver.queueRequests.isEmpty)
        driver.press(.character("y"))
        #expect(driver.status == "Discarded: creation of Dora Ruiz.")
        #expect(driver.inList.names == [anna.name, bao.name, carla.name])
        driver.leave()
        driver.press(.character("D"))
        #expect(driver.status == "The creation is no longer queued: taken back.", "the mark is still on it")
        driver.press(.up, .character("D"))
        #expect(driver.place == .queue)
        #expect(driver.status.contains("is on its way"))
    }

    @Test("The queue can be sent, and undone, from here")
    func syncAndUndo() throws {
        var driver = try Self.opened()
        driver.clearEffects()
        driver.press(.character("S"))
        #expect(driver.effects == [.syncNow])
        driver.press(.character("u"))
        #expect(driver.status.hasPrefix("Undone: creation of Dora Ruiz ("))
        driver.press(.control("r"))
        #expect(driver.status == "Redone: creation of Dora Ruiz.")
    }

    @Test("What is personal is masked here, too")
    func masked() throws {
        var driver = try Self.opened(rows: 50, columns: 200)
        driver.press(.character("m"))
        for _ in 0..<4 {
            for secret in ["anna.smith@", "bao@", "Main St", "Low St", "+1 555", "dora@"] {
                #expect(!driver.text.contains(secret), "\(secret) is still shown")
            }
            driver.press(.down)
        }
        driver.press(.home, .down, .enter)
        for secret in ["anna.smith@", "Main St", "Low St", "+1 555"] {
            #expect(!driver.text.contains(secret), "\(secret) is still shown in the conflict")
        }
    }

    @Test("A read-only session sees the queue and changes nothing in it")
    func readOnly() {
        var driver = loaded(isReadOnly: true)
        driver.enter(bao.id, .edit(bao.edit(.phone, to: "1"), version: 1))
        driver.reject(Problem(.forbidden, "Not allowed."))
        driver.press(.character("Q"))
        #expect(driver.status == "Refused: Not allowed.")
        for key in ["r", "e", "D", "u"] { driver.type(key) }
        #expect(driver.queueRequests.isEmpty && driver.place == .queue)
    }

    @Test("The mark stays on its edit while others come and go")
    func markStays() throws {
        var driver = try Self.opened(marking: "Carla Jones")
        driver.happen(.cancel(for: try #require(driver.journal.entries.first).sequence, .discard))
        #expect(driver.selectedLine.contains(carla.name))
        driver.press(.character("G"))
        driver.happen(.cancel(for: try #require(driver.journal.entries.last).sequence, .discard))
        #expect(driver.text.contains("▸   Dora Ruiz"), "what is finished stays until one moves on, and waits no more")
        for key: Key in [.character("r"), .character("e"), .character("D")] {
            driver.press(key)
            #expect(driver.status == "The creation is no longer queued: taken back.")
        }
        driver.press(.up)
        #expect(driver.selectedLine.contains(carla.name))
        #expect(!driver.screen.contains { $0.contains("Dora Ruiz") && $0.contains("↑") })
    }

    @Test("What a damaged journal has left is looked at, and then sent when the person says so")
    func confirming() throws {
        var driver = try Self.opened()
        driver.press(.character("c"))
        #expect(driver.status == "Nothing is held because of damage.")
        driver.happen(.hold(nil))
        driver.update(.syncChanged(.unconfirmed))
        driver.press(.down, .down)
        #expect(driver.text.contains("held: the journal"))
        #expect(
            driver.alarm
                == "The journal was damaged, and nothing is sent: look at what is left of it; c lets it go on.")
        driver.press(.character("c"))
        #expect(driver.text.contains("Send what is left of the damaged journal?"))
        driver.press(.character("n"))
        #expect(driver.journal.hasHeld)
        driver.press(.character("c"), .character("y"))
        #expect(driver.queueRequests.last == .release)
        #expect(!driver.journal.hasHeld)
        driver.update(.syncChanged(.idle))
        #expect(driver.alarm == "")
        #expect(driver.status == "Nothing is held any more.")
    }

    @Test("A damaged journal without a readable line is not taken for an empty queue")
    func nothingReadable() {
        var driver = loaded()
        driver.happen(.hold(nil))
        driver.update(.syncChanged(.unconfirmed))
        #expect(driver.screen[0].contains("queue 0 held"))
        #expect(driver.alarm == "The journal was damaged, and nothing is sent: Q shows what is left of it.")
        driver.press(.character("r"))
        driver.loseLink()
        #expect(driver.status == "The API cannot be reached.")
        #expect(driver.text.contains("The journal was damaged"), "no other message takes its place")
        driver.press(.character("Q"))
        #expect(driver.text.contains("The queue could not be read; edits may be lost."))
    }
}
