import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("What others do meanwhile")
struct RestTests {
    private static let people = (1...400).map { Customer.named("P \(1_000 + $0)", $0) }
    private static let second = ListQuery(limit: 500, cursor: "c1")
    private let anyKey = Key.insert

    /// Two pages of all there is, with the end of the first and the beginning of the second on the screen.
    private func twoPages() -> AppDriver {
        var driver = AppDriver(rows: 14)
        driver.answer(page: Array(Self.people[..<200]), next: ListQuery(limit: 200, cursor: "c1"))
        driver.press(.character("G"))
        driver.answer(page: Array(Self.people[200...]))
        driver.press(.down, .down)
        return driver
    }

    // MARK: A rest

    @Test("A key after half a minute asks again for what is on the screen, and nothing moves")
    func visiblePages() {
        var driver = twoPages()
        let (selected, line) = (driver.selected, driver.selectedRow)
        driver.rest(seconds: 29)
        driver.press(anyKey)
        #expect(driver.calls.isEmpty)
        driver.rest(seconds: 30)
        driver.press(anyKey)
        #expect(driver.calls == [.list(ListQuery(limit: 200)), .list(Self.second)])
        driver.rest(seconds: 30)
        driver.press(anyKey)
        #expect(driver.calls.count == 2, "what is on its way is not asked for twice")
        #expect(driver.status == "", "nothing is said about it")
        var first = Self.people[..<200].filter { $0 != Self.people[197] }
        first.insert(.named("A new one", 9_000), at: 0)
        first[199] = first[199].changed(.phone, to: "+1 555 0199")
        driver.answer(page: first, next: ListQuery(limit: 200, cursor: "c1"))
        #expect(driver.allNames.count == 401)
        #expect(driver.allNames.first == "A new one")
        #expect(driver.text.contains("+1 555 0199"))
        #expect(driver.calls.last == .get(Self.people[197].id, unlessVersion: nil), "who has vanished is asked about")
        driver.answer(page: Array(Self.people[200...]))
        driver.refuse(Problem(.notFound, "There is no such customer."))
        let rest = Self.people.map(\.name).filter { $0 != Self.people[197].name }
        #expect(driver.allNames == ["A new one"] + rest)
        #expect(driver.selected == selected)
        #expect(driver.selectedRow == line)
        #expect(driver.screen[0].contains("400 customers"))
    }

    @Test("Who was renamed goes where the name belongs, also into a page that is not on the screen")
    func renamed() {
        var driver = twoPages()
        driver.press(.home)
        driver.rest(seconds: 30)
        driver.press(anyKey)
        #expect(driver.calls == [.list(ListQuery(limit: 200))])
        let renamed = Self.people[3].changed(.name, to: "P 1350 b")
        let others = Self.people[..<201].filter { $0.id != renamed.id }
        driver.answer(page: others, next: ListQuery(limit: 200, cursor: "d1"))
        driver.answer(.success(.customer(renamed)))
        #expect(driver.allNames.firstIndex(of: renamed.name) == 349)
        #expect(driver.allNames.count == 400)
    }

    @Test("What a page does not reach any more is asked for as one of its own")
    func grown() {
        var driver = twoPages()
        driver.press(.home, anyKey)
        for _ in 0..<21 { driver.press(.pageDown) }
        driver.rest(seconds: 30)
        driver.press(anyKey)
        let new = (1...20).map { Customer.named("A \(100 + $0)", 8_000 + $0) }
        driver.answer(page: new + Self.people[..<180], next: ListQuery(limit: 200, cursor: "d1"))
        #expect(driver.allNames.count == 420)
        #expect(driver.calls.contains(.list(ListQuery(limit: 200, cursor: "d1"))), "its rest is on the screen")
    }

    @Test("A list that had its end goes on when more come behind its last row")
    func grownAtEnd() {
        var driver = loaded()
        driver.rest(seconds: 31)
        driver.press(anyKey)
        driver.answer(page: [anna, bao, carla], next: ListQuery(limit: 200, cursor: "c1"))
        driver.press(.down)
        #expect(driver.calls == [.list(Self.second)])
        driver.answer(page: [.named("Dora Ruiz", 4)])
        #expect(driver.names == [anna.name, bao.name, carla.name, "Dora Ruiz"])
    }

    @Test("Who has vanished is asked about, in whatever order the rows are")
    func otherOrder() {
        var driver = loaded()
        for _ in 0..<6 { driver.press(.character("s")) }
        #expect(driver.status == "Sorted by email, from the start.")
        driver.rest(seconds: 31)
        driver.press(anyKey)
        #expect(driver.calls == [.list(ListQuery(limit: 200))])
        driver.answer(page: [anna, carla])
        #expect(driver.calls == [.get(bao.id, unlessVersion: nil)])
        driver.refuse(Problem(.notFound, "There is no such customer."))
        #expect(driver.names == [anna.name, carla.name])
    }

