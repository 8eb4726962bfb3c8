import Cache
import Journal
import Wording
import Workspace

/// Whether edits and customers can be kept.
enum WorkspaceCheck {
    static func findings(_ workspace: ProfileWorkspace) -> [Finding] {
        let kept = CachedStatus(workspace)
        return kept.remarks.map { Finding(.warn, "kept here", $0) } + [queue(kept), cache(workspace, kept)]
    }

    private static func queue(_ kept: CachedStatus) -> Finding {
        let undecided = [EditStatus.rejected, .conflict].reduce(0) { $0 + kept.queue[$1, default: 0] }
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
