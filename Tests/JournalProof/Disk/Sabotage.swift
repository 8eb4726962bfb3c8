package import Disks
import Files
import Synchronization
import SystemPackage

/// Mistakes that a journal could make with its files, made for it: a proof that does not notice one proves nothing.
package enum Sabotage: String, Sendable, CaseIterable {
    case dropsEverySync = "drops every sync of a file"
    case skipsDirectories = "syncs no directory"
    case skipsRename = "does not sync the directory after a rename"
    case skipsNewFile = "renames a file that was not synced"
    case skipsQuarantine = "does not sync the quarantine"
    case acknowledgesEarly = "acknowledges before it syncs"
    case ignoresShortWrites = "takes a short write for a whole one"
    case retriesSync = "syncs again on the descriptor on which a sync failed"
    case keepsTails = "does not cut back what was written in part"
    case renamesInTwoSteps = "removes the old file before it renames the new one"
    case losesLock = "locks nothing"
    case overlooksOthers = "does not look whether others have written"

    package func applied(to disk: any Disk) -> any Disk { SabotagedDisk(inner: disk, sabotage: self) }
}

/// A disk that is used as a careless program would use it.
private final class SabotagedDisk: ForwardingDisk {
    let inner: any Disk
    private let sabotage: Sabotage
    private let state = Mutex(State())

    private struct State {
        var paths: [Int32: String] = [:]
        var lookedAt: Set<OpenFile> = []
        var hasRenamed = false
        var postponed: OpenFile?
        var seen: [String: FileStatus] = [:]
    }

    init(inner: any Disk, sabotage: Sabotage) {
        self.inner = inner
        self.sabotage = sabotage
    }

    private func path(_ file: OpenFile) -> String { state.withLock { $0.paths[file.descriptor] ?? "" } }

    private func catchUp() {
        let postponed = state.withLock { state in
            defer { state.postponed = nil }
            return state.postponed
        }
        if let postponed { try? inner.fdatasync(postponed) }
    }

    func open(_ path: String, _ purpose: OpenPurpose) throws(Errno) -> OpenFile {
        catchUp()
        let file = try inner.open(path, purpose)
        state.withLock { state in
            state.paths[file.descriptor] = path
            if purpose == .reading { state.lookedAt.insert(file) } else { state.lookedAt.remove(file) }
        }
        return file
    }

    func fstat(_ file: OpenFile) throws(Errno) -> FileStatus {
        let status = try inner.fstat(file)
        return state.withLock { $0.lookedAt.contains(file) } ? seen(path(file), status) : status
    }

    func lstat(_ path: String) throws(Errno) -> FileStatus {
        catchUp()
        return seen(path, try inner.lstat(path))
    }

    /// How the journal was when it was looked at first.
    private func seen(_ path: String, _ status: FileStatus) -> FileStatus {
        guard sabotage == .overlooksOthers, path.hasSuffix(".jsonl") else { return status }
        return state.withLock { state in
            let seen = state.seen[path] ?? status
            state.seen[path] = seen
            return seen
        }
    }

    func write(_ file: OpenFile, _ bytes: [UInt8]) throws(Errno) -> Int {
        catchUp()
        let count = try inner.write(file, bytes)
        return sabotage == .ignoresShortWrites ? bytes.count : count
    }

    func ftruncate(_ file: OpenFile, to size: Int) throws(Errno) {
        if sabotage != .keepsTails { try inner.ftruncate(file, to: size) }
    }

    func fdatasync(_ file: OpenFile) throws(Errno) {
        let path = path(file)
        switch sabotage {
        case .dropsEverySync: return
        case .skipsNewFile where path.hasSuffix(".new"): return
        case .skipsQuarantine where path.contains("/quarantine/"): return
        case .acknowledgesEarly:
            catchUp()
            state.withLock { $0.postponed = file }
        case .retriesSync:
            do throws(Errno) {
                try inner.fdatasync(file)
            } catch {
                try inner.fdatasync(file)
            }
        default: try inner.fdatasync(file)
        }
    }

    func fsync(_ directory: OpenFile) throws(Errno) {
        let hasRenamed = state.withLock { state in
            defer { state.hasRenamed = false }
            return state.hasRenamed
        }
        switch sabotage {
        case .skipsDirectories: return
        case .skipsRename where hasRenamed: return
        case .skipsQuarantine where path(directory).hasSuffix("/quarantine"): return
        default: try inner.fsync(directory)
        }
    }

    func rename(_ old: String, to new: String) throws(Errno) {
        catchUp()
        if sabotage == .renamesInTwoSteps { try? inner.unlink(new) }
        try inner.rename(old, to: new)
        state.withLock { $0.hasRenamed = true }
    }

    func lock(_ file: OpenFile, wait: Bool) throws(Errno) -> Bool {
        catchUp()
        if sabotage == .losesLock { return true }
        return try inner.lock(file, wait: wait)
    }
}
