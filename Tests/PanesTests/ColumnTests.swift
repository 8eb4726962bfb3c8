import Domain
import Screen
import Testing

@testable import Panes

@Suite("The columns of the list")
struct ColumnTests {
    /// A list with these columns.
    private func loaded(_ words: String..., columns: Int = 80) throws -> AppDriver {
        var driver = AppDriver(columns: columns)
        driver.choose(try ListColumns(words: words))
        driver.answer(page: [anna, bao, carla])
        return driver
    }

    private func headings(_ driver: AppDriver) -> [Substring] {
        driver.screen[2].prefix { $0 != "│" }.split(separator: " ").filter { $0 != "↑" }
    }

    @Test("They stand in the order in which they were chosen, and the name is always there")
    func chosen() throws {
        let driver = try loaded("by", "version", "changed", "registered", "id", columns: 90)
        #expect(headings(driver) == ["Name", "By", "Version", "Changed", "Since", "ID"])
        #expect(
            driver.screen[3].split(separator: " ", omittingEmptySubsequences: true)
                == ["▸", "Anna", "Smith", "kim", "7", "2", "h", "ago", "2024-03-01", "00000000"])
        #expect(headings(try loaded("phone", "name")) == ["Phone", "Name"])
    }

    @Test("Where there is no room for all, the last ones go, and the name never does", arguments: 10...260)
    func room(columns: Int) throws {
        let all = CustomerFact.allCases
        let layout = ColumnLayout(ListColumns(all), width: columns)
        #expect(layout.spans.map(\.fact) == Array(all.prefix(layout.spans.count)) && layout.spans[0].fact == .name)
        #expect(layout.spans.last.map { $0.columns.upperBound <= columns } ?? false)
        #expect(layout.spans.allSatisfy { $0.columns.count > 4 })
    }

    @Test("Address and words stand in one line, and what is masked stays so")
    func values() throws {
        var driver = try loaded("name", "address")
        #expect(driver.screen[3].hasSuffix("12 Main St, Springfield"))
        driver.press(.character("m"))
        #expect(driver.screen[3].hasSuffix("***"))
    }

    @Test("In the chooser Space shows and hides, J and K move, and Enter applies it until the program ends")
    func chooser() {
        var driver = PanesTests.loaded()
        driver.press(.character("C"))
        #expect(
            driver.screen[2...6].map { String($0.prefix(16)).trimmed } == [
                "Columns of the", "▸ [x] Name", "[x] Email", "[x] Phone", "[x] Company",
            ])
        driver.press(.down, .character(" "), .end, .character("K"), .character(" "))
        driver.press(.enter)
        #expect(headings(driver) == ["Name", "Phone", "Company", "ID"])
        #expect(driver.effects.isEmpty, "nothing is kept")
        driver.press(.character("C"), .end, .character("K"), .escape)
        #expect(headings(driver) == ["Name", "Phone", "Company", "ID"], "Escape changes nothing")
    }

    @Test("The name cannot be left out")
    func name() {
        var driver = PanesTests.loaded()
        driver.press(.character("C"), .character(" "))
        #expect(driver.status == "The name is always there.")
        driver.press(.enter)
        #expect(headings(driver).first == "Name")
    }

    @Test("s keeps them for good, and what the configuration says need not be kept")
    func saved() {
        var driver = PanesTests.loaded()
        driver.press(.character("C"), .down, .character("J"), .character("s"))
        #expect(driver.effects == [.background(.keepColumns(["name", "phone", "email", "company"]))])
        #expect(headings(driver) == ["Name", "Phone", "Email", "Company"])
        driver.clearEffects()
        driver.press(.character("C"), .character("d"), .character("s"))
        #expect(driver.effects == [.background(.keepColumns(nil))])
        #expect(headings(driver) == ["Name", "Email", "Phone"])
    }

    @Test("What was found is put in order as the directory is, and stays so while one types on")
    func orderOfFound() {
        var driver = PanesTests.loaded()
        driver.press(.character("/"))
        driver.type("smith")
        driver.press(.enter, .character("s"))
        #expect(driver.status.hasPrefix("Sorted by name, from the end.") && driver.names == [bao.name, anna.name])
        #expect(driver.text.contains("Name ↓"))
        driver.press(.character("/"), .backspace)
        #expect(driver.names == [bao.name, anna.name])
        driver.fire(.searchPause)
        driver.answer(page: [anna, bao])
        #expect(driver.names == [bao.name, anna.name] && driver.selected == bao.name)
    }

    @Test("The order of the last change has the latest first")
    func lastChange() {
        var driver = AppDriver()
        var (old, new) = (anna, bao)
        old.updatedAt = old.updatedAt.advanced(bySeconds: -60)
        new.updatedAt = new.updatedAt.advanced(bySeconds: 60)
        driver.answer(page: [old, new, carla])
        driver.press(.character("s"), .character("s"))
        #expect(driver.names == [bao.name, carla.name, anna.name])
        driver.press(.character("s"))
        #expect(driver.names == [anna.name, carla.name, bao.name])
    }
}
