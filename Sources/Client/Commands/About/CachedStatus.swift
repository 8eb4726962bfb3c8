import Cache
import Journal
import Panes
import Sync
import Wording
import Workspace

/// What this machine keeps, as `status` tells it.
struct CachedStatus: Sendable {
    /// How many unfinished edits have each status, zero included.
    let queue: [EditStatus: Int]
    /// Who sends the queue just now.
    let sender: OtherSender?
    let cachedCustomers: Int
    /// Whether these are all that the API has.
    let isWholeDirectory: Bool
    /// Why the queue is not to be read or not to be sent; `nil` when all is well.
    let queueProblem: String?
    /// Messages on what was wrong with what is kept here.
    let findings: [String]
    /// The same, and what else a person should know.
    let remarks: [String]

    init(_ workspace: ProfileWorkspace) {
        let edits = workspace.journal.queue
        queue = edits.counts(workspace.surroundings)
        sender = workspace.otherSender
        cachedCustomers = (try? workspace.cache?.count()) ?? 0
        isWholeDirectory = (try? workspace.cache?.replicaState().isComplete) ?? false
        queueProblem = workspace.editStorage.remark ?? workspace.journal.status.commandMessage
        findings = workspace.remarks
        remarks = findings + [queueProblem, sender?.message].compactMap(\.self)
    }

    /// `3 waiting, 1 rejected`, or `empty`.
    var queueText: String {
        let parts = EditStatus.allCases.filter { queue[$0, default: 0] > 0 }
        guard !parts.isEmpty else { return "empty" }
        return parts.map { "\(Phrases.count(queue[$0, default: 0])) \($0.label)" }.joined(separator: ", ")
    }
}

extension EditStorage {
    fileprivate var remark: String? {
        switch self {
        case .onDisk: nil
        case .inMemory(let reason): "The queue cannot be used: \(reason)"
        }
    }
}
