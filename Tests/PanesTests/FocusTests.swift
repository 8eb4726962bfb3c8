import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("A key acts on the customer on the screen, and nothing from outside moves the focus")
struct FocusTests {
    // MARK: The right pane

    @Test("When the window grows, the right pane shows the marked row at once")
    func widened() {
        var driver = loaded()
        driver.press(.enter)
        driver.answer(.success(.notModified(version: 7)))
        driver.press(.escape, .character("j"), .character("j"))
        driver.resize(rows: 24, columns: 160)
        #expect(driver.screen[5].hasPrefix(" ▸ Carla Jones"))
        #expect(driver.side.first == "Name     Carla Jones")
        driver.press(.tab, .character("y"))
        #expect(driver.effects.last == .copy("Carla Jones"))
    }

    @Test("A search that was opened from a customer's details leads back to them")
    func searchFromDetail() {
        for columns in [80, 160] {
            var driver = loaded(columns: columns)
            driver.press(.down, .enter, .character("/"))
            driver.type("carla")
            driver.press(.escape)
            #expect(driver.place == .detail)
            driver.press(.character("y"))
            #expect(driver.effects.last == .copy("Bao Smith"))
        }
    }

    // MARK: Searching

    @Test("A new search begins at its first hit, no matter who was selected before")
    func firstHit() {
        var driver = AppDriver(rows: 10)
        driver.answer(page: (11...22).map { .named("Ann \($0)", $0) })
        driver.press(.end, .character("/"))
        driver.type("a")
        driver.press(.down, .down)
        driver.type("n")
        #expect(driver.screen[3].hasPrefix(" ▸ Ann 11"))
    }

    @Test("Rows above and below the window are announced, also where only ASCII is shown", arguments: [true, false])
    func outOfSight(_ isUnicode: Bool) {
        let (up, down) = isUnicode ? ("▲", "▼") : ("^", "v")
        var driver = AppDriver(rows: 10, isUnicode: isUnicode)
        driver.answer(page: (11...22).map { .named("Ann \($0)", $0) })
        func ends() -> [String] { [3, 7].map { String(driver.screen[$0].suffix(1)) } }
        #expect(ends() == ["0", down])
        driver.press(.pageDown)
        #expect(ends() == [up, down])
        driver.press(.end)
        #expect(ends() == [up, "0"])
    }

    // MARK: Who was deleted

    @Test("Somebody deleted by others stays in the list, marked and named, and no key meets another one")
    func deletedByOthers() {
        for columns in [80, 160] {
            var driver = loaded(columns: columns)
            driver.press(.down)
            driver.update(.gone(bao.id))
            #expect(driver.screen[4].hasPrefix(" ▸ Bao Smith") && driver.screen[4].contains(" D"))
            driver.press(.character("e"))
            #expect(driver.status == "Bao Smith is deleted." && !driver.hasForm)
            driver.press(.character("y"))
            #expect(driver.effects.last == .copy(bao.email ?? ""))
            driver.press(.enter)
            #expect(driver.text.contains("Deleted; no longer on the server.") && driver.place == .detail)
            driver.press(.escape, .down)
            driver.fire(.detailPause)
            #expect(!driver.text.contains("Bao Smith") && driver.screen[4].hasPrefix(" ▸ Carla Jones"))
        }
    }

    @Test("So it is after one's own deletion, and after one's own creation was taken back")
    func deletedHere() throws {
        var driver = loaded()
        driver.press(.down, .character("D"), .character("y"))
        driver.acknowledge()
        #expect(driver.screen[4].hasPrefix(" ▸ Bao Smith"))
        driver.press(.character("e"))
        #expect(driver.status == "Bao Smith is deleted.")
        driver.press(.down)
        #expect(driver.screen[4].hasPrefix(" ▸ Carla Jones"))
        let details = try CustomerDetails(name: "Bea", email: "bea@example.com")
        driver.enter(.numbered(9), .create(NewCustomer(details)))
        driver.press(.up)
        #expect(driver.screen[4].hasPrefix(" ▸ Bea"))
        driver.happen(.cancel(for: driver.journal.lastSequence, .discard))
        #expect(driver.screen[4].hasPrefix(" ▸ Bea"), "another window has thrown it away")
        driver.press(.character("e"))
        #expect(driver.status == "Bea is deleted.")
        driver.press(.down)
        #expect(!driver.text.contains("Bea") && driver.screen[4].hasPrefix(" ▸ Carla Jones"))
    }

    @Test("A creation that was taken back and made again can be edited")
    func madeAgain() {
        var driver = loaded()
        driver.goOffline()
        driver.press(.character("n"))
        driver.type("Bea")
        driver.press(.tab)
        driver.type("bea@example.com")
        driver.press(.control("s"))
        #expect(driver.selected == "Bea")
        driver.press(.character("u"))
        #expect(driver.selected == "Bea", "no key meets another one")
        driver.press(.character("e"))
        #expect(driver.status == "Bea is deleted.")
        driver.press(.control("r"), .character("e"))
        #expect(driver.text.contains("Edit Bea"))
    }

    @Test("A form whose customer is deleted goes on naming them")
    func deletedInForm() {
        var driver = loaded()
        driver.press(.character("e"))
        driver.update(.gone(anna.id))
        #expect(driver.text.contains("New customer, in place of Anna Smith"))
    }

