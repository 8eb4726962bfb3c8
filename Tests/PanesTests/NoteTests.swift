import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Writing a note")
struct NoteTests {
    private static func writing(_ text: String = "") -> AppDriver {
        var driver = loaded()
        driver.press(.character("N"))
        driver.type(text)
        return driver
    }

    private static var drafts: (AppDriver) -> [Draft] {
        { driver in
            driver.effects.compactMap { if case .background(.keepDraft(let draft)) = $0 { draft } else { nil } }
        }
    }

    @Test("It names whom it is on, counts, and Ctrl-S enters it; it is in the timeline at once, as waiting")
    func saves() throws {
        var driver = Self.writing("He called")
        #expect(driver.place == .note && driver.screen[1] == " Note · Anna Smith")
        let pauses = driver.fire(.notePause)
        #expect(pauses && driver.text.contains("9 of 2,000 characters"))
        driver.press(.enter)
        driver.type("again")
        driver.press(.control("s"))
        #expect(driver.changes == [.note(try NoteText("He called\nagain"))])
        #expect(driver.place == .list && driver.status.hasPrefix("Noted on Anna Smith"))
        driver.press(.character("h"))
        #expect(driver.body[0] == " ▸ just now       you         Note: He called again")
        #expect(driver.body[1].contains("waits"))
    }

    @Test("A key changes what is written and nothing else: the count follows when typing pauses")
    func counts() {
        var driver = Self.writing("He calle")
        let before = driver.screen
        driver.type("d")
        let changed = zip(before, driver.screen).filter { $0 != $1 }
        #expect(changed.map(\.1) == [" He called"])
        driver.fire(.notePause)
        #expect(driver.text.contains("9 of 2,000 characters"))
        driver.press(.control("u"))
        driver.fire(.notePause)
        #expect(driver.text.contains("0 of 2,000 characters"))
    }

    @Test("It works while the API is away, and says so")
    func offline() {
        var driver = loaded()
        driver.goOffline()
        driver.press(.character("N"))
        driver.type("x")
        driver.press(.function(2))
        #expect(driver.changes.map(\.kind) == [.note])
        #expect(driver.status == "Noted on Anna Smith; it is sent when the API is back.")
    }

    @Test("Once it is sent the timeline is asked for again")
    func sent() throws {
        var driver = Self.writing("x")
        driver.report(.online)
        driver.press(.control("s"), .character("h"))
        driver.answer(timeline: annasTimeline)
        driver.leave()
        let entry = try #require(driver.journal.entries.first)
        driver.happen(.ack(for: entry.sequence, version: nil))
        #expect(driver.calls == [.timeline(anna.id, TimelineQuery(), unlessTag: nil)])
        driver.answer(timeline: [sentNote] + annasTimeline)
        #expect(driver.body[0].contains("Note: x") && !driver.text.contains("waits"))
    }

    private let sentNote = entry(6, .note, version: 7, by: "me", secondsAgo: 0, note: "x")

    @Test("Pasted tabs become blanks, line breaks stay")
    func pastes() throws {
        var driver = Self.writing()
        driver.paste("a\tb\r\nc")
        driver.press(.control("s"))
        #expect(driver.changes == [.note(try NoteText("a b\nc"))])
    }

    @Test("How much of a paste there was no room for is said")
    func pastesTooMuch() {
        var driver = Self.writing()
        driver.paste(String(repeating: "x", count: 30_000))
        #expect(driver.status == "26,000 characters of what was pasted were left out: 4,000 are taken at most.")
        driver.paste("yz")
        #expect(driver.status == "2 characters of what was pasted were left out: 4,000 are taken at most.")
        driver.press(.backspace)
        driver.paste("y")
        #expect(driver.status == "")
    }

    @Test("An empty one, and one that is too long, are refused with what to do")
    func refused() {
        var driver = Self.writing()
        driver.press(.control("s"))
        #expect(driver.status == "Not saved: the note is required. Write something, or leave with Esc.")
        driver.paste(String(repeating: "é", count: 2_001))
        #expect(
            driver.text.contains("It must have 2,000 characters at most, not 2,001.")
                || driver.text.contains("2000 characters at most, not 2001"))
        driver.press(.control("s"))
        #expect(driver.status.contains("Correct it, or leave with Esc.") && driver.place == .note)
        #expect(driver.text.contains("leave with Esc."), "it goes on in the next line:\n\(driver.text)")
        #expect(driver.queueRequests.isEmpty)
        driver.press(.backspace, .control("s"))
        #expect(driver.changes.map(\.kind) == [.note])
    }

    @Test("Esc asks when something was written, and nothing when not")
    func leaves() {
        var driver = Self.writing()
        driver.press(.escape)
        #expect(driver.place == .list)
        driver = Self.writing("x")
        driver.press(.escape, .character("n"))
        #expect(driver.place == .note && driver.text.contains("x"))
        driver.press(.escape, .character("y"))
        #expect(driver.place == .list && driver.queueRequests.isEmpty)
        let draft = Self.drafts(driver).last
        #expect(draft?.note == "x" && draft.map { driver.effects.last == .dropDraft($0.id) } ?? false)
    }

    @Test("What was written is kept as a draft, offered at the next start, and dropped once it is saved")
    func draft() throws {
        let draft = try #require(Self.drafts(Self.writing("He called")).last)
        var driver = loaded()
        driver.update(.draftsFound([draft]))
        #expect(driver.text.contains("Go on with the unfinished note?") || driver.status.contains("unfinished note"))
        if driver.place != .overlay { driver.press(.character("N")) }
        driver.press(.character("y"))
        #expect(driver.place == .note && driver.text.contains("He called"))
        driver.press(.control("s"))
        #expect(driver.changes == [.note(try NoteText("He called"))])
        #expect(driver.effects.contains(.dropDraft(draft.id)))
    }

    @Test("Quitting over one asks first")
    func quits() {
        var driver = Self.writing("x")
        driver.press(.control("c"))
        #expect(driver.text.contains("Quit with an unfinished note?"))
    }

    @Test("The editor writes it, and its tabs become blanks")
    func editor() throws {
        var driver = Self.writing("x")
        driver.press(.alt("e"))
        let last: EditorRequest? = if case .terminal(.edit(let request))? = driver.effects.last { request } else { nil }
        let request = try #require(last, "\(driver.effects)")
        #expect(request.text == "x" && request.target.name == "note")
        driver.update(.edited(EditorResult(request, .written("a\tb\n\n"))))
        #expect(driver.status == "The note is from the editor; Ctrl-S saves it.")
        driver.press(.control("s"))
        #expect(driver.changes == [.note(try NoteText("a b"))])
    }

    @Test("What cannot be written to the disk is kept, and can be saved again")
    func notSaved() {
        var driver = Self.writing("x")
        driver.writesAtOnce = false
        driver.press(.control("s"))
        driver.failToWrite()
        #expect(driver.alarm.contains("NOT SAVED"))
        driver.writesAtOnce = true
        driver.press(.character("S"))
        #expect(driver.changes.map(\.kind) == [.note] && driver.alarm.isEmpty)
    }

    @Test("Who was deleted meanwhile gets none, and what was written can be copied")
    func deleted() {
        var driver = Self.writing("x")
        driver.update(.gone(anna.id))
        driver.press(.control("s"))
        #expect(driver.status.contains("Not saved: the customer is deleted.") && driver.place == .note)
        driver.press(.control("o"))
        #expect(driver.effects.last == .copy("x"))
    }
}
