import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("A list that lives")
struct LiveTests {
    private static let people = (1...60).map { Customer.named("P \(1_000 + $0)", $0) }

    /// All there is, followed, with the sixth row marked.
    private func following(columns: Int = 80, isUnicode: Bool = true) -> AppDriver {
        var driver = AppDriver(rows: 20, columns: columns, isUnicode: isUnicode)
        driver.answer(page: Self.people)
        driver.press(.down, .down, .down, .down, .down)
        driver.fire(.detailPause)
        driver.update(.followed(hasGap: false))
        driver.clearEffects()
        return driver
    }

    private func line(_ name: String, in driver: AppDriver) -> String? {
        driver.screen.first { $0.contains(name) }
    }

    @Test("A row that others have changed shows it where it is, marked for three seconds", arguments: [true, false])
    func changed(isUnicode: Bool) {
        var driver = following(isUnicode: isUnicode)
        let (marked, row, status) = (driver.selected, driver.selectedRow, driver.status)
        driver.update(.changed([.changed(Self.people[2].changed(.phone, to: "+1 555 0177"))]))
        let glyph = isUnicode ? "◆" : "*"
        #expect(line("P 1003", in: driver)?.contains("+1 555 0177") == true)
        #expect(line("P 1003", in: driver)?.contains(glyph) == true)
        #expect(line("P 1004", in: driver)?.contains(glyph) == false)
        #expect(driver.selected == marked && driver.selectedRow == row && driver.status == status)
        #expect(driver.timers[.recentChange] == 3_000)
        driver.now = driver.now.advanced(bySeconds: 1)
        driver.update(.changed([.changed(Self.people[8].changed(.phone, to: "+1 555 0178"))]))
        driver.now = driver.now.advanced(bySeconds: 2)
        driver.fire(.recentChange)
        #expect(line("P 1003", in: driver)?.contains(glyph) == false)
        #expect(line("P 1009", in: driver)?.contains(glyph) == true)
        #expect(driver.timers[.recentChange] == 1_000)
        driver.now = driver.now.advanced(bySeconds: 1)
        driver.fire(.recentChange)
        #expect(line("P 1009", in: driver)?.contains(glyph) == false && driver.timers[.recentChange] == nil)
    }

    @Test("Who sorts elsewhere goes there while the marked row stays on its line")
    func moves() {
        var driver = following()
        driver.press(.pageDown)
        let (marked, row) = (driver.selected, driver.selectedRow)
        driver.update(.changed([.changed(Self.people[0].changed(.name, to: "P 1050 b"))]))
        #expect(driver.allNames.firstIndex(of: "P 1050 b") == 49)
        #expect(driver.selected == marked && driver.selectedRow == row)
    }

    @Test("A move that would shift the marked row waits for the next key")
    func waits() {
        var driver = following()
        let row = driver.selectedRow
        driver.update(.changed([.changed(Self.people[0].changed(.name, to: "P 1050 b"))]))
        #expect(driver.names.first == "P 1050 b" && driver.selected == "P 1006" && driver.selectedRow == row)
        driver.update(.changed([.changed(Self.people[1].changed(.name, to: "P 1050 c"))]))
        #expect(Array(driver.names.prefix(2)) == ["P 1050 b", "P 1050 c"] && driver.selectedRow == row)
        driver.press(.down)
        #expect(driver.selected == "P 1007")
        #expect(Array(driver.allNames.prefix(2)) == ["P 1003", "P 1004"])
        #expect(Array(driver.allNames[47...50]) == ["P 1050", "P 1050 b", "P 1050 c", "P 1051"])
    }

    @Test(
        "Down goes on from where a row stands whom others have renamed, wherever that name belongs", arguments: [5, 30])
    func renamedUnderSelection(index: Int) {
        var driver = following()
        for _ in 5..<index { driver.press(.down) }
        driver.fire(.detailPause)
        let (names, row) = (driver.names, driver.selectedRow)
        driver.update(.changed([.changed(Self.people[index].changed(.name, to: "P 1050 b"))]))
        #expect(driver.selected == "P 1050 b" && driver.selectedRow == row)
        #expect(driver.names == names.map { $0 == Self.people[index].name ? "P 1050 b" : $0 })
        driver.press(.character("m"))
        #expect(driver.selected == "P 1050 b" && driver.selectedRow == row, "a key that moves nothing")
        driver.press(.down)
        #expect(driver.selected == Self.people[index + 1].name)
        #expect(driver.allNames.firstIndex(of: "P 1050 b") == 49)
        driver.update(.changed([.changed(Self.people[index + 1].changed(.phone, to: "+1 555 0166"))]))
        driver.update(.changed([.changed(Self.people[index + 5].changed(.name, to: "P 1052 b"))]))
        #expect(driver.allNames.firstIndex(of: "P 1052 b") == 51, "what keeps its place holds nobody up")
    }

