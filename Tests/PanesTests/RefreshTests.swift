import Domain
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Asking the server again for all that is loaded")
struct RefreshTests {
    private static let people = (1...1_400).map { Customer.named("P \(String($0 + 10_000))", $0) }

    /// 1,400 rows, of which the server has more.
    private func loaded() -> AppDriver {
        var driver = AppDriver()
        driver.answer(page: Array(Self.people[..<200]), next: ListQuery(limit: 200, cursor: "1"))
        for start in stride(from: 200, to: 1_400, by: 400) {
            driver.press(.character("G"))
            let page = Self.people[start..<start + 400]
            driver.answer(page: Array(page), next: ListQuery(limit: 500, cursor: "\(start)"))
        }
        return driver
    }

    private static func page(_ people: some Sequence<Customer>, _ cursor: String?) -> Result<ReadAnswer, Failure> {
        .success(
            .page(CustomerPage(customers: Array(people), next: cursor.map { ListQuery(limit: 1_000, cursor: $0) })))
    }

    @Test("All loaded rows are asked for page by page, and the selection stays on its customer")
    func pageByPage() {
        var driver = loaded()
        for _ in 0..<2 { driver.press(.pageUp) }
        let selected = driver.selected
        let line = driver.selectedRow
        driver.press(.character("r"))
        #expect(driver.calls == [.list(ListQuery(limit: 1_000))])
        #expect(driver.status == "Loading…")
        // Somebody is new, somebody is gone, somebody was changed: seen as soon as their page is there.
        var first = Self.people[..<999].filter { $0 != Self.people[5] }
        first[0] = first[0].changed(.phone, to: "+1 555 0199")
        driver.answer(Self.page([.named("A", 9_000)] + first, "p1"))
        #expect(driver.calls == [.list(ListQuery(limit: 401, cursor: "p1"))])
        let names = driver.allNames
        #expect(names.count == 1_400)
        #expect(names.prefix(2) == ["A", Self.people[0].name])
        #expect(!names.contains(Self.people[5].name))
        #expect(driver.selected == selected)
        driver.answer(Self.page(Self.people[999...], "p2"))
        #expect(driver.calls.isEmpty, "what was not loaded before comes when one scrolls")
        #expect(driver.allNames.count == 1_400)
        #expect(driver.selected == selected)
        #expect(driver.selectedRow == line)
        #expect(driver.screen[0].contains("1,400 loaded"))
        driver.press(.character("G"))
        #expect(driver.calls == [.list(ListQuery(limit: 500, cursor: "p2"))])
    }

    @Test("It is over with the page that passes the last row, or with the server's last page")
    func end() throws {
        var driver = loaded()
        driver.press(.character("r"))
        driver.answer(Self.page([], "p1"))
        #expect(
            driver.calls == [.list(ListQuery(limit: 1_000, cursor: "p1"))], "an empty page with a next one is no end")
        let selected = try #require(Self.people.first { $0.name == driver.selected })
        driver.answer(Self.page(Self.people[..<700], nil))
        #expect(driver.selected == selected.name, "who is selected stays until one moves on")
        #expect(driver.calls == [.get(selected.id, unlessVersion: nil)])
        driver.refuse(Problem(.notFound, "There is no such customer."))
        driver.press(.home)
        #expect(driver.calls.isEmpty)
        #expect(driver.allNames == Self.people[..<700].map(\.name))
        #expect(driver.screen[0].contains("700 customers"))
    }

    @Test("One that fails on its way is begun again, and loses no row")
    func failure() {
        var driver = loaded()
        driver.press(.character("r"))
        driver.answer(Self.page(Self.people[..<1_000], "p1"))
        driver.loseLink()
        #expect(driver.allNames == Self.people.map(\.name))
        #expect(driver.status == "The API cannot be reached.")
        driver.press(.character("r"))
        driver.answer(Self.page(Self.people[..<1_000], "p1"))
        driver.refuse(Problem(.badCursor, "The cursor is not valid."))
        #expect(driver.calls.isEmpty, "asking on and on helps nobody")
        #expect(driver.allNames == Self.people.map(\.name))
        driver.press(.character("r"))
        #expect(driver.calls == [.list(ListQuery(limit: 1_000))])
    }

    @Test("In an order that the server has not, the rows keep it")
    func otherOrder() {
        var driver = AppDriver()
        let people = [Customer.named("Anna", 1, email: "z@x.org"), .named("Bo", 2, email: "a@x.org")]
        driver.answer(page: people)
        for _ in 0..<6 { driver.press(.character("s")) }
        #expect(driver.text.contains("Email ↑"))
        driver.press(.character("r"))
        driver.answer(Self.page(people[..<1], "p1"))
        #expect(driver.names == [people[1].name, people[0].name])
        driver.answer(Self.page(people[1...], nil))
        #expect(driver.names == [people[1].name, people[0].name])
    }

    @Test("What a search has found is asked for again as far as it is loaded")
    func search() {
        var driver = AppDriver()
        driver.answer(page: [anna], next: ListQuery(limit: 200, cursor: "c"))
        driver.answer(page: [])
        driver.press(.character("/"))
        driver.type("p 1")
        driver.fire(.searchPause)
        let found = Self.people
        driver.answer(page: Array(found[..<200]), next: ListQuery(limit: 200, search: "p 1", cursor: "s1"))
        driver.press(.enter, .character("G"))
        driver.answer(page: Array(found[200..<400]), next: ListQuery(limit: 200, search: "p 1", cursor: "s2"))
        let selected = driver.selected
        driver.press(.character("r"))
        #expect(driver.calls == [.list(ListQuery(limit: 200, search: "p 1"))])
        driver.answer(page: Array(found[1..<201]), next: ListQuery(limit: 200, search: "p 1", cursor: "s1"))
        #expect(driver.calls == [.list(ListQuery(limit: 200, search: "p 1", cursor: "s1"))])
        #expect(driver.allNames == found[1..<400].map(\.name), "who is not found any more goes with their page")
        driver.answer(page: Array(found[201..<401]), next: ListQuery(limit: 200, search: "p 1", cursor: "s2"))
        #expect(driver.allNames == found[1..<401].map(\.name))
        #expect(driver.selected == selected)
    }
}
