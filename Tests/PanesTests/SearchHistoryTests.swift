import Domain
import Screen
import Testing

@testable import Panes

@Suite("Searches are remembered")
struct SearchHistoryTests {
    private func searched(_ terms: String..., keeping: Bool = false) -> AppDriver {
        var driver = AppDriver(keepsSearches: keeping)
        driver.answer(page: [anna, bao, carla])
        for term in terms {
            driver.press(.character("/"))
            driver.type(term)
            driver.press(.escape)
        }
        return driver
    }

    private func line(_ driver: AppDriver) -> String { driver.screen[1] }

    @Test("In an empty line Up calls them up, the newest first, and Down leads back to the empty line")
    func recalling() {
        var driver = searched("anna", "smith", "anna")
        driver.press(.character("/"), .up)
        #expect(line(driver) == " /anna" && driver.names == [anna.name])
        driver.press(.up)
        #expect(line(driver) == " /smith" && driver.names == [anna.name, bao.name])
        driver.press(.up)
        #expect(line(driver) == " /smith", "each is there once")
        driver.press(.down, .down)
        #expect(line(driver) == " /")
        driver.press(.down)
        #expect(driver.selected == bao.name, "behind the newest the key moves among the rows again")
    }

    @Test("Once something is typed the keys move among what was found")
    func typing() {
        var driver = searched("anna")
        driver.press(.character("/"))
        driver.type("s")
        driver.press(.down, .up)
        #expect(line(driver) == " /s" && driver.selected == anna.name)
        driver.press(.backspace, .up, .backspace, .up)
        #expect(line(driver) == " /ann", "what was called up and changed is typed")
    }

    @Test("They are kept on disk only where that was asked for")
    func kept() {
        #expect(searched("anna", "bao").effects.isEmpty)
        let kept = searched("anna", "bao", keeping: true).effects
        #expect(kept == [.background(.keepSearches(["anna"])), .background(.keepSearches(["anna", "bao"]))])
    }

    @Test("Those of earlier sessions are there, without what no search can be")
    func earlier() {
        let history = SearchHistory(["anna", "", String(repeating: "a", count: 400), "bao\u{1B}[", "anna"])
        #expect(history.terms == ["bao[", "anna"])
        #expect(SearchHistory((0..<500).map(String.init)).terms.count == SearchHistory.maximum)
    }

    @Test("Enter opens the only hit at once; of several it goes to the list, and so while more may be found")
    func oneHit() {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("carla")
        driver.fire(.searchPause)
        driver.answer(page: [carla])
        driver.press(.enter)
        #expect(driver.place == .detail && driver.text.contains("Version"))
        driver.press(.escape)
        #expect(driver.place == .list && driver.names == [carla.name])
        driver = loaded()
        driver.press(.character("/"))
        driver.type("carla")
        driver.press(.enter)
        #expect(driver.place == .list, "the server may find others")
    }
}
