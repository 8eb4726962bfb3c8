import Domain
import Journal
import JournalProof
import SystemPackage
import Testing
import Wire

/// Two machines with one home directory, as NFS has it when it shares locks.
@Suite("The journal in a home that two machines share")
struct SharedHomeTests {
    private let disk = SimulatedDisk(Scenario.home.image)

    /// The journal as one more machine has it open.
    private func machine() throws(JournalFailure) -> EditJournal {
        try EditJournal.open(
            directory: Life.directory, api: Life.api, disk: NFSDisk(inner: disk), maximumDeadBytes: 300
        )
        .journal
    }

    @Test("What one machine has appended the other sees before it appends, though its cache says otherwise")
    func appends() throws {
        let (first, second) = (try machine(), try machine())
        for number in stride(from: 1, through: 9, by: 2) {
            #expect(try first.append(phoneEdit()) == [JournalRecord.Sequence(number)])
            #expect(try second.append(phoneEdit()) == [JournalRecord.Sequence(number + 1)])
        }
        #expect(first.takeFindings().isEmpty && second.takeFindings().isEmpty)
        let third = try machine()
        #expect(third.queue.count == 10 && third.queue == second.queue)
    }

    @Test("A file that the other machine has replaced is gone here, and the one in its place counts")
    func replaced() throws {
        let (first, second) = (try machine(), try machine())
        for _ in 0..<4 {
            let dead = try first.append(phoneEdit())
            try first.append(.cancel(try #require(dead.first), .discard))
        }
        try second.append(phoneEdit())
        #expect(try first.compactIfNeeded())
        try second.append(phoneEdit())
        try first.append(phoneEdit())
        #expect(first.queue.count == 3 && first.takeFindings().isEmpty && second.takeFindings().isEmpty)
        #expect(try machine().queue == first.queue)
    }
}
