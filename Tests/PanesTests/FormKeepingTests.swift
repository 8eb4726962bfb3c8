import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("What was typed is not lost")
struct FormKeepingTests {
    @Test("What could not be written is said not to be saved, and the form stays")
    func notSaved() {
        var driver = loaded()
        driver.writesAtOnce = false
        driver.press(.character("e"))
        driver.type("!")
        driver.press(.control("s"))
        driver.press(.escape)
        #expect(driver.place == .list, "no key is refused while the disk hangs")
        driver.failToWrite()
        #expect(driver.alarm == "NOT SAVED. Tab leads to the form. The disk is full.")
        #expect(driver.place == .list, "a key that is pressed just now shall not be typed into the form")
        driver.press(.tab)
        #expect(driver.alarm == "NOT SAVED. Ctrl-S tries again, Ctrl-O copies the form. The disk is full.")
        #expect(driver.typed(.name) == "Anna Smith!")
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
        let copied = driver.effects.compactMap { if case .terminal(.copy(let text)) = $0 { text } else { nil } }
        #expect(copied.count == 3 && Set(copied).count == 1)
        #expect(copied.first?.hasPrefix("Name: Anna Smith!\nEmail: anna.smith@example.com\n") == true)
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
        #expect(driver.text.contains("Quit and lose 1 edit?"))
        #expect(!driver.effects.contains(.quit))
        driver.press(.character("c"))
        let copied = "Anna Smith!: edit (name)\n  Name: Anna Smith → Anna Smith!"
        #expect(driver.effects.contains(.copy(copied)), "what would be lost can be taken along")
        #expect(!driver.effects.contains(.quit))
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
        #expect(driver.typed(.name) == "Anna S")
        #expect(driver.typed(.phone) == "+1 555 0100")
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
}
