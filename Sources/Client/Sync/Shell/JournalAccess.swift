package import Journal
import Wording

/// A journal as the synchronisation uses it.
package struct JournalAccess: SyncJournal {
    private let journal: EditJournal
    private let directory: String?

    /// - Parameter directory: where the journal is on this machine's disk, so that others' processes can be named.
    package init(_ journal: EditJournal, in directory: String? = nil) {
        self.journal = journal
        self.directory = directory
    }

    package var queue: EditQueue { journal.queue }

    /// What cannot be read now is read with the next turn, and reported when something is to be written.
    package func refresh() -> Bool {
        (try? journal.refresh()) ?? false
    }

    package func record(_ decide: (EditQueue) -> [JournalRecord.Body]) throws(SyncJournalFailure) {
        do throws(JournalAppendFailure) {
            try journal.append { queue in decide(queue) }
        } catch {
            throw SyncJournalFailure(message: error.message)
        }
    }

    package func trySenderLock() -> Bool { journal.trySenderLock() }

    package func releaseSenderLock() { journal.releaseSenderLock() }

    package var sender: SenderPresence { directory.map(SenderPresence.look) ?? .hidden }

    package var hold: String? { journal.status.message }

    package var isShared: Bool { journal.isDurable }

    package var hasFindings: Bool { journal.hasFindings }

    package func compactIfNeeded() {
        // An append that finds no room is reported; that there is more to free than was freed is not worth a message.
        _ = try? journal.compactIfNeeded()
    }
}