    @Test("What a search has found is asked for again without a word, and the selection stays")
    func search() {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("smith")
        driver.fire(.searchPause)
        driver.answer(page: [anna, bao])
        driver.press(.enter, .down)
        driver.rest(seconds: 31)
        driver.press(anyKey)
        #expect(driver.calls == [.list(ListQuery(limit: 200, search: "smith"))])
        #expect(driver.status == "2 found")
        driver.answer(page: [anna, .named("Aron Smith", 70)])
        #expect(driver.selected == bao.name, "who is not found any more stays until one moves on")
        #expect(driver.names == [anna.name, "Aron Smith", bao.name])
        #expect(driver.calls == [.get(bao.id, unlessVersion: nil)])
        driver.refuse(Problem(.notFound, "There is no such customer."))
        driver.press(.up)
        #expect(driver.names == [anna.name, "Aron Smith"])
    }

    @Test("The opened person and the form are asked for again")
    func person() {
        var driver = loaded()
        driver.press(.enter)
        driver.answer(.success(.notModified(version: 7)))
        let before = driver.screen
        driver.rest(seconds: 31)
        driver.press(anyKey)
        #expect(driver.calls == [.get(anna.id, unlessVersion: .versions([7]))])
        #expect(driver.screen == before, "nothing on the screen changes before the answer")
        driver.answer(.success(.customer(anna.changed(.phone, to: "+1 555 0199", by: "lee"))))
        #expect(driver.text.contains("+1 555 0199"))
        #expect(driver.status == "Changed meanwhile by lee: phone.")
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 8)))
        driver.rest(seconds: 31)
        driver.press(.tab)
        #expect(driver.calls == [.get(anna.id, unlessVersion: .versions([8]))])
    }

    @Test("While the API is away, or the queue is looked at, nothing is asked")
    func quiet() {
        var driver = loaded()
        driver.goOffline()
        driver.rest(seconds: 60)
        driver.press(anyKey)
        #expect(driver.calls.isEmpty)
        driver = loaded(columns: 120)
        driver.press(.character("Q"))
        driver.rest(seconds: 60)
        driver.press(anyKey)
        #expect(driver.calls.isEmpty)
    }

    // MARK: Its age

    @Test("The title says how old it is what one sees, from a minute on")
    func age() {
        var driver = loaded()
        driver.rest(seconds: 59)
        #expect(!driver.screen[0].contains("as of"))
        driver.rest(seconds: 12 * 60 - 59)
        #expect(driver.screen[0] == " Customers · acme-prod      3 customers   as of 12 min ago   ● online   queue 0")
        driver.press(anyKey)
        driver.answer(page: [anna, bao, carla])
        #expect(!driver.screen[0].contains("as of"))
    }

    @Test("The clock ticks when the age grows, counted from what is seen, and not in between")
    func clock() {
        var driver = AppDriver()
        #expect(driver.timers[.clock] == 60_000)
        driver.now = driver.now.advanced(bySeconds: 10)
        driver.answer(page: [anna, bao, carla])
        #expect(driver.timers[.clock] == 60_000)
        driver.now = driver.now.advanced(bySeconds: 20)
        driver.press(anyKey)
        driver.now = driver.now.advanced(bySeconds: 5)
        driver.report(.offline(since: driver.now))
        #expect(driver.timers[.clock] == 60_000, "it was not started again")
        driver.rest(seconds: 35)
        #expect(driver.screen[0].contains("as of 1 min ago"))
        #expect(driver.timers[.clock] == 60_000)
        // One that was late is not late for good, and one that was early ticks once more.
        driver.rest(seconds: 65)
        #expect(driver.screen[0].contains("as of 2 min ago"))
        #expect(driver.timers[.clock] == 55_000)
        driver.rest(seconds: 54)
        #expect(driver.timers[.clock] == 1_000)
        // The time may be set back.
        driver.rest(seconds: -182)
        #expect(!driver.screen[0].contains("as of"))
        #expect(driver.timers[.clock] == 3_000)
    }

    @Test("After a day the clock ticks by whole minutes still")
    func clockAfterADay() {
        var driver = loaded()
        driver.rest(seconds: 86_400)
        #expect(driver.timers[.clock] == 60_000)
    }

    @Test("The age of what was kept grows by minutes of its own")
    func clockOfKept() {
        var driver = AppDriver()
        driver.recall([anna], seenSecondsAgo: 7_230)
        driver.loseLink()
        #expect(driver.timers[.clock] == 30_000)
    }

    @Test("It is the age of the oldest that is seen, and of an opened person their own")
    func ageOfParts() {
        var driver = twoPages()
        driver.rest(seconds: 600)
        driver.press(.end)
        driver.answer(page: Array(Self.people[200...]))
        driver.rest(seconds: 120)
        #expect(driver.screen[0].contains("as of 2 min ago"))
        driver.press(.enter)
        driver.answer(.success(.notModified(version: 1)))
        driver.rest(seconds: 180)
        #expect(driver.screen[0].contains("as of 3 min ago"))
        #expect(driver.text.contains("As of 3 min ago."))
        var kept = AppDriver()
        kept.recall([anna], seenSecondsAgo: 7_200)
        kept.loseLink()
        #expect(kept.screen[0].contains("as of 2 h ago"))
    }

    // MARK: The journal says it

    @Test("What another program has entered and sent between two looks at the journal is asked for")
    func betweenLooks() {
        var driver = loaded()
        driver.update(.queueChanged(driver.journal))
        let edit = Entry(
            customer: bao.id, form: .init(op: .random(), change: .edit(bao.edit(.phone, to: "1"), version: 1)))
        driver.happen(.entry(edit), .sending(.init(leader: 1, covers: [1], op: edit.form.op)), .ack(for: 1, version: 2))
        #expect(driver.calls == [.get(bao.id, unlessVersion: nil)])
        driver.answer(.success(.customer(bao.changed(.phone, to: "1"))))
        #expect(driver.screen[4].contains(" 1"))
        #expect(driver.selected == anna.name)
    }

    @Test("When another program has brought more about than is asked for one by one, the list is read anew")
    func muchBetweenLooks() {
        var driver = AppDriver()
        driver.answer(page: Array(Self.people[..<30]))
        driver.update(.queueChanged(driver.journal))
        for person in Self.people[..<21] {
            let edit = Entry(
                customer: person.id,
                form: .init(op: .random(), change: .edit(person.edit(.phone, to: "1"), version: 1)))
            let sequence = driver.journal.lastSequence + 1
            driver.happenUnseen(
                .entry(edit), .sending(.init(leader: sequence, covers: [sequence], op: edit.form.op)),
                .ack(for: sequence, version: 2))
        }
        driver.update(.queueChanged(driver.journal))
        #expect(driver.calls == [.list(ListQuery(limit: 200))])
    }

    @Test("A deletion by another program shows at once; the selected customer stays, marked, until one moves on")
    func deletionElsewhere() {
        for customer in [bao, anna] {
            var driver = loaded()
            driver.update(.queueChanged(driver.journal))
            let entry = Entry(
                customer: customer.id,
                form: .init(op: .random(), change: .delete(base: customer.details, version: customer.version)))
            driver.happen(
                .entry(entry), .sending(.init(leader: 1, covers: [1], op: entry.form.op)), .ack(for: 1, version: nil))
            #expect(driver.status == "\(customer.name) was deleted.")
            #expect(driver.selected == anna.name)
            #expect(driver.names.contains(customer.name) == (customer == anna))
            driver.rest(seconds: 60)
            driver.press(.down)
            #expect(!driver.names.contains(customer.name))
            #expect(driver.calls.allSatisfy { $0 != .get(customer.id, unlessVersion: .versions([customer.version])) })
        }
    }

    @Test("Who was called deleted by mistake is there again once the server names them as they are known, or newer")
    func deletedByMistake() {
        var driver = loaded()
        let deleted = "Deleted; no longer on the server."
        driver.press(.enter)
        driver.refuse(Problem(.notFound, "There is no such customer."))
        #expect(driver.text.contains(deleted))
        for (version, isDeleted) in [(anna.version - 1, true), (anna.version, false)] {
            driver.press(.escape, .character("r"))
            driver.answer(page: [.named(anna.name, 1, version: version), bao, carla])
            driver.press(.enter)
            #expect(driver.text.contains(deleted) == isDeleted, "\(driver.text)")
        }
        #expect(driver.calls == [.get(anna.id, unlessVersion: .versions([anna.version]))])
    }

    @Test("What an earlier session did is not news")
    func earlier() {
        var driver = loaded()
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.happen(.ack(for: 1, version: 8))
        var later = loaded()
        later.adopt(driver.journal)
        #expect(later.calls.isEmpty)
    }

    // MARK: The customer looked at

    @Test("Somebody deleted by others stays where they are looked at, and no key acts on them or on another")
    func deletedWhileSeen() {
        for columns in [80, 120] {
            var driver = loaded(columns: columns)
            driver.press(.enter)
            driver.refuse(Problem(.deleted, "The customer was deleted."))
            #expect(driver.status == "Anna Smith was deleted by someone else.")
            #expect(driver.place == .detail)
            #expect(driver.text.contains("Deleted; no longer on the server."))
            for key in ["e", "D"] {
                driver.type(key)
                #expect(driver.status == "Anna Smith is deleted.")
                #expect(driver.place == .detail && !driver.hasForm)
            }
            driver.press(.escape)
            #expect(driver.selected == anna.name)
            #expect(driver.screen[3].hasPrefix(" ▸ Anna Smith") && driver.screen[3].contains(" D"))
            driver.press(.down)
            driver.fire(.detailPause)
            #expect(!driver.text.contains("Anna Smith"))
            #expect(driver.selected == bao.name)
        }
    }
}
