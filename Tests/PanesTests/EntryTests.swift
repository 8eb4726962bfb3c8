import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("One entry of a timeline as a whole")
struct EntryTests {
    private static func opened(_ steps: Int, rows: Int = 24) -> AppDriver {
        var driver = AppDriver.telling(rows: rows)
        for _ in 0..<steps { driver.press(.down) }
        driver.press(.enter)
        return driver
    }

    @Test("Shows every value before and after, who made it so, when and by which program")
    func whole() {
        let driver = Self.opened(0)
        #expect(driver.place == .entry && driver.screen[1] == " Entry · Anna Smith")
        #expect(
            driver.body == [
                "   Changed by kim, 2026-11-23 09:00 UTC, 1 h ago, version 7, via customers",
                " ▸ Phone     before  +1 555 0199",
                "             after   +1 555 0100",
            ])
    }

    @Test("A long note is read to its end, line by line")
    func longNote() {
        let words = (1...120).map { "word\($0)" }.joined(separator: " ")
        var driver = AppDriver.telling([entry(2, .note, version: 1, note: words)], rows: 10)
        #expect(!driver.text.contains("word120") && driver.text.contains("Enter shows all"))
        driver.press(.enter)
        #expect(driver.text.contains("word1 ") && !driver.text.contains("word120"))
        for _ in 0..<20 { driver.press(.down) }
        #expect(driver.text.contains("word120"))
        for _ in 0..<20 { driver.press(.up) }
        #expect(driver.text.contains("Note by kim"))
    }

    @Test("A value is put back after a question, as an edit that can be undone")
    func putsBack() {
        var driver = Self.opened(0)
        driver.press(.enter)
        #expect(driver.text.contains("Put this back for Anna Smith?"))
        #expect(driver.text.contains("Phone: +1 555 0100 → +1 555 0199"))
        #expect(driver.queueRequests.isEmpty)
        driver.press(.character("n"))
        #expect(driver.queueRequests.isEmpty && driver.place == .entry)
        driver.press(.character("p"), .character("y"))
        #expect(driver.changes == [.edit(anna.edit(.phone, to: "+1 555 0199"), version: 7)])
        #expect(driver.status == "Put back: phone of Anna Smith; u undoes.")
        driver.press(.character("u"))
        #expect(driver.changes.isEmpty)
    }

    @Test("What is so already is not put back, nor is what today's rules refuse")
    func putsNothingBack() {
        var driver = Self.opened(0)
        driver.press(.down, .enter)
        #expect(driver.status == "Nothing to change: Anna Smith already has these values." && driver.place == .entry)
        let both = entry(2, version: 7, secondsAgo: 60, [.name: ("", "Anna Smith")])
        driver = AppDriver.telling([both])
        driver.press(.enter, .enter)
        #expect(driver.status.hasPrefix("Not possible today: ") && driver.place == .entry)
    }

    @Test("The whole record is put back as it was before an entry, or as that left it")
    func putsAllBack() {
        var driver = AppDriver.telling([
            entry(3, version: 7, [.phone: ("+1 555 0111", anna.phone)]),
            entry(2, version: 6, [.address: (nil, anna.address)]),
        ])
        driver.press(.down, .enter, .character("P"))
        #expect(driver.text.contains("Before this change by kim, or as it was then."))
        driver.press(.character("b"))
        #expect(driver.text.contains("Address: 12 Main St, Springfield → –"))
        #expect(driver.text.contains("Phone: +1 555 0100 → +1 555 0111"))
        driver.press(.character("y"))
        let before = CustomerEdit([
            .address: FieldChange(from: anna.address, to: nil),
            .phone: FieldChange(from: anna.phone, to: "+1 555 0111"),
        ])
        #expect(driver.changes == [.edit(before, version: 7)])
    }

    @Test("As it was then goes back over every change since")
    func rewinds() {
        var driver = Self.opened(2)
        driver.press(.character("P"), .character("y"))
        #expect(driver.changes == [.edit(anna.edit(.phone, to: "+1 555 0199"), version: 7)])
    }

    @Test("Where the timeline does not tell of the newest version it is asked for first")
    func behind() {
        var driver = loaded()
        driver.press(.character("h"))
        driver.answer(timeline: Array(annasTimeline.dropFirst(2)))
        driver.press(.enter, .character("P"))
        #expect(driver.status.hasPrefix("There is something newer") && driver.queueRequests.isEmpty)
        #expect(driver.calls == [.timeline(anna.id, TimelineQuery(), unlessTag: nil)])
    }

    @Test("Behind values that are not kept any more nothing is put back")
    func trimmed() {
        var entries = annasTimeline
        entries[2] = entries[2].trimmed
        var driver = AppDriver.telling(entries)
        #expect(driver.text.contains("Changed; what is not kept any more"))
        for _ in 0..<3 { driver.press(.down) }
        driver.press(.enter, .character("P"))
        #expect(driver.status.hasPrefix("Not possible: what it was then is not kept any more"))
        #expect(driver.queueRequests.isEmpty && driver.place == .entry)
    }

    @Test("Of what never had values none is said to be lost")
    func trimmedWithoutValues() {
        let ends = [
            entry(7, .restored, version: 9, secondsAgo: 60).trimmed,
            entry(6, .deleted, version: 8, secondsAgo: 90).trimmed,
        ]
        var driver = AppDriver.telling(ends + annasTimeline)
        #expect(driver.text.contains("Restored") && driver.text.contains("Deleted"))
        #expect(!driver.text.contains("kept any more"))
        driver.press(.down, .enter)
        #expect(driver.text.contains("The customer went to the trash."))
    }

    @Test("The marked value is copied, and a note")
    func copies() {
        #expect(Self.opened(0).copied == "+1 555 0199")
        #expect(Self.opened(1).copied == "He called about the bill.\nCall back on Monday.")
    }

    @Test("A note is taken back after a question; anything else is not")
    func takesBack() {
        var driver = Self.opened(1)
        driver.press(.character("D"))
        #expect(driver.text.contains("Take the note by lee on Anna Smith back?") && driver.retractions.isEmpty)
        driver.press(.character("y"))
        #expect(driver.retractions.map(\.number) == [4])
        driver.update(.retractionAnswered(anna.id, nil))
        #expect(driver.status == "The note is taken back.")
        #expect(driver.calls == [.timeline(anna.id, TimelineQuery(), unlessTag: nil)])
        driver.answer(timeline: [annasTimeline[0], annasTimeline[1].retracted])
        #expect(driver.text.contains("This note was retracted.") && !driver.text.contains("bill"))
        driver = Self.opened(0)
        driver.press(.character("D"), .character("y"))
        #expect(driver.retractions.isEmpty)
    }

    @Test("A session that changes nothing reads, and puts nothing back")
    func readOnly() {
        var driver = loaded(isReadOnly: true)
        driver.press(.character("h"))
        driver.answer(timeline: annasTimeline)
        driver.press(.enter, .character("p"))
        #expect(driver.status.hasPrefix("This session is read-only") && driver.text.contains("Entry · Anna Smith"))
        driver.press(.escape, .character("N"))
        #expect(driver.place == .timeline || !driver.hasForm)
        #expect(driver.queueRequests.isEmpty)
    }
}
