import Domain
import Journal
import Testing
import Wire

@Suite("Where an edit stands")
struct EditStatusTests {
    var fixture = QueueFixture()

    private func standings(_ surroundings: QueueSurroundings = QueueSurroundings()) -> [EditStatus] {
        fixture.queue.entries.map { fixture.queue.status(of: $0, surroundings) }
    }

    @Test("What may have left is being sent only while a process sends; afterwards its outcome is unknown")
    mutating func unknown() {
        fixture.phone("1", "2")
        fixture.phone("1", "2", of: fixture.other)
        fixture.send()
        #expect(standings() == [.sending, .waiting])
        #expect(standings(QueueSurroundings(isBeingSent: false)) == [.unknown, .waiting])
        fixture.line(.unsent(for: 1))
        #expect(standings(QueueSurroundings(isBeingSent: false)) == [.waiting, .waiting])
    }

    @Test("Nothing waits where nothing can go: it is held, and what has left or waits for a person stays what it is")
    mutating func held() {
        let here = QueueSurroundings(mayGo: false, isBeingSent: false)
        fixture.phone("1", "2")
        #expect(standings(here) == [.held])
        fixture.send()
        #expect(standings(here) == [.unknown])
        fixture.line(.conflict(for: 1, .deleted))
        #expect(standings(here) == [.conflict])
        #expect(fixture.queue.counts(here)[.conflict] == 1 && fixture.queue.counts(here)[.held] == 0)
    }

    @Test("What stands behind damage is held until a person lets it go")
    mutating func damaged() {
        fixture.phone("1", "2")
        fixture.phone("1", "2", of: fixture.other)
        fixture.line(.hold(fixture.customer))
        #expect(standings() == [.held, .waiting])
        fixture.line(.hold(nil))
        #expect(standings() == [.held, .held])
        fixture.line(.release(nil))
        #expect(standings() == [.waiting, .waiting])
    }
}
