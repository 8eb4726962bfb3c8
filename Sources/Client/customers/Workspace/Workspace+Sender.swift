import Journal
import Sync

extension Workspace {
    /// Which process sends the queue.
    var sender: SenderPresence { journalDirectory.map(SenderPresence.look) ?? .nobody }

    /// The same with how long nothing was written; `nil` when nobody sends.
    var otherSender: OtherSender? {
        guard let journalDirectory, case .process(let process) = sender else { return nil }
        return OtherSender(process: process, silentSeconds: SenderPresence.silentSeconds(in: journalDirectory))
    }

    var surroundings: QueueSurroundings {
        QueueSurroundings(mayGo: journal.standing == .ready, isBeingSent: sender != .nobody)
    }
}

extension OtherSender {
    /// Silence that is worth a word: the API itself may take so long for an answer.
    private static let notableSeconds = 10

    /// Who sends, whether it gets on, and what to do when it cannot.
    var sentence: String {
        let name = "Another program of yours" + (process.map { " (process \($0.id))" } ?? "")
        if let process, process.isStopped {
            return "\(name) was sending the queue and is stopped, so nothing is sent. Let it go on with: fg, or "
                + "kill -CONT \(process.id)"
        }
        let silence = silentSeconds >= Self.notableSeconds ? " and has been silent for \(silentSeconds) s" : ""
        return "\(name) is sending the queue\(silence)."
    }
}
