import Disks
import Dispatch
import Domain
import Files
import FoundationEssentials
import Panes
import Synchronization
import SystemPackage
import Wire

/// Keeps forms on disk while they are typed in, so that a killed process loses nothing.
///
/// Each draft is a file of its own (0600), replaced as a whole by rename, beside a lock file that its process holds for
/// as long as it lives: a draft whose lock is free belongs to a session that has ended.
final class DraftStore: Sendable {
    private let directory: String?
    private let reasonForNone: String
    /// File work happens here, in order, and never on the main queue.
    private let queue = DispatchQueue(label: "drafts")
    private let state = Mutex(State())
    private let disk = SystemDisk()

    private struct State {
        /// The newest change for each draft that has not been made.
        var changes: [Draft.ID: Change] = [:]
        var locks: [Draft.ID: LockedFile] = [:]
        /// Those that could not be written the last time.
        var failed: Set<Draft.ID> = []
    }

    /// No form is longer.
    private static let maximumBytes = 1 << 20

    /// Takes why a draft could not be written, and `nil` once it is written again.
    typealias Report = @MainActor @Sendable (DraftFailure?) -> Void

    private enum Change {
        case keep(Draft, report: Report)
        case drop
    }

    /// - Parameters:
    ///   - directory: of this user alone, made when the first draft is kept; `nil` when there is no place.
    ///   - reasonForNone: a message on why there is none.
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
                if state.withLock({ $0.failed.remove(id) }) != nil { send(nil, report) }
            } catch {
                state.withLock { _ = $0.failed.insert(id) }
                send(error, report)
            }
        }
    }

    private func send(_ failure: DraftFailure?, _ report: @escaping Report) {
        DispatchQueue.main.async { MainActor.assumeIsolated { report(failure) } }
    }

    // MARK: Files

    private func path(_ id: Draft.ID, _ suffix: String) -> String {
        "\(directory ?? "")/\(id.text).\(suffix)"
    }

    private func write(_ draft: Draft) throws(DraftFailure) {
        var step = "lock it"
        if state.withLock({ $0.locks[draft.id] }) == nil { try makeDirectory() }
        let (temporary, final) = (path(draft.id, "tmp"), path(draft.id, "json"))
        do throws(Errno) {
            if state.withLock({ $0.locks[draft.id] }) == nil { try lock(draft.id) }
            // What a killed process left of it.
            try? disk.unlink(temporary)
            step = "create a file"
            let file = try disk.open(temporary, .new)
            defer { disk.close(file) }
            step = "write it"
            try disk.writeAll(file, JSONBody.bytes(DraftFile(draft)))
            step = "sync it"
            try disk.fdatasync(file)
            step = "rename it"
            try disk.rename(temporary, to: final)
        } catch {
            throw DraftFailure(step, error)
        }
    }

    private func remove(_ id: Draft.ID) {
        guard directory != nil else { return }
        for suffix in ["json", "tmp"] { try? disk.unlink(path(id, suffix)) }
        state.withLock({ $0.locks.removeValue(forKey: id) })?.remove()
    }

    private func makeDirectory() throws(DraftFailure) {
        guard let directory else { throw DraftFailure(reason: reasonForNone) }
        do throws(FileFailure) {
            try disk.makeDirectories(directory)
        } catch {
            throw DraftFailure("create \(error.path)", error.code)
        }
    }

    /// Takes the draft's lock.
    ///
    /// - Throws: `EWOULDBLOCK` when a living process has it.
    private func lock(_ id: Draft.ID) throws(Errno) {
        do throws(LockedFile.Failure) {
            let file = try LockedFile(path(id, "lock"))
            state.withLock { $0.locks[id] = file }
        } catch {
            throw error.code
        }
    }

    // MARK: Drafts of earlier sessions

    /// Takes over every draft whose session has ended, newest first.
    func adoptOrphans() -> [Draft] {
        guard let directory, let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            return []
        }
        let ids = names.filter { $0.hasSuffix(".json") }.compactMap { Draft.ID($0.dropLast(5)) }
        let drafts = ids.filter { (try? lock($0)) != nil }.compactMap(read)
        return drafts.sorted { $0.savedAt > $1.savedAt }
    }

    private func read(_ id: Draft.ID) -> Draft? {
        let bytes = try? TrustedFile.read(
            path(id, "json"), .secret(links: .refused), limitBytes: Self.maximumBytes)
        return bytes.flatMap { try? JSONBody.decode(DraftFile.self, from: $0) }?.draft
    }
}

/// Why a draft could not be written.
struct DraftFailure: Error {
    let reason: String

    init(reason: String) {
        self.reason = reason
    }

    init(_ step: String, _ code: Errno) {
        reason = "could not \(step) (\(code))."
    }
}
