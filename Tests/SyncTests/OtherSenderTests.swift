import Journal
import Sync
import TestSupport
import Testing

@Suite("Another program that sends")
struct OtherSenderTests {
    @Test("It says how long that one has been silent, counted from its last line")
    func silence() throws {
        let file = LineFile()
        let (first, second) = (SyncFixture(file: file), SyncFixture(file: file))
        try first.edit()
        first.turn()
        #expect(first.isProbing, "and so it has the sender's lock")
        func silent(after duration: Duration) -> SyncStatus {
            second.turn(after: duration)
            return second.core.status
        }
        func sends(_ silentSeconds: Int) -> SyncStatus {
            .anotherProcessSends(OtherSender(process: nil, silentSeconds: silentSeconds))
        }
        #expect(silent(after: .zero) == sends(0))
        #expect(silent(after: .seconds(9)) == sends(0))
        #expect(silent(after: .seconds(16)) == sends(20))
        try first.edit()
        #expect(silent(after: .seconds(9)) == sends(0))
        #expect(silent(after: .seconds(10)) == sends(10))
    }

    @Test("A journal that a later version has closed is left to the programs that may write it, under the same keys")
    func closedByALaterVersion() throws {
        let file = LineFile()
        let (older, later) = (SyncFixture(file: file), SyncFixture(file: file))
        try older.edit()
        older.connect()
        let sent = try #require(older.underWay.first)
        older.journal.fail(SyncJournalFailure(message: "Install a later version."))
        older.journal.hold("Install a later version.")
        older.accept()
        older.turn()
        #expect(older.core.status == .held(message: "Install a later version."))
        later.connect()
        #expect(later.underWay.map(\.sending.op) == [sent.sending.op])
    }

    @Test("A stopped sender is not waited for", arguments: [true, false])
    func stopped(isStopped: Bool) {
        let process = SenderProcess(id: 1, isStopped: isStopped)
        #expect(SyncStatus.anotherProcessSends(.init(process: process, silentSeconds: 0)).isStuck == isStopped)
    }
}
