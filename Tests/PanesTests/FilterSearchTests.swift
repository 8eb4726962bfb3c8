import Domain
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Filters as one types")
struct FilterSearchTests {
    private func searching(_ text: String) -> AppDriver {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type(text)
        return driver
    }

    @Test("Who is here and fits is shown at once, and the server is asked with moments for days")
    func finds() {
        var driver = searching("name:smith -name:anna")
        #expect(driver.names == [bao.name])
        driver.type(" registered:2024-03")
        #expect(driver.names == [bao.name])
        driver.fire(.searchPause)
        let sent = "name:smith -name:anna registered:2024-03-01T00:00:00.000Z..2024-04-01T00:00:00.000Z"
        #expect(driver.calls == [.list(ListQuery(limit: 200, search: sent))])
        driver.answer(page: [bao])
        #expect(driver.names == [bao.name] && driver.status == "1 found")
    }

    @Test("What makes no sense is said with its place; what was found stays, and the server is not asked")
    func fault() {
        var driver = searching("smith ")
        let found = driver.names
        driver.paste("changed:soon")
        #expect(driver.names == found)
        #expect(driver.status.contains("changed: needs a date") && driver.status.contains("character 15"))
        #expect(driver.timers[.searchPause] == nil)
        for _ in 0..<4 { driver.press(.backspace) }
        driver.type("2026")
        #expect(!driver.status.contains("needs"))
        #expect(driver.timers[.searchPause] != nil)
    }

    @Test(
        "With an error in the line, or nobody found, Enter and Tab stay in it: no key acts on whom it does not name",
        arguments: ["smith changed:soon", "has:namep", "nobodyatall"])
    func staysInLine(text: String) {
        var driver = searching("smith ")
        driver.press(.control("u"))
        driver.type(text)
        driver.fire(.searchPause)
        if !text.contains(":") { driver.answer(page: []) }
        driver.press(.enter, .tab)
        #expect(driver.place == .search)
        driver.type("n")
        #expect(driver.screen[1] == " /\(text)n" && driver.place == .search, "no form of a new customer")
        driver.press(.control("u"))
        driver.type("smith")
        driver.press(.enter)
        #expect(driver.place != .search)
    }

    @Test("Brackets are said not to group, and what was found stays")
    func brackets() {
        var driver = searching("smith ")
        let found = driver.names
        driver.paste("(name:anna OR name:bao)")
        #expect(driver.names == found)
        #expect(driver.status.contains("no brackets"), "\(driver.status)")
    }

    @Test("While a field waits for its value, nobody is said to be missing")
    func waiting() {
        let driver = searching("name:")
        #expect(driver.status.contains("name: needs a word"))
        #expect(!driver.text.contains("No matches"))
    }

    @Test("A word that looks like a field is explained where nobody is found")
    func hint() {
        var driver = searching("nmae:smith")
        driver.fire(.searchPause)
        driver.answer(page: [])
        #expect(driver.text.contains("Did you mean name:?"))
    }

    @Test("Where a server's words do not look into addresses, the filter that does is named", arguments: [true, false])
    func address(looks: Bool) {
        var driver = searching("main street 12")
        driver.update(.capabilitiesKnown(looks ? [.addressSearch] : []))
        driver.fire(.searchPause)
        driver.answer(page: [])
        #expect(driver.text.contains("No matches."))
        for part in ["address:main", "address:street", "address:12"] {
            #expect(driver.text.contains(part) != looks, "\(driver.text)")
        }
    }

    @Test("Words look into the addresses of who is loaded, and are underlined there")
    func wordsOfAddresses() {
        var driver = AppDriver()
        let ilse = Customer.named("Ilse Quartier", 8, address: "Hauptstraße 12\n10969 Berlin")
        driver.answer(page: [ilse, .named("Otto Haupt", 9)])
        driver.press(.character("/"))
        driver.type("haupt")
        #expect(driver.names == ["Ilse Quartier", "Otto Haupt"])
        driver.type("str 10969")
        #expect(driver.names == ["Ilse Quartier"])
    }

    @Test("Where nobody has a name and the end of a number among their words, the filter that finds by both is named")
    func endOfNumber() {
        var driver = searching("gates 0100")
        driver.update(.capabilitiesKnown([]))
        driver.fire(.searchPause)
        driver.answer(page: [])
        for part in ["No matches.", "By number:", "phone:0100", "in addresses:"] {
            #expect(driver.text.contains(part), "\(driver.text)")
        }
    }

    @Test("AND between words is explained where nobody is found")
    func operators() {
        var driver = searching("anna AND smith")
        driver.fire(.searchPause)
        driver.answer(page: [])
        #expect(driver.text.contains("AND is not needed"))
    }

    @Test("Tab completes a field, and leads to the list where there is nothing to complete")
    func completion() {
        var driver = searching("has:ph")
        driver.press(.tab)
        #expect(driver.screen[1] == " /has:phone")
        driver.press(.tab)
        driver.type("j")
        #expect(driver.screen[1] == " /has:phone")
    }

    @Test("After twenty pages without anybody the person is asked, and Enter goes on")
    func fruitless() {
        var driver = searching("address:nowhere")
        driver.fire(.searchPause)
        for number in 1...20 {
            let next = ListQuery(limit: 200, search: "address:nowhere", cursor: "c\(number)")
            driver.answer(page: [], next: next)
        }
        #expect(driver.status.contains("Enter goes on"))
        let asked = driver.calls.count
        driver.press(.enter)
        #expect(driver.calls.count == asked + 1)
        driver.answer(page: [])
        #expect(driver.text.contains("No matches."))
    }
}