    @Test("Somebody new has a row where they belong, and the marked one stays on its line")
    func new() {
        var driver = following()
        let row = driver.selectedRow
        driver.update(.changed([.changed(.named("P 1002 b", 900))]))
        #expect(driver.allNames.firstIndex(of: "P 1002 b") == 2 && driver.allNames.count == 61)
        #expect(driver.selected == "P 1006" && driver.selectedRow == row)
        #expect(driver.screen[0].contains("61 customers"))
    }

    @Test("Somebody who is deleted stays, as deleted, until the next key", arguments: [2, 5])
    func deleted(index: Int) {
        var driver = following()
        let (person, row) = (Self.people[index], driver.selectedRow)
        driver.update(.changed([.deleted(Tombstone(id: person.id, deletedAt: driver.now, version: 2))]))
        #expect(line(person.name, in: driver)?.contains(" D") == true)
        #expect(driver.selected == "P 1006" && driver.selectedRow == row)
        #expect(driver.screen[0].contains("59 customers"))
        #expect(driver.status == (index == 5 ? "P 1006 was deleted by someone else." : ""))
        driver.press(.down)
        #expect(!driver.allNames.contains(person.name) && driver.selected == "P 1007")
    }

    @Test("An older tombstone, and one of a deletion of one's own, say nothing")
    func ownDeletion() {
        var driver = following()
        driver.update(.changed([.deleted(Tombstone(id: Self.people[2].id, deletedAt: driver.now, version: 0))]))
        #expect(line("P 1003", in: driver)?.contains(" D") == false)
        driver.enter(Self.people[5].id, .delete(base: Self.people[5].details, version: 1))
        driver.leave()
        driver.update(.changed([.deleted(Tombstone(id: Self.people[5].id, deletedAt: driver.now, version: 2))]))
        #expect(!driver.status.contains("someone else"))
    }

    @Test("Details show at once what others have changed, and say who", arguments: [80, 160])
    func details(columns: Int) {
        var driver = following(columns: columns)
        if columns == 80 {
            driver.press(.enter)
            driver.answer(.success(.notModified(version: 1)))
        }
        driver.update(.changed([.changed(Self.people[5].changed(.phone, to: "+1 555 0188", by: "kim"))]))
        #expect(driver.text.contains("+1 555 0188"))
        #expect(driver.status == "Changed meanwhile by kim: phone.")
        #expect(driver.text.contains("by kim"))
    }

    @Test("An open form keeps what was typed, takes the rest, and says that it was changed meanwhile")
    func form() {
        var driver = following()
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 1)))
        driver.type(" junior")
        driver.update(.changed([.changed(Self.people[5].changed(.phone, to: "+1 555 0199", by: "kim"))]))
        #expect(driver.place == .form && driver.focusedField == .name)
        #expect(driver.text.contains("P 1006 junior") && driver.text.contains("+1 555 0199"))
        #expect(driver.status == "Changed by kim meanwhile. Check the form, then save.")
    }

    @Test("An edit of one's own that the feed tells of before its answer comes is nobody else's")
    func ownEdit() {
        var driver = following()
        let (old, new) = (Self.people[5], Self.people[5].changed(.phone, to: "+1 555 0111"))
        let edit = CustomerEdit([.phone: FieldChange(from: old.phone, to: new.phone)])
        driver.enter(old.id, .edit(edit, version: old.version))
        driver.leave()
        driver.update(.changed([.changed(new)]))
        #expect(driver.status == "" && line("P 1006", in: driver)?.contains("◆") == false)
        driver.acknowledge(new)
        driver.update(.changed([.changed(new)]))
        #expect(line("P 1006", in: driver)?.contains("◆") == false)
        #expect(!driver.status.contains("meanwhile"))
    }

    @Test("What is followed has no age, and no key asks for it again; what the feed has missed is asked for once")
    func age() {
        var driver = following()
        driver.now = driver.now.advanced(bySeconds: 300)
        driver.update(.followed(hasGap: false))
        driver.rest(seconds: 29)
        driver.press(.insert)
        #expect(driver.calls.isEmpty && !driver.screen[0].contains("as of"))
        driver.rest(seconds: 31)
        driver.press(.insert)
        #expect(driver.calls == [.list(ListQuery(limit: 200))])
        driver.answer(page: Self.people)
        driver.update(.followed(hasGap: true))
        #expect(driver.calls == [.list(ListQuery(limit: 200))])
        driver.answer(page: Self.people)
        driver.goOffline()
        driver.rest(seconds: 90)
        #expect(driver.screen[0].contains("as of 1 min ago") || driver.screen[0].contains("as of 2 min ago"))
    }

    @Test("An API that is asked again and again is asked rarely while nobody is at the keys")
    func rests() {
        var driver = following()
        driver.now = driver.now.advanced(bySeconds: 301)
        driver.fire(.idle)
        #expect(driver.effects.contains(.background(.rest(true))))
        driver.clearEffects()
        driver.press(.down)
        #expect(driver.effects.contains(.background(.rest(false))))
    }
}
