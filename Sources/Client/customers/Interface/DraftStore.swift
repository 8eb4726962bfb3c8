import Dispatch
import Domain
import FoundationEssentials
import Glibc
import Panes
import Synchronization
import Wire

/// Keeps forms on disk while they are typed in, so that a killed process loses nothing.
///
/// Each draft is a file of its own (0600), replaced as a whole by rename, beside a lock file that its process holds for
/// as long as it lives: a draft whose lock is free belongs to a session that is no more.
final class DraftStore: Sendable {
    private let directory: String?
    private let reasonForNone: String
    /// File work happens here, in order, and never on the main queue.
    private let queue = DispatchQueue(label: "drafts")
    private let state = Mutex(State())

    private struct State {
        /// The newest change for each draft that has not been made.
        var changes: [Draft.ID: Change] = [:]
        var locks: [Draft.ID: Int32] = [:]
        /// Those that could not be written the last time.
        var failed: Set<Draft.ID> = []
    }

    /// Takes why a draft could not be written, and `nil` once it is written again.
    typealias Report = @MainActor @Sendable (DraftFailure?) -> Void

    private enum Change {
        case keep(Draft, report: Report)
        case drop
    }

    /// - Parameters:
    ///   - directory: of this user alone, made when the first draft is kept; `nil` when there is no place.
    ///   - reasonForNone: why there is none, as a sentence.
    init(directory: String?, reasonForNone: String) {
        self.directory = directory
        self.reasonForNone = reasonForNone
    }

    /// Where the forms of one API are, so that none is saved at another one.
    static func directory(in data: String, origin: String) -> String {
        let name = origin.unicodeScalars.map {
            $0.properties.isAlphabetic || $0.properties.numericType != nil ? $0 : "-"
        }
        return data + "/drafts/" + String(String.UnicodeScalarView(name))
    }

    /// Keeps `draft` in place of what was kept under its id; typing faster than the disk skips states between.
    func keep(_ draft: Draft, report: @escaping Report) {
        enqueue(.keep(draft, report: report), for: draft.id)
    }

    func drop(_ id: Draft.ID) {
        enqueue(.drop, for: id)
    }

    /// Returns when every change is made.
    func finish() {
        queue.sync {}
    }

    private func enqueue(_ change: Change, for id: Draft.ID) {
        state.withLock { $0.changes[id] = change }
        queue.async { self.fulfil(id) }
    }

    private func fulfil(_ id: Draft.ID) {
        switch state.withLock({ $0.changes.removeValue(forKey: id) }) {
        case nil: break
        case .drop: remove(id)
        case .keep(let draft, let report):
            do throws(DraftFailure) {
                try write(draft)
                if state.withLock({ $0.failed.remove(id) }) != nil { tell(nil, report) }
            } catch {
                state.withLock { _ = $0.failed.insert(id) }
                tell(error, report)
            }
        }
    }

    private func tell(_ failure: DraftFailure?, _ report: @escaping Report) {
        DispatchQueue.main.async { MainActor.assumeIsolated { report(failure) } }
    }

    // MARK: Files

    private func path(_ id: Draft.ID, _ suffix: String) -> String {
        "\(directory ?? "")/\(id.text).\(suffix)"
    }

    private func write(_ draft: Draft) throws(DraftFailure) {
        if state.withLock({ $0.locks[draft.id] }) == nil {
            try makeDirectory()
            guard lock(draft.id) else { throw DraftFailure("lock it", errno) }
        }
        let (temporary, final) = (path(draft.id, "tmp"), path(draft.id, "json"))
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DraftFailure("create a file", errno) }
        defer { close(descriptor) }
        let bytes = JSONBody.bytes(DraftFile(draft))
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw DraftFailure("write it", errno) }
            written += count
        }
        guard fdatasync(descriptor) == 0 else { throw DraftFailure("sync it", errno) }
        guard rename(temporary, final) == 0 else { throw DraftFailure("rename it", errno) }
    }

    private func remove(_ id: Draft.ID) {
        guard directory != nil else { return }
        unlink(path(id, "json"))
        unlink(path(id, "tmp"))
        if let lock = state.withLock({ $0.locks.removeValue(forKey: id) }) {
            unlink(path(id, "lock"))
            close(lock)
        }
    }

    private func makeDirectory() throws(DraftFailure) {
        guard let directory else { throw DraftFailure(reason: reasonForNone) }
        var partial = ""
        for component in directory.split(separator: "/") {
            partial += "/" + component
            guard mkdir(partial, 0o700) == 0 || errno == EEXIST else { throw DraftFailure("create \(partial)", errno) }
        }
    }

    /// Takes the draft's lock, unless a living process has it.
    private func lock(_ id: Draft.ID) -> Bool {
        let descriptor = open(path(id, "lock"), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return false
        }
        state.withLock { $0.locks[id] = descriptor }
        return true
    }

    // MARK: Drafts of earlier sessions

    /// Takes over every draft whose session is no more, newest first.
    func adoptOrphans() -> [Draft] {
        guard let directory, let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            return []
        }
        let ids = names.filter { $0.hasSuffix(".json") }.compactMap { CustomerID($0.dropLast(5)) }
        let drafts = ids.filter(lock).compactMap(read)
        return drafts.sorted { $0.savedAt > $1.savedAt }
    }

    private func read(_ id: Draft.ID) -> Draft? {
        guard let data = FileManager.default.contents(atPath: path(id, "json")) else { return nil }
        return (try? JSONBody.decode(DraftFile.self, from: Array(data)))?.draft
    }
}

/// Why a draft could not be written.
struct DraftFailure: Error {
    let reason: String

    init(reason: String) {
        self.reason = reason
    }

    init(_ step: String, _ code: Int32) {
        reason = "could not \(step) (\(String(cString: strerror(code))))."
    }
}
