import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Somebody who is erased")
struct ErasureTests {
    /// What tells of Anna and nobody else.
    private static let secrets = ["Anna", "anna.smith", "0100", "0199", "Main St", "Springfield", "bill", "Monday"]

    private func expectNothing(_ driver: AppDriver, _ place: Scope, sourceLocation: SourceLocation = #_sourceLocation) {
        for secret in Self.secrets {
            #expect(!driver.text.contains(secret), "\(secret) is still shown", sourceLocation: sourceLocation)
        }
        #expect(driver.place == place, sourceLocation: sourceLocation)
    }

    /// Bao and Carla have other numbers, so that what is left of Anna's is seen.
    private static func world(columns: Int = 80) -> AppDriver {
        var driver = AppDriver(columns: columns)
        driver.answer(page: [anna, bao, .named("Carla Jones", 3, phone: nil)])
        return driver
    }

    @Test("What was dropped of them is not sent again")
    func retry() {
        var driver = loaded()
        driver.enter(anna.id, .edit(CustomerEdit([:]), version: 0))
        driver.happen(.reject(for: 1, .erased))
        driver.press(.character("Q"), .character("r"))
        #expect(driver.queueRequests.isEmpty && driver.status.contains("nothing is left to be sent"))
    }

    @Test("Stays in the row without a name until one moves on, and keys act on nobody else")
    func row() {
        var driver = Self.world()
        driver.press(.down, .up)
        driver.update(.erased([anna.id]))
        expectNothing(driver, .list)
        #expect(driver.selected == "Erased on request")
        #expect(driver.status == "A customer on the screen was erased on request; nothing of them is kept.")
        driver.press(.character("D"))
        #expect(driver.place == .list && driver.queueRequests.isEmpty)
        driver.press(.character("e"), .character("N"), .character("y"))
        #expect(!driver.hasForm && driver.queueRequests.isEmpty)
        driver.press(.down)
        #expect(driver.names == ["Bao Smith", "Carla Jones"])
    }

