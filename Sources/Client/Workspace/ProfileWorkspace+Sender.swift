package import Journal
import Sync

extension ProfileWorkspace {
    /// Which process sends the queue.
    var sender: SenderPresence { journalDirectory.map(SenderPresence.look) ?? .nobody }

    /// Who sends, and for how long it has been silent; `nil` when nobody does.
    package var otherSender: OtherSender? {
        guard let journalDirectory, case .process(let process) = sender else { return nil }
        return OtherSender(process: process, silentSeconds: SenderPresence.silentSeconds(in: journalDirectory))
    }

    package var surroundings: QueueSurroundings {
        QueueSurroundings(mayGo: journal.status == .ready, isBeingSent: sender != .nobody)
    }
}
