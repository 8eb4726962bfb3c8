import Foundation
import Journal
import TestSupport
import Testing

@Suite("The sender of a journal's edits")
struct SenderPresenceTests {
    @Test("A process that holds the sender's lock is named for as long as it does")
    func holder() async throws {
        try await withTemporaryFolder { folder in
            #expect(SenderPresence.look(in: folder) == .nobody)
            let (journal, _) = try EditJournal.open(directory: folder, api: "https://api.example.com")
            #expect(SenderPresence.look(in: folder) == .nobody)
            #expect(journal.trySenderLock())
            let own = SenderProcess(id: ProcessInfo.processInfo.processIdentifier, isStopped: false)
            #expect(SenderPresence.look(in: folder) == .process(own))
            journal.releaseSenderLock()
            #expect(SenderPresence.look(in: folder) == .nobody)
        }
    }
}
