import Domain
import Journal
import Testing
import Wire

@Suite("Where an edit stands")
struct EditStatusTests {
    var desk = QueueDesk()

    private func standings(_ surroundings: QueueSurroundings = QueueSurroundings()) -> [EditStatus] {
        desk.queue.entries.map { desk.queue.status(of: $0, surroundings) }
    }

    @Test("What may have left is being sent only while a process sends; afterwards its outcome is unknown")
    mutating func unknown() {
        desk.phone("1", "2")
        desk.phone("1", "2", of: desk.other)
        desk.send()
        #expect(standings() == [.sending, .waiting])
        #expect(standings(QueueSurroundings(isBeingSent: false)) == [.unknown, .waiting])
        desk.line(.unsent(for: 1))
        #expect(standings(QueueSurroundings(isBeingSent: false)) == [.waiting, .waiting])
    }

    @Test("Nothing waits where nothing can go: it is held, and what has left or waits for a person stays what it is")
    mutating func held() {
        let here = QueueSurroundings(mayGo: false, isBeingSent: false)
        desk.phone("1", "2")
        #expect(standings(here) == [.held])
        desk.send()
        #expect(standings(here) == [.unknown])
        desk.line(.conflict(for: 1, .deleted))
        #expect(standings(here) == [.conflict])
        #expect(desk.queue.counts(here)[.conflict] == 1 && desk.queue.counts(here)[.held] == 0)
    }

    @Test("What stands behind damage is held until a person lets it go")
    mutating func damaged() {
        desk.phone("1", "2")
        desk.phone("1", "2", of: desk.other)
        desk.line(.hold(desk.customer))
        #expect(standings() == [.held, .waiting])
        desk.line(.hold(nil))
        #expect(standings() == [.held, .held])
        desk.line(.release(nil))
        #expect(standings() == [.waiting, .waiting])
    }
}
