import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("The form")
struct FormTests {
    @Test("Editing starts in the name with the values that are here, and asks for the newest")
    func edit() {
        var driver = loaded()
        driver.press(.character("e"))
        #expect(driver.app.form?.focus == .name)
        #expect(driver.app.form?.text(.name) == "Anna Smith")
        #expect(driver.calls == [.get(anna.id, unlessVersion: .versions([7]))])
        #expect(driver.text.contains("Edit Anna Smith"))
    }

    @Test("Saving enters only what was changed, on the version that was seen, and shows the server's answer")
    func save() throws {
        var driver = loaded()
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 7)))
        driver.press(.tab, .tab, .control("u"))
        driver.type("+1 555 0199")
        driver.press(.control("s"))
        let edit = CustomerEdit([.phone: FieldChange(from: anna.phone, to: "+1 555 0199")])
        #expect(driver.changes == [.edit(edit, version: 7)])
        #expect(driver.status == "Saving…")
        #expect(driver.timers[.verdict] == 1_500)
        driver.acknowledge(anna.changed(.phone, to: "+1 555 0199"))
        #expect(driver.app.form == nil)
        #expect(driver.timers[.verdict] == nil)
        #expect(driver.status == "Saved Anna Smith.")
        #expect(driver.text.contains("+1 555 0199"))
    }

    @Test("Each rule is checked as one types, with the reason below the field")
    func liveValidation() {
        var driver = loaded()
        driver.press(.character("n"))
        #expect(!driver.text.contains("is required"))
        driver.press(.tab)
        driver.type("nobody")
        #expect(driver.text.contains("must look like name@example.com"))
        driver.type("@example.com")
        #expect(!driver.text.contains("must look like"))
    }

    @Test("An invalid form is not sent, and the first fault gets the cursor")
    func invalid() {
        var driver = loaded()
        driver.press(.character("n"), .tab, .tab)
        driver.type("abc")
        driver.press(.control("s"))
        #expect(driver.calls.isEmpty)
        #expect(driver.app.form?.focus == .name)
        #expect(driver.status == "Not saved: 3 fields need correcting.")
    }

    @Test("Saving what was not changed enters nothing, and says so")
    func unchanged() {
        var driver = loaded()
        driver.press(.character("e"), .control("s"))
        #expect(driver.app.form == nil)
        #expect(driver.status == "Nothing was changed.")
        #expect(driver.queueRequests.isEmpty)
    }

    @Test("A new customer is created under an id of the client's, only if it never existed")
    func create() throws {
        var driver = loaded()
        driver.press(.character("n"))
        driver.type("Dora Ruiz")
        driver.press(.tab)
        driver.type("dora@example.com")
        driver.press(.control("s"))
        #expect(driver.app.listing.rows.count == 4)
        guard case .create(let new)? = driver.changes.first, let id = driver.journal.entries.first?.customer else {
            Issue.record("\(driver.changes) is no creation")
            return
        }
        let dora = Customer.made(new, under: id, at: driver.now)
        driver.acknowledge(dora)
        #expect(driver.marked == dora.name)
        #expect(driver.app.listing.rows == [anna.id, bao.id, carla.id, id])
    }

    @Test("Without the API the form closes at once, and the edit waits here")
    func offline() throws {
        var driver = loaded()
        driver.press(.character("e"))
        driver.loseLink()
        driver.type("!")
        driver.press(.control("s"))
        #expect(driver.app.form == nil)
        #expect(driver.status == "Saved here; it is sent when the API is back.")
        #expect(driver.timers[.verdict] == nil)
        #expect(driver.screen[3].hasPrefix(" ▸ Anna Smith!") && driver.screen[3].hasSuffix("↑"))
        #expect(driver.app.model.directory[anna.id] == anna)
    }

    @Test("Online the form waits a moment for the verdict, and Esc does not wait for it")
    func slowVerdict() {
        var driver = loaded()
        driver.press(.character("e"))
        driver.type("!")
        driver.press(.control("s"))
        driver.fire(.verdict)
        #expect(driver.app.form == nil)
        #expect(driver.status == "Saved here; the server has not answered yet.")
        driver.press(.character("e"))
        driver.type("?")
        driver.press(.control("s"))
        #expect(driver.app.form == nil, "an edit behind another has no verdict of its own to wait for")
        driver.press(.down, .character("e"))
        driver.type("x")
        driver.press(.control("s"))
        #expect(driver.app.form != nil)
        driver.press(.escape)
        #expect(driver.app.form == nil)
        #expect(driver.changes.count == 3)
    }

    @Test("What could not be written is said not to be saved, and the form stays")
    func notSaved() {
        var driver = loaded()
        driver.writesAtOnce = false
        driver.press(.character("e"))
        driver.type("!")
        driver.press(.control("s"))
        driver.press(.escape)
        #expect(driver.app.pane == .list, "no key is refused while the disk hangs")
        driver.failToWrite()
        #expect(driver.alarm == "NOT SAVED. Tab leads to the form. The disk is full.")
        #expect(driver.app.pane == .list, "a key that is pressed just now shall not be typed into the form")
        driver.press(.tab)
        #expect(driver.alarm == "NOT SAVED. Ctrl-S tries again, Ctrl-O copies the form. The disk is full.")
        #expect(driver.app.form?.text(.name) == "Anna Smith!")
        driver.press(.character("!"))
        #expect(driver.alarm.hasPrefix("NOT SAVED"), "typing on does not hide it")
        driver.clearEffects()
        driver.press(.control("s"))
        #expect(driver.alarm.hasPrefix("NOT SAVED"), "it is not saved yet")
        driver.write()
        #expect(driver.alarm == "")
        #expect(driver.changes.count == 1)
    }

    @Test("A form that could not be saved may be copied, and then it is said no longer")
    func copied() {
        var driver = loaded()
        driver.writesAtOnce = false
        driver.press(.character("e"))
        driver.type("!")
        driver.press(.control("s"))
        driver.failToWrite()
        for outcome in [CopyOutcome.failed(reason: "no."), .tooLong(maximumBytes: 1), .sent] {
            #expect(driver.alarm.hasPrefix("NOT SAVED"))
            driver.press(.control("o"))
            driver.update(.copied(outcome))
        }
        #expect(driver.alarm == "")
        let form = driver.app.form?.clipboardText ?? ""
        #expect(driver.effects.contains(.copy(form)))
        #expect(form.hasPrefix("Name: Anna Smith!\nEmail: anna.smith@example.com\n"))
    }

    @Test("That a form is not kept on disk is said until it is kept again, and quitting asks")
    func notKept() {
        var driver = loaded()
        driver.press(.character("n"))
        driver.type("Zo")
        driver.update(.draftNotKept(reason: "No space left on device."))
        driver.type("e")
        #expect(driver.status == "The form is not kept on disk: No space left on device.")
        driver.press(.control("c"))
        #expect(driver.text.contains("Quit and lose what was typed?"))
        driver.press(.character("n"))
        driver.update(.draftKept)
        #expect(driver.status == "")
        driver.press(.control("c"))
        #expect(driver.text.contains("What was typed is offered again at the next start."))
    }

    @Test("Without a disk the form says that the edit is in memory only, and quitting asks")
    func inMemory() {
        var driver = AppDriver(editStorage: .inMemory(because: "there is no home directory."))
        #expect(driver.status.contains("in memory only, until they are sent: there is no home directory."))
        driver.answer(page: [anna])
        driver.press(.character("e"))
        driver.loseLink()
        driver.type("!")
        driver.press(.control("s"))
        #expect(driver.status == "Kept in memory only, until it is sent.")
        driver.press(.character("q"))
        #expect(driver.text.contains("Quit and lose one edit?"))
        #expect(!driver.effects.contains(.quit))
        driver.press(.character("c"))
        let copied = "Anna Smith!: edit (name)\n  Name: Anna Smith → Anna Smith!"
        #expect(driver.effects.contains(.copy(copied)), "what would be lost can be taken along")
        #expect(!driver.effects.contains(.quit))
    }

    @Test("When somebody was faster their values are taken over or shown, and the next save is based on them")
    func rebase() throws {
        var driver = loaded()
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 7)))
        driver.type("a")
        var theirs = anna
        theirs.details = CustomerDetails(
            trustedName: "Anna Schmidt", email: anna.email, phone: "+49 30 1234", address: anna.address)
        theirs.version = 8
        theirs.updatedBy = "lee"
        driver.update(.served(theirs))
        #expect(driver.status == "Changed meanwhile by lee. Look at the form and save again.")
        #expect(driver.app.form?.text(.name) == "Anna Smitha")
        #expect(driver.app.form?.text(.phone) == "+49 30 1234")
        #expect(driver.text.contains("now: Anna Schmidt"))
        driver.press(.control("s"))
        let edit = CustomerEdit([.name: FieldChange(from: "Anna Schmidt", to: "Anna Smitha")])
        #expect(driver.changes == [.edit(edit, version: 8)])
    }

    @Test("A draft of what was saved already goes on as a change to it")
    func savedBeforeTheEnd() throws {
        var driver = loaded()
        let details = try CustomerDetails(name: "Lost", email: "lost@example.com")
        let (id, key) = (CustomerID.numbered(50), IdempotencyKey.random())
        driver.happen(
            .entry(Entry(customer: id, form: .init(op: key, change: .create(NewCustomer(details))))))
        let values: [CustomerField: String] = [.name: "Lost", .email: "lost@example.com", .phone: "555 77"]
        driver.update(
            .draftsFound([Draft(id: .numbered(60), subject: .new(id), values: values, savedAt: driver.now)]))
        driver.press(.character("y"), .control("s"))
        let edit = CustomerEdit([.phone: FieldChange(from: nil, to: "555 77")])
        #expect(driver.changes.last == .edit(edit, version: 0))
    }

    @Test("Who was saved has a row before their page comes, and the keys act on them")
    func savedBeyondLoaded() {
        var driver = AppDriver(rows: 24, columns: 120)
        driver.answer(page: [anna, bao], next: ListQuery(limit: 200, cursor: "c"))
        driver.loseLink()
        driver.press(.character("n"))
        driver.type("Zzoe")
        driver.press(.tab)
        driver.type("zoe@example.com")
        driver.press(.control("s"))
        #expect(driver.app.listing.rows.count == 3, "who is under way has a row before their page comes")
        driver.press(.character("D"))
        #expect(driver.text.contains("Delete Zzoe?"))
        driver.press(.character("n"))
        guard case .create(let new)? = driver.changes.first, let id = driver.journal.entries.first?.customer else {
            Issue.record("\(driver.changes) has no creation")
            return
        }
        driver.acknowledge(.made(new, under: id, at: driver.now))
        #expect(driver.app.selectedCustomer?.id == id)
        driver.press(.character("r"))
        let zara = Customer.named("Zzzara", 80)
        driver.answer(page: [anna, bao], next: ListQuery(limit: 200, cursor: "c"))
        driver.press(.down)
        driver.answer(page: [.made(new, under: id, at: driver.now), zara])
        #expect(driver.app.listing.rows == [anna.id, bao.id, id, zara.id])
    }

    @Test("A taken email is said beside the field, with the owner's name when it is known")
    func emailTaken() {
        var driver = loaded()
        driver.press(.character("n"))
        driver.type("Bao")
        driver.press(.tab)
        driver.type("bao@example.org")
        driver.press(.control("s"))
        driver.reject(Problem(.emailTaken, "Taken.", owner: bao.id))
        #expect(driver.text.contains("is used by Bao Smith already"))
        #expect(driver.status == "Not saved: the email is used by Bao Smith.")
        #expect(driver.journal.isEmpty, "the form holds it now")
        #expect(driver.app.listing.rows.count == 3)
        #expect(driver.app.form?.focus == .email)
        driver.type("x")
        #expect(!driver.text.contains("is used by"))
    }

    @Test(
        "When another program's edit has become one with a refused save, the form goes on with both, and none is lost")
    func refusedTogether() {
        var driver = loaded()
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 7)))
        driver.press(.tab, .control("u"))
        driver.type("bao@example.org")
        driver.press(.control("s"))
        let address = anna.edit(.address, to: "1 High St")
        driver.enter(
            anna.id, .edit(address, version: 7), by: EntrySource(program: "customers edit", session: "9"))
        driver.reject(Problem(.emailTaken, "Taken.", owner: bao.id))
        #expect(driver.status == "Not saved: the email is used by Bao Smith.")
        #expect(driver.journal.count == 1, "neither is thrown away")
        #expect(driver.text.contains("1 High St"))
        driver.press(.control("u"))
        driver.type("anna@example.org")
        driver.press(.control("s"))
        let both = CustomerEdit(
            [
                .email: FieldChange(from: anna.email, to: "anna@example.org"), .address: address.changes[.address],
            ].compactMapValues { $0 })
        #expect(driver.changes == [.edit(both, version: 7)], "\(driver.status)\n\(driver.text)")
    }

    @Test("Who has gone on to another field while a save was on its way goes on typing there when it is refused")
    func refusedWhileElsewhere() {
        var driver = loaded()
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 7)))
        driver.press(.tab, .control("u"))
        driver.type("bao@example.org")
        driver.press(.control("s"), .tab)
        // The form goes on as another one, for another program's edit is in it, too.
        let address = anna.edit(.address, to: "1 High St")
        driver.enter(
            anna.id, .edit(address, version: 7), by: EntrySource(program: "customers edit", session: "9"))
        driver.reject(Problem(.emailTaken, "Taken.", owner: bao.id))
        driver.type("9")
        #expect(driver.text.contains("1 High St"))
        #expect(driver.text.contains("+1 555 01009"), "\(driver.text)")
    }

    @Test("Editing a deleted customer offers to add them again")
    func gone() {
        var driver = loaded()
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 7)))
        driver.type("x")
        driver.update(.gone(anna.id))
        #expect(driver.status.contains("was deleted by someone else"))
        driver.press(.control("s"))
        guard case .create(let new)? = driver.changes.first, let id = driver.journal.entries.first?.customer else {
            Issue.record("\(driver.changes) is no creation")
            return
        }
        #expect(id != anna.id)
        #expect(new.details.name == "Anna Smithx")
    }

    @Test("Leaving asks only when something was changed")
    func leaving() {
        var driver = loaded()
        driver.press(.character("e"), .escape)
        #expect(driver.app.form == nil)
        driver.press(.character("e"))
        driver.type("x")
        driver.press(.escape)
        #expect(driver.text.contains("Leave without saving?"))
        driver.press(.character("n"))
        #expect(driver.app.form?.text(.name) == "Anna Smithx")
        driver.press(.escape, .character("y"))
        #expect(driver.app.form == nil)
    }

    @Test("What is typed is kept as a draft with every key, and dropped with the form")
    func draft() throws {
        var driver = loaded()
        driver.press(.character("e"))
        driver.type("xy")
        let drafts = driver.effects.compactMap { effect in
            if case .background(.keepDraft(let draft)) = effect { draft } else { nil }
        }
        #expect(drafts.map { $0.values[.name] } == ["Anna Smithx", "Anna Smithxy"])
        let id = try #require(drafts.first?.id)
        driver.clearEffects()
        driver.press(.escape, .character("y"))
        #expect(driver.effects == [.dropDraft(id)])
    }

    @Test("A draft that was found is offered, and restored with what was typed")
    func restore() throws {
        var driver = loaded()
        let draft = Draft(
            id: .numbered(50), subject: .edit(anna), values: [.name: "Anna S", .email: "broken"],
            savedAt: driver.now.advanced(bySeconds: -1_900))
        driver.update(.draftsFound([draft]))
        #expect(driver.text.contains("Go on with the unfinished form?"))
        #expect(driver.text.contains("Anna Smith, 31 min ago"))
        driver.press(.character("y"))
        #expect(driver.app.form?.text(.name) == "Anna S")
        #expect(driver.app.form?.text(.phone) == "+1 555 0100")
        #expect(driver.text.contains("must look like name@example.com"))
    }

    @Test("A draft of a refused edit puts that edit right, unless it is finished by then")
    func restoreRefused() throws {
        var driver = loaded()
        driver.enter(anna.id, .edit(anna.edit(.email, to: "bao@example.org"), version: 7))
        driver.reject(Problem(.emailTaken, "The email is used by another customer.", owner: bao.id))
        driver.press(.character("Q"), .character("e"))
        driver.type("x")
        let draft = try #require(
            driver.effects.lazy.compactMap { if case .background(.keepDraft(let draft)) = $0 { draft } else { nil } }
                .last)
        for isDoneWith in [false, true] {
            var next = loaded()
            next.adopt(driver.journal)
            if isDoneWith { next.happen(.cancel(for: 1, .discard)) }
            next.update(.draftsFound([draft]))
            next.press(.character("y"), .tab)
            next.press(.control("u"))
            next.type("anna@example.org")
            next.press(.control("s"))
            let write = try #require(next.queueRequests.last)
            if isDoneWith {
                guard case .enter = write else { throw Unexpected(write: write) }
            } else {
                guard case .resolve(1, _) = write else { throw Unexpected(write: write) }
            }
        }
    }

    private struct Unexpected: Error {
        let write: QueueRequest
    }

    @Test("A value that the terminal cannot show is not edited by accident")
    func lossy() {
        var driver = AppDriver(isUnicode: false)
        driver.answer(page: [.named("Zoë", 1, email: "zoe@example.com")])
        driver.press(.character("e"))
        driver.type("x")
        #expect(driver.app.form?.text(.name) == "Zoë")
        #expect(driver.status.contains("Ctrl-U clears it"))
        driver.press(.control("u"))
        driver.type("Zoe")
        #expect(driver.app.form?.text(.name) == "Zoe")
    }

    private static let lines = (1...7).map { "Line \($0)" }

    private func editing(_ customer: Customer, rows: Int, columns: Int = 80) -> AppDriver {
        var driver = AppDriver(rows: rows, columns: columns)
        driver.answer(page: [customer])
        driver.press(.character("e"))
        return driver
    }

    @Test("The address is seen as a whole as long as there are free rows, and says where there are none")
    func addressBox() {
        let person = Customer.named("Olga", 5, address: Self.lines.joined(separator: "\n"))
        var driver = editing(person, rows: 24)
        for line in Self.lines { #expect(driver.text.contains(line), "there is room for it below") }
        #expect(!driver.text.contains("↓") && !driver.text.contains("↑"))
        driver = editing(person, rows: 15)
        #expect(driver.screen[10] == " Address  Line 1")
        #expect(driver.screen[11].hasSuffix("↓"), "it goes on below:\n\(driver.text)")
        driver.press(.backTab)
        #expect(driver.text.contains("Line 7"))
        #expect(driver.screen.contains { $0.contains("Line 2") && $0.hasSuffix("↑") }, "\(driver.text)")
        for _ in 0..<6 { driver.press(.up) }
        #expect(driver.screen.contains { $0.contains("Line 1") && !$0.hasSuffix("↑") }, "\(driver.text)")
        #expect(driver.screen.contains { $0.contains("Line 6") && $0.hasSuffix("↓") }, "\(driver.text)")
    }

    @Test("On any screen the line with the cursor is seen, and arrows stand where lines are hidden")
    func addressAnywhere() {
        let person = Customer.named("Olga", 5, address: Self.lines.joined(separator: "\n"))
        for rows in 8...30 {
            for columns in [40, 80, 120] {
                var driver = editing(person, rows: rows, columns: columns)
                driver.press(.backTab)
                for number in (1...7).reversed() {
                    let form = columns < 100 ? driver.screen : driver.side
                    let seen = Self.lines.filter { line in form.contains { $0.contains(line) } }
                    #expect(seen.contains("Line \(number)"), "\(rows)×\(columns)\n\(driver.text)")
                    let arrows = form.filter { $0.hasSuffix("↑") || $0.hasSuffix("↓") }
                    #expect(seen.count == 7 || !arrows.isEmpty, "\(rows)×\(columns)\n\(driver.text)")
                    driver.press(.up)
                }
            }
        }
    }

    @Test("A value longer than its line goes on in the next, and the cursor with it")
    func longValue() {
        let name = "Maria Anna Elisabeth Philippina van den Burg to Nieuwenhuis-Almelo"
        var driver = editing(.named(name, 5, email: "m@example.com"), rows: 24, columns: 40)
        #expect(driver.screen[4] == " Name     Maria Anna Elisabeth Philippi")
        #expect(driver.screen[5] == "          na van den Burg to Nieuwenhui")
        #expect(driver.screen[6] == "          s-Almelo")
        #expect(driver.app.render().cursor == Position(row: 6, column: 18))
        driver.press(.control("a"))
        #expect(driver.app.render().cursor == Position(row: 4, column: 10))
        driver = editing(.named(name, 5, email: "m@example.com"), rows: 14, columns: 40)
        driver.press(.tab)
        #expect(driver.screen.contains { $0.contains("Maria Anna") && $0.hasSuffix("↓") }, "\(driver.text)")
    }

    @Test("One key clears a whole field, and what was in it can be put back")
    func clear() {
        var driver = loaded()
        driver.press(.character("e"), .backTab, .up, .left)
        #expect(driver.text.contains("Ctrl-U clear"))
        driver.press(.control("u"))
        #expect(driver.app.form?.text(.address) == "")
        #expect(driver.app.form?.isChanged(.address) == true)
        driver.press(.control("y"))
        #expect(driver.app.form?.text(.address) == anna.address)
    }

    @Test("A read-only session changes nothing")
    func readOnly() {
        var driver = loaded(isReadOnly: true)
        for key in ["e", "n", "D"] { driver.type(key) }
        #expect(driver.app.form == nil && driver.app.overlay == nil && driver.calls.isEmpty)
        #expect(driver.status.contains("read-only"))
    }

    @Test("Pasted line breaks become blanks in one line and stay in the address; controls go")
    func paste() {
        var driver = loaded()
        driver.press(.character("n"))
        driver.paste("Eve\r\nAdams\u{1B}[2J\u{9B}")
        #expect(driver.app.form?.text(.name) == "Eve Adams[2J")
        driver.press(.backTab)
        driver.paste("1 High St\r\nTown")
        #expect(driver.app.form?.text(.address) == "1 High St\nTown")
    }
}