    // MARK: Conflicts and refusals

    private static let theirs = anna.changed(.phone, to: "+1 555 0111", by: "lee")

    @Test("A conflict that comes while one types elsewhere waits as a notice with the key that opens it")
    func conflictElsewhere() {
        var driver = loaded()
        driver.writesAtOnce = false
        driver.press(.character("e"), .tab, .tab)
        driver.type("7")
        driver.press(.control("s"), .escape, .character("/"))
        driver.type("ba")
        driver.write()
        driver.conflict(.changed(Self.theirs))
        #expect(driver.place == .search && driver.screen[1] == " /ba")
        #expect(driver.status == "Anna Smith was changed meanwhile by lee; Q shows the conflict.")
        driver.type("l")
        #expect(driver.screen[1] == " /bal", "what is typed goes on into the search")
        #expect(driver.queueRequests.count == 1)
        driver.press(.escape, .character("Q"), .enter)
        #expect(driver.text.contains("Conflict: Anna Smith"))
        driver.press(.escape)
        #expect(driver.screen[1].hasPrefix(" Queue"))
        driver.press(.escape)
        #expect(driver.place == .list)
    }

    @Test("A refusal of a form that was left waits there, and says how to get there")
    func refusedElsewhere() {
        var driver = loaded()
        driver.writesAtOnce = false
        driver.press(.character("e"), .tab)
        driver.type("x")
        driver.press(.control("s"), .escape, .down)
        driver.write()
        driver.reject(Problem(.emailTaken, "Taken.", owner: carla.id))
        #expect(driver.place == .list && driver.screen[4].hasPrefix(" ▸ Bao Smith"))
        #expect(driver.status == "Not saved: the email is used by Carla Jones. Tab leads to the form.")
        driver.write()
        driver.press(.character("m"), .character("m"), .down)
        #expect(driver.status == "\"Edit Anna Smith\" waits to be saved. Tab leads to the form.")
        driver.press(.character("e"))
        #expect(driver.place == .list, "a form of somebody else is not shown in its place")
        driver.press(.tab)
        #expect(driver.text.contains("is used by Carla Jones already"))
    }

    @Test("A refusal does not move the field of somebody who has gone on with the keys", arguments: [false, true])
    func refusedWhileTyping(_ goesOn: Bool) {
        var driver = loaded()
        driver.press(.character("e"), .tab, .tab)
        driver.type("7")
        driver.press(.control("s"))
        if goesOn { driver.press(.tab) }
        driver.reject(Problem(.emailTaken, "Taken."))
        #expect(driver.focusedField == (goesOn ? .company : .email))
        #expect(driver.text.contains("is used by another customer already"))
    }

    @Test("That one has to sign in is said, and moves nothing")
    func signIn() {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("an")
        driver.fire(.searchPause)
        let message = "Sign in with customers login."
        driver.answer(.failure(Failure(.other, message)), leaving: .signInNeeded(message: message))
        driver.type("n")
        #expect(driver.screen[1] == " /ann")
    }

    @Test("An unfinished form that is found while one is at work waits until one edits")
    func lateDraft() {
        var driver = loaded()
        driver.press(.down)
        let draft = Draft(id: .numbered(50), subject: .edit(anna), values: [.name: "Anna S"], savedAt: driver.now)
        driver.update(.draftsFound([draft]))
        #expect(driver.status == "You have an unfinished form (Anna Smith, just now); press n or e to resume it.")
        #expect(driver.place == .list)
        driver.press(.character("e"))
        #expect(driver.text.contains("Go on with the unfinished form?"))
        driver.press(.character("y"))
        #expect(driver.typed(.name) == "Anna S")
    }

    // MARK: The cursor

    /// The text from the cursor on, and with it where the cursor stands.
    private func atCursor(_ driver: AppDriver) -> String {
        let grid = driver.grid
        guard let cursor = grid.cursor else { return "no cursor" }
        let cells = grid.row(cursor.row).dropFirst(cursor.column).prefix(14)
        return String(String.UnicodeScalarView(cells.compactMap(\.scalar))).trimmed
    }

    @Test("The cursor stands on the row, the field or the button that has the focus")
    func cursor() throws {
        var driver = try troubled()
        #expect(atCursor(driver).hasPrefix("Anna Smith"))
        driver.press(.down)
        #expect(atCursor(driver).hasPrefix("Bao Smith"))
        driver.press(.character("D"))
        #expect(atCursor(driver).hasPrefix("y delete"))
        driver.press(.character("n"), .enter)
        #expect(atCursor(driver).hasPrefix("Bao Smith"))
        driver.press(.down)
        #expect(atCursor(driver).hasPrefix("anna.smith@exa"))
        driver.press(.character("?"))
        #expect(atCursor(driver) == "List")
        driver.press(.escape, .character(":"))
        #expect(driver.cursor == Position(row: 2, column: 2))
        driver.press(.escape, .escape, .character("Q"), .down)
        #expect(atCursor(driver).hasPrefix("Anna Smith"))
        driver.press(.enter)
        #expect(atCursor(driver).hasPrefix("Phone"))
    }
}
