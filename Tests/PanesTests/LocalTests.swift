import Domain
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Customers that are kept on this machine")
struct LocalTests {
    @Test("The list begins with those who are here, and the server's page takes their place")
    func start() {
        var driver = AppDriver(rows: 10)
        #expect(driver.recalls.map(\.query) == [LocalQuery(subject: .directory(.name), after: nil, limit: 200)])
        driver.recall([anna, bao])
        #expect(driver.screen[3].hasPrefix(" ▸ Anna Smith"))
        #expect(driver.screen[4].hasPrefix("   Bao Smith"))
        #expect(driver.screen[0].contains("2 loaded   ○ connecting"))
        driver.press(.down)
        driver.answer(page: [anna.changed(.phone, to: "1"), carla])
        #expect(driver.screen[3].contains("1"))
        #expect(driver.screen[4].hasPrefix(" ▸ Bao Smith"), "the selection stays until one moves on")
        #expect(driver.screen[5].hasPrefix("   Carla Jones"))
        #expect(driver.calls == [.get(bao.id, unlessVersion: nil)])
        driver.refuse(Problem(.notFound, "There is no such customer."))
        #expect(driver.screen[4].hasPrefix(" ▸ Bao Smith") && driver.screen[4].hasSuffix("D"))
        #expect(driver.screen[0].contains("2 customers   ● online"))
        driver.press(.down)
        #expect(driver.screen[4].hasPrefix(" ▸ Carla Jones"))
    }

    @Test("A new order begins with those who are here, before the server has answered")
    func sort() {
        var driver = AppDriver(rows: 10)
        driver.recall([])
        driver.answer(page: [anna, bao], next: ListQuery(limit: 200, cursor: "c"))
        driver.recall([])
        driver.press(.character("s"))
        let query = LocalQuery(subject: .directory(.nameDescending), after: nil, limit: 200)
        #expect(driver.recalls.map(\.query) == [query])
        driver.recall([bao, anna])
        #expect(driver.names == [bao.name, anna.name])
    }

    @Test("A reading that comes after the server's page changes nothing")
    func late() {
        var driver = loaded()
        let before = driver.screen
        driver.recall([.named("Old Name", 77)])
        #expect(driver.screen == before)
    }

    @Test("An older copy never takes the place of a newer one")
    func older() {
        var driver = loaded(rows: 10, columns: 110)
        driver.press(.character("/"))
        driver.type("anna")
        driver.recall([])
        driver.recall([.named("Anna Smith", 1, phone: "0", version: 6)], seenSecondsAgo: 7_200)
        #expect(driver.screen[3].contains("+1 555 0100"))
    }

    @Test("While the API is away the list goes on through all customers kept here")
    func offline() {
        var driver = AppDriver(rows: 10)
        let people = (1...400).map { Customer.named("Person \(1_000 + $0)", $0) }
        driver.recall(Array(people[..<200]), hasMore: true)
        driver.loseLink()
        #expect(driver.status == "The API cannot be reached.")
        driver.press(.character("G"))
        #expect(driver.recalls.map(\.query.after) == [people[199]])
        driver.recall(Array(people[200...]))
        driver.press(.character("G"))
        #expect(driver.screen.contains { $0.hasPrefix(" ▸ Person 1400") })
        #expect(driver.recalls.isEmpty)
    }

    @Test("A search shows at once the matches kept here, in the order of names, and the server's answer joins them")
    func search() throws {
        var driver = loaded(rows: 10)
        driver.recall([])
        driver.press(.character("/"))
        driver.type("smith")
        let dates = FilterDates(now: Timestamp(microseconds: 0))
        let filter = try #require(try CustomerFilter("smith", dates: dates))
        #expect(driver.recalls.last?.query.subject == .search(filter))
        while driver.recalls.count > 1 { driver.recall([]) }
        driver.recall([.named("Aaron Smith", 9)], total: 3)
        // The selection stays on its customer; all three have room.
        #expect(driver.screen[3].hasPrefix("   Aaron Smith"))
        #expect(driver.screen[4].hasPrefix(" ▸ Anna Smith"))
        driver.fire(.searchPause)
        driver.answer(page: [anna, bao])
        #expect(!driver.text.contains("Aaron Smith"))
    }

    @Test("An answer to what was typed before is not taken for one to what stands there now")
    func stale() {
        var driver = loaded(rows: 10)
        driver.recall([])
        driver.press(.character("/"))
        driver.type("a")
        driver.type("x")
        driver.recall([.named("Aaron Smith", 9)])
        #expect(!driver.text.contains("Aaron Smith"))
    }

    @Test("Where the whole directory is here its size and what is found are exact")
    func whole() {
        var driver = AppDriver(rows: 10)
        driver.recall([anna, bao], hasMore: true)
        driver.update(.replicaChanged(.growing(40_000)))
        #expect(driver.screen[0].contains("40,000 copied"))
        driver.update(.replicaChanged(.whole(1_000_000)))
        #expect(driver.screen[0].contains("1,000,000 customers"))
        driver.press(.character("/"))
        driver.type("s")
        driver.recall([anna, bao], hasMore: true, total: 31_204)
        #expect(driver.status.hasPrefix("31,204 found"))
    }

    @Test("The details say how old they are until the server was asked")
    func age() {
        var driver = AppDriver(rows: 14)
        driver.recall([anna], seenSecondsAgo: 7_200)
        driver.press(.enter)
        driver.loseLink()
        driver.loseLink()
        #expect(driver.text.contains("As seen 2 h ago; this may not be the newest version."))
        driver.press(.character("r"))
        driver.answer(.success(.customer(anna)))
        #expect(!driver.text.contains("As seen"))
    }
}
