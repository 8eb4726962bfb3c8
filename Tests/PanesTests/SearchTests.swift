import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Search as one types")
struct SearchTests {
    @Test("What is here is shown with the first character, without asking the server")
    func local() {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("b")
        #expect(driver.names == [bao.name])
        #expect(driver.timers[.searchPause] == nil)
        #expect(driver.screen[1] == " /b")
    }

    @Test("Marks alone find nobody: neither is everybody shown nor the server asked", arguments: ["-", "&&"])
    func marksAlone(typed: String) {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type(typed)
        #expect(driver.names == ["No matches."] && driver.status == "0 found")
        #expect(driver.timers[.searchPause] == nil && driver.calls.isEmpty)
    }

    @Test("From two characters on the server is asked when typing pauses")
    func server() {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("smi")
        #expect(driver.names == [anna.name, bao.name])
        #expect(driver.timers[.searchPause] == 150)
        #expect(driver.calls.isEmpty)
        driver.fire(.searchPause)
        #expect(driver.calls == [.list(ListQuery(limit: 200, search: "smi"))])
        #expect(driver.status.contains("2 found, asking the server"))
        let zoe = Customer.named("Zoë Smithers", 9)
        driver.answer(page: [zoe, anna, bao])
        #expect(driver.names == [anna.name, bao.name, zoe.name])
        #expect(driver.status == "3 found")
    }

    @Test("While one types, there is no \"No matches.\" before the server was asked")
    func nobodyYet() {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("zo")
        #expect(driver.text.contains("Searching…") && !driver.text.contains("No matches."))
        #expect(driver.status.contains("asking the server"))
        driver.fire(.searchPause)
        driver.press(.backspace)
        #expect(driver.text.contains("No matches."), "so short a term is looked for here alone")
        #expect(!driver.status.contains("asking the server"))
    }

    @Test("The selection stays on its customer when the server's answer comes")
    func noJump() {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("smi")
        driver.press(.down)
        #expect(driver.selected == bao.name)
        driver.fire(.searchPause)
        driver.answer(page: [.named("Aaron Smith", 9), anna, .named("Arno Smith", 10), bao])
        #expect(driver.selected == bao.name)
    }

    @Test("An answer to an earlier term is not awaited any more")
    func stale() {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("sm")
        driver.fire(.searchPause)
        #expect(driver.calls.count == 1)
        driver.type("i")
        #expect(driver.calls.isEmpty)
    }

    @Test("A customer the server no longer lists goes")
    func gone() {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("smi")
        driver.fire(.searchPause)
        driver.answer(page: [anna])
        #expect(driver.names == [anna.name])
    }

    @Test("A change to the customer selected or opened in the list does not put them among the matches")
    func changedBelow() {
        let newer = anna.changed(.phone, to: "+1 555 0199")
        for keys: [Key] in [[.character("/")], [.enter, .character("/")]] {
            var driver = loaded()
            for key in keys { driver.press(key) }
            driver.type("bao")
            driver.update(.served(newer))
            #expect(driver.names == [bao.name] && driver.selected == bao.name)
            driver.enter(anna.id, .edit(newer.edit(.phone, to: "+1 555 0198"), version: 8))
            #expect(driver.names == [bao.name] && driver.selected == bao.name)
            driver.press(.control("u"))
            driver.type("z")
            driver.acknowledge(newer.changed(.phone, to: "+1 555 0198"))
            #expect(driver.text.contains("No matches.") && driver.selected == "")
        }
    }

    @Test("A match that is renamed stays while it is selected, and goes with the next change after that")
    func renamed() {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("smith")
        driver.press(.down)
        let renamed = bao.changed(.name, to: "Bao Jones").changed(.email, to: "bao@example.net")
        driver.update(.served(renamed))
        #expect(driver.names == [anna.name, "Bao Jones"] && driver.selected == "Bao Jones")
        driver.press(.up)
        driver.update(.served(renamed.changed(.phone, to: "+1 555 0199")))
        #expect(driver.names == [anna.name])
    }

    @Test("An empty page with a next one is not the end")
    func emptyPage() {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("zz")
        driver.fire(.searchPause)
        driver.answer(page: [], next: ListQuery(limit: 200, search: "zz", cursor: "c2"))
        #expect(driver.calls == [.list(ListQuery(limit: 200, search: "zz", cursor: "c2"))])
        #expect(driver.text.contains("Searching…"))
        driver.answer(page: [])
        #expect(driver.text.contains("No matches."))
    }

    @Test("Enter goes to the list, Escape ends the search and brings everybody back")
    func leaving() {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("smith")
        driver.press(.enter)
        #expect(driver.place == .list)
        driver.press(.character("j"))
        #expect(driver.selected == bao.name)
        driver.press(.escape)
        #expect(driver.names == [anna.name, bao.name, carla.name])
        #expect(driver.screen[1] == "")
    }

    @Test("The end of a phone number finds its owner")
    func phone() {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("0100")
        #expect(driver.names == [anna.name, carla.name])
    }

    @Test("Of the head of a mail the sender's line is searched for, which is said", arguments: [true, false])
    func pastedHead(inSearch: Bool) {
        var driver = loaded()
        if inSearch { driver.press(.character("/")) }
        driver.paste("Subject: Your order\nFrom: Carla <carla.jones@example.com>\nTo: desk@example.com\n")
        #expect(driver.screen[1].hasPrefix(" /From: Carla <carla.jones@example.com>"), "\(driver.text)")
        #expect(driver.status.contains("Of the pasted lines the one with the address is searched for."))
        #expect(driver.names == ["Carla Jones"])
    }

    @Test("A short line pasted into the list is searched for; anything else does nothing")
    func paste() {
        var driver = loaded()
        driver.paste("carla.jones@example.com\n")
        #expect(driver.place == .search)
        #expect(driver.names == [carla.name])
        driver = loaded()
        for text in ["qDn\ny", String(repeating: "D", count: 10_240), "", "\u{07}\u{1B}"] {
            driver.paste(text)
            #expect(driver.place == .list)
            #expect(driver.screen[1] == "")
            #expect(driver.effects.isEmpty && driver.calls.isEmpty)
        }
    }

    @Test("Two cells of a table are one line, and what no terminal shows is left out", arguments: [true, false])
    func pasteOfCells(inSearch: Bool) {
        var driver = loaded()
        if inSearch { driver.press(.character("/")) }
        driver.paste("Carla\tJones\u{07}\u{1B}\n")
        #expect(driver.place == .search && driver.screen[1].hasPrefix(" /Carla Jones"), "\(driver.text)")
        #expect(driver.names == [carla.name])
    }

    @Test("Offline the search goes on among what is here")
    func offline() {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("smi")
        driver.fire(.searchPause)
        driver.loseLink()
        #expect(driver.names == [anna.name, bao.name])
        #expect(driver.status == "The API cannot be reached.")
    }
}
