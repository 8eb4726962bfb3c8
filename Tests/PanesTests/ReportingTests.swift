import Domain
import Screen
import Testing
import Wire

@testable import Panes

@Suite("What is seen or taken out of the server's sight")
struct ReportingTests {
    @Test("Showing what was hidden is noted with whom and how many; hiding it is not, by hand or by itself")
    func reveals() throws {
        var driver = loaded(rows: 10, columns: 120)
        #expect(driver.names.count == 3 && driver.selected == anna.name)
        driver.press(.character("m"))
        #expect(driver.reports.isEmpty)
        driver.press(.character("m"))
        #expect(driver.reports == [.report(.reveal, of: anna.id, count: 3)])
    }

    @Test("A copy is noted once it has gone to the terminal, and one that has not is not")
    func copies() throws {
        var driver = loaded(rows: 10, columns: 120)
        #expect(driver.selected == anna.name)
        driver.press(.character("y"))
        #expect(driver.reports.isEmpty)
        driver.update(.copied(.failed(reason: "No.")))
        driver.press(.character("y"))
        driver.update(.copied(.tooLong(maximumBytes: 9)))
        // Nothing of that one is left when something else is copied.
        driver.update(.copied(.sent))
        driver.press(.character("y"))
        driver.update(.copied(.sent))
        #expect(driver.reports == [.report(.copy, of: anna.id, count: 1)])
    }

    @Test("While the API is away each customer in the details is noted once, and rows by their number")
    func offline() throws {
        var driver = loaded(rows: 10, columns: 120)
        driver.goOffline()
        // The API has given these itself.
        #expect(driver.reports.isEmpty)
        driver.press(.down)
        driver.fire(.detailPause)
        #expect(driver.side.contains { $0.contains(bao.name) })
        #expect(driver.reports == [.report(.offlineRead, of: bao.id, count: 1)])
        driver.press(.up)
        driver.fire(.detailPause)
        driver.press(.down)
        driver.fire(.detailPause)
        #expect(driver.reports.count == 1)
    }

    @Test(
        "What is kept here is noted when the program starts without an API: the first rows at once, the next together")
    func neverOnline() throws {
        var driver = AppDriver(rows: 12, columns: 80)
        driver.recall(try people(40), hasMore: false)
        #expect(driver.reports.isEmpty)
        driver.loseLink()
        let rows = driver.names.count
        #expect(driver.reports == [.report(.offlineRead, of: nil, count: rows)])
        driver.press(.pageDown)
        driver.press(.pageDown)
        #expect(driver.reports.count == 1)
        driver.fire(.offlineReads)
        #expect(driver.reports.last == .report(.offlineRead, of: nil, count: 2 * rows))
        driver.press(.pageDown)
        driver.press(.character("q"))
        #expect(driver.reports.count == 3)
    }

    private func people(_ count: Int) throws -> [Customer] {
        try (0..<count).map { number in
            let text = String(100 + number)
            return Customer(
                id: .numbered(number + 1),
                details: try CustomerDetails(name: "Person \(text)", email: "p\(text)@example.com"),
                registrationDate: Timestamp(microseconds: 0), createdAt: Timestamp(microseconds: 0),
                updatedAt: Timestamp(microseconds: 0), version: 1, updatedBy: nil)
        }
    }

    @Test(
        "Somebody who looks on from another terminal sees nothing personal, until the person says so, and again when another comes"
    )
    func lookingOn() {
        var driver = loaded(rows: 10, columns: 120)
        driver.update(.terminalsAttached(1))
        #expect(!driver.isMasked)
        driver.update(.terminalsAttached(2))
        #expect(driver.isMasked && driver.status.contains("2 terminals show this tmux session"))
        #expect(driver.status.contains("m shows them"))
        driver.press(.character("m"))
        driver.update(.terminalsAttached(2))
        #expect(!driver.isMasked)
        driver.update(.terminalsAttached(3))
        #expect(driver.isMasked)
        driver.press(.character("m"))
        driver.update(.terminalsAttached(1))
        #expect(!driver.isMasked)
        driver.update(.terminalsAttached(2))
        #expect(driver.isMasked)
    }

    @Test("What cannot be noted is said, and keeps nobody from working")
    func notNoted() {
        var driver = loaded(rows: 10, columns: 120)
        driver.update(.notNoted(message: "It cannot be noted."))
        #expect(driver.status.contains("It cannot be noted."))
        driver.press(.down)
        #expect(!driver.status.contains("noted"))
    }

    @Test("That the terminal has come to the front is no key: nothing is closed, and the time without one goes on")
    func focus() {
        var driver = loaded(rows: 10, columns: 120)
        driver.press(.character("?"))
        let before = driver.text
        driver.update(.input(.focused))
        #expect(driver.text == before)
        driver.now = driver.now.advanced(bySeconds: 300)
        driver.press(.escape)
        driver.now = driver.now.advanced(bySeconds: 299)
        driver.update(.input(.focused))
        driver.now = driver.now.advanced(bySeconds: 1)
        driver.fire(.idle)
        #expect(driver.isMasked)
    }
}
