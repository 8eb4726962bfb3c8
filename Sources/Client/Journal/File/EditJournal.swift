package import Disks
package import Domain
import Synchronization

/// The edits of one profile, on disk before they are shown as saved.
///
/// Every call is synchronous and may wait for the disk or for another process: callers run it off the main actor. Any
/// number of processes may have the same journal open.
package final class EditJournal: Sendable {
    private let file: Mutex<JournalFile>
    /// Who enters edits here.
    package let session: JournalSession
    /// Whether edits outlive the program.
    package let isDurable: Bool

    private init(_ file: sending JournalFile, _ session: JournalSession, isDurable: Bool) {
        self.file = Mutex(file)
        self.session = session
        self.isDurable = isDurable
    }

    deinit {
        file.withLock { $0.close() }
    }

    /// Opens `journal.jsonl` in a directory, or creates both, and repairs what is wrong with it.
    ///
    /// - Parameters:
    ///   - api: the origin that the edits go to.
    ///   - session: the run of the program that enters edits.
    ///   - maximumDeadBytes: more dead bytes than these are worth a new file.
    ///   - version: the newest version of the format that the program knows; another one only to see what an older
    ///     program does.
    ///   - now: the wall clock; what it says is written down for people, and nothing depends on it.
    package static func open(
        directory: String, api: String, session: JournalSession = JournalSession(), disk: any Disk = SystemDisk(),
        maximumDeadBytes: Int = maximumDeadBytes, version: Int = newestVersion,
        now: @escaping @Sendable () -> Timestamp = { Timestamp.now() }
    ) throws(JournalFailure) -> (journal: EditJournal, findings: [JournalFinding]) {
        let file = JournalFile(
            place: JournalPlace(directory), api: api, disk: disk, maximumDeadBytes: maximumDeadBytes,
            version: version, now: now)
        return try open(file, session, isDurable: true)
    }

    package static let maximumDeadBytes = 256 << 10
    /// The newest version of the format that this program reads and writes.
    package static let newestVersion = JournalHeader.version

    /// A journal that ends with the program, for a home that is not there or cannot be written.
    package static func volatile(
        api: String, session: JournalSession = JournalSession(),
        now: @escaping @Sendable () -> Timestamp = { Timestamp.now() }
    ) -> EditJournal {
        do throws(JournalFailure) {
            let file = JournalFile(place: JournalPlace("/journal"), api: api, disk: MemoryDisk(), now: now)
            return try open(file, session, isDurable: false).journal
        } catch {
            preconditionFailure("memory fails like a disk: \(error.message)")
        }
    }

    private static func open(
        _ file: sending JournalFile, _ session: JournalSession, isDurable: Bool
    ) throws(JournalFailure) -> (journal: EditJournal, findings: [JournalFinding]) {
        var file = file
        do throws(JournalFailure) {
            try file.open()
        } catch {
            file.close()
            throw error
        }
        let findings = file.findings
        file.findings = []
        return (EditJournal(file, session, isDurable: isDurable), findings)
    }

    // MARK: Reading

    package var status: JournalStatus { file.withLock(\.journalStatus) }

    /// What is under way, as of the last call that read the file.
    package var queue: EditQueue { file.withLock(\.queue) }

    /// Reads what other processes have done; one stat(2) when they have done nothing.
    ///
    /// - Returns: whether anything changed.
    package func refresh() throws(JournalFailure) -> Bool {
        try file.withLock { file throws(JournalFailure) in try file.refresh() }
    }

    /// Whether ``takeFindings()`` has anything to tell.
    package var hasFindings: Bool { file.withLock { !$0.findings.isEmpty } }

    /// What has been found wrong since the last call, to be shown to people.
    package func takeFindings() -> [JournalFinding] {
        file.withLock { file in
            defer { file.findings = [] }
            return file.findings
        }
    }

    // MARK: Writing

    /// Writes lines and returns when they are on the disk: all of them, or none.
    ///
    /// - Parameter decide: the lines, given the queue with everything that other processes have done. It runs under the
    ///   journal's lock.
    /// - Returns: the lines' numbers.
    @discardableResult
    package func append(
        _ decide: (EditQueue) throws(QueueError) -> [JournalRecord.Body]
    ) throws(JournalAppendFailure) -> [JournalRecord.Sequence] {
        try file.withLock { file throws(JournalAppendFailure) in try file.append(decide) }
    }

    /// Does what a person wants of the queue, if it still can be done.
    @discardableResult
    package func append(_ request: QueueRequest) throws(JournalAppendFailure) -> [JournalRecord.Sequence] {
        try append { queue throws(QueueError) in try queue.lines(for: request, by: session) }
    }

    /// Lets everything go on that is held because of damage.
    package func confirm() throws(JournalAppendFailure) {
        try append(.release)
    }

    /// Has what waits for another API sent to this one; only a person can say that it is to be so.
    ///
    /// - Parameter owner: whose it is, as the person was told.
    /// - Returns: whether it was moved; not when it is somebody else's by now.
    package func adopt(from owner: String) throws(JournalFailure) -> Bool {
        try file.withLock { file throws(JournalFailure) in try file.adopt(from: owner) }
    }

    /// Frees the space of what is finished, when that is worth it.
    ///
    /// - Returns: whether it was done.
    @discardableResult
    package func compactIfNeeded() throws(JournalFailure) -> Bool {
        try file.withLock { file throws(JournalFailure) in try file.compactIfNeeded() }
    }

    /// Why ``wipe(force:)`` refuses unless it is forced, as of the last call that read the file; `nil` when it does not.
    package var wipeObstacle: JournalWipeFailure? { file.withLock(\.wipeObstacle) }

    /// Removes the history, the quarantine and the generation before.
    ///
    /// - Parameter force: also what is unfinished, and what was damaged before the person has confirmed it; without it,
    ///   those are errors.
    package func wipe(force: Bool = false) throws(JournalWipeFailure) {
        try file.withLock { file throws(JournalWipeFailure) in try file.wipe(force: force) }
    }

    /// Takes everything of erased customers out of the journal's files: their entries, the history, what undo would take
    /// back, the generation before, and what was set aside. Of what waited for one stays that it was dropped.
    package func purge(_ erased: Set<CustomerID>) throws(JournalFailure) -> JournalPurge {
        try file.withLock { file throws(JournalFailure) in try file.purge(erased) }
    }

    // MARK: The sender

    /// Becomes the one process that sends, unless another one is.
    package func trySenderLock() -> Bool { file.withLock { $0.trySenderLock() } }

    package func releaseSenderLock() { file.withLock { $0.releaseSenderLock() } }
}

/// Why nothing was wiped.
package enum JournalWipeFailure: Error, Hashable, Sendable {
    /// So many edits are unfinished.
    case unfinished(Int)
    /// Edits that were damaged, and perhaps never sent, wait for the person to look at them and confirm.
    ///
    /// - Parameter quarantine: the directory with what could not be read; not there when lines were only missing.
    case damaged(quarantine: String)
    case failed(JournalFailure)
}
