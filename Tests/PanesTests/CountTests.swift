import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Numbers before a movement, and keys that mean nothing")
struct CountTests {
    private func crowd(rows: Int = 24) -> AppDriver {
        var driver = AppDriver(rows: rows)
        driver.answer(page: (1...40).map { .named("Person \($0 < 10 ? "0" : "")\($0)", $0) })
        return driver
    }

    private func typing(_ keys: String, in driver: AppDriver? = nil) -> AppDriver {
        var driver = driver ?? crowd()
        driver.type(keys)
        return driver
    }

    // MARK: Movements

    @Test(
        "A number says how far to go, and to which row",
        arguments: [
            ("5j", 6), ("10G", 10), ("3g", 3), ("12jk", 12), ("20j7k", 14), ("99j", 40), ("9999999j", 40), ("0j", 2),
            ("99999999999999999999j", 40), ("40G5k", 35), ("1G", 1), ("jj1G", 1), ("500G", 40),
        ])
    func list(_ keys: String, _ row: Int) {
        let driver = typing(keys)
        #expect(driver.selected == "Person \(row < 10 ? "0" : "")\(row)")
        #expect(!driver.status.contains("before a movement"))
    }

    @Test("In the details a number says how many customers further")
    func customers() {
        var driver = crowd()
        driver.press(.enter)
        driver = typing("5J", in: driver)
        #expect(driver.place == .detail && driver.text.contains("Person 06"), "\(driver.text)")
        #expect(typing("3K", in: driver).text.contains("Person 03"))
    }

    @Test("Pages and halves of them are counted, too")
    func pages() {
        var driver = typing("2", in: crowd(rows: 15))
        driver.press(.pageDown)
        var twice = crowd(rows: 15)
        twice.press(.pageDown, .pageDown)
        #expect(driver.selected == twice.selected && driver.selected != "Person 01")
        driver = typing("3", in: crowd(rows: 15))
        driver.press(.control("d"))
        twice = crowd(rows: 15)
        twice.press(.control("d"), .control("d"), .control("d"))
        #expect(driver.selected == twice.selected)
    }

    @Test("The number is in the status line while it is typed, and Escape drops it and nothing else")
    func shown() {
        var driver = typing("12")
        #expect(driver.status == "12, before a movement; Esc drops it")
        driver.press(.escape)
        #expect(driver.status == "")
        driver.type("j")
        #expect(driver.selected == "Person 02")
        driver = loaded()
        driver.press(.enter)
        driver.type("3")
        driver.press(.escape)
        #expect(driver.place == .detail)
        driver.press(.escape)
        #expect(driver.place == .list)
    }

    @Test("A row behind those that are loaded is not reached, and that is said")
    func notLoaded() {
        var driver = AppDriver()
        driver.answer(page: [anna, bao], next: .init(limit: 200, cursor: "1"))
        driver.type("90G")
        #expect(driver.selected == bao.name && driver.status.contains("more follow"))
    }

    @Test("A number before any other key is dropped, and the key does what it does")
    func otherKeys() {
        var driver = typing("5")
        driver.press(.character("e"))
        #expect(driver.place == .form)
        driver = typing("5")
        driver.press(.character("m"))
        driver.type("j")
        #expect(driver.selected == "Person 02")
        driver = typing("7")
        driver.paste("Person 09")
        #expect(!driver.status.contains("before a movement"))
    }

    @Test("In the details it counts fields, in the queue edits; where text is typed digits are text")
    func elsewhere() throws {
        var driver = loaded()
        driver.press(.enter)
        driver.type("2j")
        #expect(driver.selectedLine.contains("Phone"))
        driver.type("1G")
        #expect(driver.selectedLine.contains("Name"))
        driver.type("99j")
        #expect(driver.selectedLine.contains("ID"))
        driver.type("3g")
        #expect(driver.selectedLine.contains("Phone"))
        driver = loaded()
        driver.press(.character("/"))
        driver.type("5j")
        #expect(driver.screen[1] == " /5j")
        driver = try waiting()
        driver.type("Q2j")
        #expect(driver.selectedLine.contains("Carla"))
        driver.type("2G")
        #expect(driver.selectedLine.contains("Bao"))
    }

    /// Edits of three customers under way.
    private func waiting() throws -> AppDriver {
        var driver = loaded()
        for customer in [anna, bao, carla] {
            driver.enter(customer.id, .edit(customer.edit(.company, to: "Acme"), version: customer.version))
        }
        return driver
    }

    // MARK: Keys that mean nothing

    @Test(
        "A key without a meaning says which one shows all, and moves nothing",
        arguments: [
            (Key.character("Z"), "Z does nothing here; ? lists the keys."),
            (.character("é"), "é does nothing here; ? lists the keys."),
            (.control("x"), "Ctrl-X does nothing here; ? lists the keys."),
            (.function(9), "F9 does nothing here; ? lists the keys."),
            (.character("0"), "0 does nothing here; ? lists the keys."),
        ])
    func unknown(_ key: Key, _ message: String) {
        for place: [Key] in [[], [.enter], [.character("Q")]] {
            var driver = crowd()
            driver.press(.down)
            for key in place { driver.press(key) }
            var before = driver
            driver.press(key)
            #expect(driver.status == message)
            before.press(.control("l"))
            driver.press(.control("l"))
            #expect(driver.text == before.text)
        }
    }

    @Test("Where text is typed the message names the key that works there")
    func unknownInText() {
        var driver = crowd()
        driver.press(.character("e"), .control("x"))
        #expect(driver.status == "Ctrl-X does nothing here; F1 lists the keys.")
        driver.type("x")
        #expect(driver.status == "" && driver.typed(.name) == "Person 01x")
        driver.press(.control("w"))
        #expect(!driver.status.contains("does nothing here"), "it edits the text")
    }

    @Test("A key that has answered a question has done something, also where it means nothing below")
    func answers() {
        var driver = crowd()
        driver.press(.character("e"), .character("x"), .escape, .character("y"))
        #expect(driver.status == "" && driver.place != .form, "\(driver.text)")
        driver.press(.character("N"), .character("x"), .escape, .character("y"))
        #expect(driver.status == "" && driver.place != .note, "\(driver.text)")
    }

    @Test("What is left of an escape sequence says nothing, nor do keys that only some terminals have")
    func stray() {
        for key: Key in [.alt("["), .alt("O"), .insert, .wordLeft, .delete, .backTab] {
            var driver = crowd()
            driver.press(key)
            #expect(!driver.status.contains("does nothing here"), "\(key)")
        }
    }
}
