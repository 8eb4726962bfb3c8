import Domain
import Screen
import Testing
import Wire

@testable import Panes

@Suite("What is similar, where a search finds nobody")
struct SimilarTests {
    /// Somebody types what finds nobody, and the server says so.
    private func searching(_ typed: String = "smiht", rows: Int = 24) -> AppDriver {
        var driver = loaded(rows: rows)
        while !driver.recalls.isEmpty { driver.recall([]) }
        driver.press(.character("/"))
        driver.type(typed)
        while !driver.recalls.isEmpty { driver.recall([]) }
        driver.fire(.searchPause)
        driver.answer(page: [])
        return driver
    }

    @Test("Once keys have paused the server is asked, and its answer is shown as what it is")
    func ask() {
        var driver = searching()
        #expect(driver.names == ["No matches."] && driver.calls.isEmpty)
        #expect(driver.timers[.similarPause] == 600)
        driver.fire(.similarPause)
        #expect(driver.calls == [.similar("smiht")])
        driver.answer(page: [anna, bao])
        #expect(driver.names == [anna.name, bao.name])
        #expect(driver.status == "No matches for “smiht”; 2 similar")
        #expect(driver.screen[1].hasPrefix(" /smiht") && driver.screen[1].hasSuffix("no matches; similar:"))
    }

    @Test("Who is looked for by the name alone is looked for among similar names, too")
    func ofName() {
        var driver = searching("name:smiht")
        driver.fire(.similarPause)
        #expect(driver.calls == [.similar("smiht")])
        driver.answer(page: [anna])
        #expect(driver.status == "No matches for “name:smiht”; 1 similar")
        driver = searching("name:smiht has:phone")
        #expect(driver.timers[.similarPause] == nil)
    }

    @Test("What is looked for otherwise than it may be meant is said where rows are shown, too")
    func hint() {
        var driver = searching("smiht OR")
        driver.fire(.similarPause)
        driver.answer(page: [anna, bao])
        #expect(
            driver.status.hasPrefix("No matches for “smiht OR”; 2 similar. OR has nothing on one side"),
            "\(driver.text)")
    }

    @Test("Keys act on the similar customer that is marked")
    func open() {
        var driver = searching()
        driver.fire(.similarPause)
        driver.answer(page: [anna, bao])
        driver.press(.down)
        #expect(driver.selected == bao.name)
        driver.update(.served(bao.changed(.phone, to: "12345")))
        #expect(driver.names == [anna.name, bao.name], "a change takes nobody's row")
    }

    @Test("While somebody is found nothing similar is asked for")
    func notWhenFound() {
        var found = loaded()
        found.press(.character("/"))
        found.type("smith")
        found.fire(.searchPause)
        found.answer(page: [anna, bao])
        found.fire(.similarPause)
        #expect(found.calls.isEmpty && found.status == "2 found")
    }

    @Test("When the server's answer comes after the pause, it is asked then")
    func lateAnswer() {
        var driver = loaded()
        while !driver.recalls.isEmpty { driver.recall([]) }
        driver.press(.character("/"))
        driver.type("smiht")
        driver.fire(.searchPause)
        driver.fire(.similarPause)
        #expect(driver.calls == [.list(ListQuery(limit: 200, search: "smiht"))])
        driver.answer(page: [])
        #expect(driver.calls == [.similar("smiht")])
    }

    @Test("Typing on gives it up")
    func typeOn() {
        var driver = searching()
        driver.fire(.similarPause)
        driver.type("x")
        driver.answer(page: [anna])
        #expect(!driver.text.contains("Anna") && !driver.status.contains("similar"))
    }

    @Test("A server that does not look for it is named")
    func unavailable() {
        var driver = searching()
        driver.fire(.similarPause)
        driver.refuse(Problem(.notFound, "There is no resource at this path."))
        #expect(driver.names == ["No matches."])
        #expect(driver.status == "No matches, and this API does not look for similar names.")
    }

    @Test("Where nothing is similar either, there are no matches")
    func nothing() {
        var driver = searching()
        driver.fire(.similarPause)
        driver.answer(page: [])
        #expect(driver.names == ["No matches."] && driver.status == "0 found")
    }

    @Test("Where the whole directory is here, this machine is asked, with the API or without")
    func local() throws {
        var driver = loaded()
        while !driver.recalls.isEmpty { driver.recall([]) }
        driver.update(.replicaChanged(.whole(2)))
        driver.press(.character("/"))
        driver.type("smiht")
        while !driver.recalls.isEmpty { driver.recall([], total: 0) }
        driver.fire(.searchPause)
        driver.loseLink()
        driver.fire(.similarPause)
        let term = try #require(SimilarTerm("smiht"))
        let query = LocalQuery(subject: .similar(term), after: nil, limit: SimilarTerm.maximumCustomers)
        #expect(driver.recalls.map(\.query) == [query])
        driver.recall([anna])
        #expect(driver.names == [anna.name])
        #expect(driver.screen[1].hasSuffix("no matches; similar:"))
    }

    @Test("Numbers and ids have nothing similar")
    func numbers() {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("0891234567")
        #expect(driver.timers[.similarPause] == nil)
    }
}
