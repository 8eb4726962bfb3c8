import Cache
import Domain
import Journal
import Wording
import Workspace

/// Whether edits and customers can be kept.
enum WorkspaceCheck {
    static func findings(_ workspace: ProfileWorkspace) -> [Finding] {
        let kept = CachedStatus(workspace)
        let remarks = kept.remarks.filter { $0 != kept.queueProblem }.map { Finding(.warn, "kept here", $0) }
        return remarks + [queue(kept), cache(workspace, kept)]
    }

    private static func queue(_ kept: CachedStatus) -> Finding {
        let undecided = [EditStatus.rejected, .conflict].reduce(0) { $0 + kept.queue[$1, default: 0] }
        // Edits cannot be kept, or are held, until something is done on this machine.
        if let problem = kept.queueProblem { return Finding(.fail, "queue", problem, blames: .configuration) }
        guard undecided > 0 else { return Finding(.ok, "queue", kept.queueText) }
        return Finding(.warn, "queue", "\(kept.queueText): see customers queue.")
    }

    private static func cache(_ workspace: ProfileWorkspace, _ kept: CachedStatus) -> Finding {
        switch workspace.cacheLocation {
        case .file(let path): Finding(.ok, "cache", "\(Phrases.count(kept.cachedCustomers, "customer")) in \(path)")
        case .memory:
            Finding(.ok, "cache", "in memory, gone with each program; cache = \"disk\" or XDG_RUNTIME_DIR keep it")
        }
    }
}