    @Test("Shows the id in the details and no value", arguments: [80, 160])
    func details(_ columns: Int) {
        var driver = Self.world(columns: columns)
        driver.press(.enter)
        driver.update(.erased([anna.id]))
        for secret in Self.secrets { #expect(!driver.text.contains(secret), "\(secret) is still shown") }
        #expect(driver.place == .detail && driver.text.contains(anna.id.text))
        #expect(driver.text.contains("Erased on request; no longer on the server."))
    }

    @Test("Leaves nothing in the form, and saving it changes nobody")
    func form() {
        var driver = Self.world()
        driver.press(.character("e"))
        driver.type(" Monday")
        driver.update(.erased([anna.id]))
        expectNothing(driver, .form)
        driver.press(.control("s"))
        #expect(driver.queueRequests.isEmpty && driver.status == "Nothing was changed.")
        let dropped = driver.effects.contains { if case .background(.dropDraft) = $0 { true } else { false } }
        #expect(dropped, "a draft of it is on the disk")
    }

    @Test("What is typed in the form afterwards is not saved, and kept nowhere")
    func typedInForm() {
        var driver = Self.world()
        driver.press(.character("e"))
        driver.update(.erased([anna.id]))
        driver.clearEffects()
        driver.press(.control("u"))
        driver.type("Anna")
        driver.press(.control("s"))
        #expect(driver.status == "Not saved: nothing is kept of somebody who was erased on request. Esc leaves.")
        #expect(driver.place == .form && driver.queueRequests.isEmpty)
        #expect(!driver.keepsDraft, "what was typed is on the disk")
        driver.press(.escape, .character("y"))
        #expect(driver.place == .list && driver.queueRequests.isEmpty)
    }

    @Test("Leaves nothing in a form that makes a deleted customer anew, and saving it creates nobody")
    func formInPlaceOfDeleted() {
        var driver = Self.world()
        driver.press(.character("e"))
        driver.type(" Monday")
        driver.update(.changed([.deleted(Tombstone(id: anna.id, deletedAt: driver.now, version: 8))]))
        #expect(driver.text.contains("in place of Anna Smith"))
        driver.clearEffects()
        driver.update(.erased([anna.id]))
        expectNothing(driver, .form)
        driver.type("x")
        driver.press(.control("s"))
        #expect(driver.status.hasPrefix("Not saved: nothing is kept") && driver.queueRequests.isEmpty)
        #expect(!driver.keepsDraft)
    }

    @Test("A text that comes from the editor afterwards is not shown", arguments: ["e", "N"])
    func fromEditor(_ key: Unicode.Scalar) {
        var driver = Self.world()
        driver.press(.character(key))
        for _ in 0..<5 where driver.place == .form && driver.focusedField != .address { driver.press(.tab) }
        driver.press(.alt("e"))
        guard case .terminal(.edit(let request))? = driver.effects.last else { return #expect(Bool(false)) }
        driver.update(.erased([anna.id]))
        driver.update(.edited(EditorResult(request, .written("12 Main St, Springfield"))))
        expectNothing(driver, key == "e" ? .form : .note)
    }

    @Test("Is left out of what several are changed to")
    func several() {
        var driver = Self.world()
        driver.press(.character(" "), .character(" "), .character("t"))
        driver.type("vip")
        driver.press(.enter)
        #expect(driver.place == .bulk)
        driver.update(.erased([anna.id]))
        driver.press(.enter)
        #expect(driver.status == "This has changed meanwhile. Look at it again; Enter goes on.")
        driver.press(.enter)
        guard case .group(_, let entries)? = driver.queueRequests.last else { return #expect(Bool(false)) }
        #expect(entries.map(\.customer) == [bao.id])
    }

    @Test("Leaves nothing in the timeline, in an entry, in a note and in a question")
    func screens() {
        let keys: [(Scope, [Key])] = [
            (.timeline, []), (.entry, [.enter]), (.overlay, [.enter, .enter]), (.note, [.character("N")]),
        ]
        for (place, keys) in keys {
            var driver = Self.world()
            driver.press(.character("h"))
            driver.answer(timeline: annasTimeline)
            for key in keys { driver.press(key) }
            if place == .note { driver.type("the bill") }
            driver.update(.erased([anna.id]))
            expectNothing(driver, place)
            driver.press(.character("y"), .control("s"))
            #expect(driver.queueRequests.isEmpty)
        }
    }

    @Test("No late answer brings a value back")
    func late() {
        var driver = Self.world()
        driver.press(.character("h"))
        driver.update(.erased([anna.id]))
        driver.answer(timeline: annasTimeline)
        driver.recallTimeline(annasTimeline)
        driver.update(.served(anna.changed(.name, to: "Anna B")))
        driver.update(.changed([.changed(anna.changed(.name, to: "Anna C"))]))
        expectNothing(driver, .timeline)
        driver.press(.escape)
        expectNothing(driver, .list)
    }

    @Test("Is told of by the change feed, too")
    func feed() {
        var driver = Self.world()
        driver.press(.enter)
        driver.update(
            .changed([.deleted(Tombstone(id: anna.id, deletedAt: driver.now, version: 9, erasedAt: driver.now))]))
        expectNothing(driver, .detail)
    }

    @Test("Is gone from the trash's rows, and from where one goes back to")
    func elsewhere() {
        var driver = Self.world().running("trash")
        let row = TrashedCustomer(
            anna, deletedAt: driver.now, deletedBy: "kim", restorableUntil: driver.now.advanced(bySeconds: 9_000))
        driver.answer(.success(.trash(TrashPage(customers: [row], cursor: nil))))
        driver.update(.erased([anna.id]))
        expectNothing(driver, .trash)
        driver.press(.enter)
        #expect(driver.place == .trash && driver.queueRequests.isEmpty)
    }

    // MARK: Erasing somebody

    private static func admin() -> AppDriver {
        var driver = world()
        driver.update(.callerKnown(KnownCaller(role: "admin", mayWrite: true, mayErase: true)))
        return driver
    }

    @Test("An admin erases by typing the name or the id, which says what goes and that nothing brings it back")
    func erases() {
        for typed in ["anna smith", anna.id.text] {
            var driver = Self.admin().running("erase")
            #expect(driver.text.contains("Erase all that is kept of Anna Smith?"))
            #expect(driver.text.contains("Nothing brings it back, not even a backup."))
            driver.type("Bao Smith")
            driver.press(.enter)
            #expect(driver.text.contains("That is neither the name nor the id.") && driver.erasures.isEmpty)
            driver.press(.control("u"))
            driver.type(typed)
            driver.press(.enter)
            #expect(driver.erasures == [anna.id] && driver.place == .list)
            driver.update(.erasureAnswered(anna.id, nil))
            #expect(driver.status == "Erased: nothing is kept of customer \(anna.id.text).")
            #expect(!driver.text.contains("Anna"))
        }
    }

    @Test("An admin erases where the server keeps no trash, too, and not where it erases nobody")
    func capabilities() {
        var driver = Self.admin()
        driver.update(.capabilitiesKnown(Set(Capability.allCases).subtracting([.trash])))
        #expect(driver.running("erase").text.contains("Erase all that is kept of Anna Smith?"))
        driver.update(.capabilitiesKnown(Set(Capability.allCases).subtracting([.erasures])))
        #expect(!driver.running("erase").text.contains("Erase all that is kept"))
    }

    @Test("An empty line erases nobody, and a failure says so and erases nothing")
    func fails() {
        var driver = Self.admin().running("erase")
        driver.press(.enter)
        #expect(driver.erasures.isEmpty)
        driver.type("Anna Smith")
        driver.press(.enter)
        driver.update(.erasureAnswered(anna.id, Failure(.other, "The API cannot be reached.")))
        #expect(driver.status == "Not erased: The API cannot be reached." && driver.text.contains("Anna Smith"))
    }

    @Test("Nobody else is offered it")
    func agents() {
        var driver = Self.world()
        driver.update(.callerKnown(KnownCaller(role: "agent", mayWrite: true)))
        driver.press(.character("?"), .character("/"))
        driver.type(":erase")
        #expect(driver.text.contains("no line has it"))
        driver.press(.escape, .escape)
        driver = driver.running("erase")
        #expect(driver.text.contains("Only an admin may erase"))
    }
}

extension AppDriver {
    /// Whether a draft was kept.
    fileprivate var keepsDraft: Bool {
        effects.contains { if case .background(.keepDraft) = $0 { true } else { false } }
    }
}
