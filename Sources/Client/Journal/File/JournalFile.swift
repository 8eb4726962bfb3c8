import Disks
import Domain
import Files
import SystemPackage

/// A journal's file with what it holds, as one process knows it.
///
/// Everything that reads or writes the file happens under `journal.lock`. A file is only ever appended to, or another is
/// put in its place by rename; which of the two happened shows in its identity and its size.
struct JournalFile {
    let place: JournalPlace
    /// The origin that this process talks to.
    let api: String
    let disk: any Disk
    let now: @Sendable () -> Timestamp
    /// More dead bytes than these are worth a new file.
    let maximumDeadBytes: Int
    /// The newest version of the format that this program knows.
    let version: Int

    var header: JournalHeader
    var queue = EditQueue()
    var live = LiveBytes()
    /// What was found out and not shown yet.
    var findings: [JournalFinding] = []
    /// Why nothing may be written, for people.
    var readOnly: String?

    var file: OpenFile?
    var identity: FileIdentity?
    /// Bytes that were read; nothing after them counts.
    var size = 0
    /// Whether the last line has no newline, which the next append then begins with.
    var lacksNewline = false
    /// Whether the file's name is on the disk for certain.
    var isNameSynced = false
    /// Whether the file must not be appended to: a sync of it has failed, and a later one that succeeds says nothing
    /// (fsync(2): the kernel may have marked the pages clean).
    var mustRewrite = false
    /// The size at which it is worth looking for dead bytes again.
    var nextCompactionCheck = 0

    var lockFile: OpenFile?
    var lockIdentity: FileIdentity?
    var senderFile: OpenFile?

    init(
        place: JournalPlace, api: String, disk: any Disk, maximumDeadBytes: Int = EditJournal.maximumDeadBytes,
        version: Int = JournalHeader.version, now: @escaping @Sendable () -> Timestamp
    ) {
        self.place = place
        self.api = api
        self.disk = disk
        self.now = now
        self.maximumDeadBytes = maximumDeadBytes
        self.version = version
        // There is no file yet; the first one is the first generation.
        header = JournalHeader(api: api, generation: 0)
    }

    /// Gives every descriptor back, and with them the locks.
    mutating func close() {
        for open in [file, lockFile, senderFile] {
            if let open { disk.close(open) }
        }
        (file, lockFile, senderFile) = (nil, nil, nil)
    }

    var journalStatus: JournalStatus {
        if let readOnly { return .readOnly(reason: readOnly) }
        if header.api != api, !queue.isEmpty { return .foreign(api: header.api, asked: api) }
        return queue.holdsEverybody ? .unconfirmed : .ready
    }

    /// What a call of the disk gives, or why it fails in words for people.
    func attempt<Result>(
        _ step: @autoclosure () -> String, _ call: () throws(Errno) -> Result
    ) throws(JournalFailure) -> Result {
        do throws(Errno) {
            return try call()
        } catch {
            throw JournalFailure(error, step())
        }
    }

    /// The status of a path; `nil` when nothing is there.
    func status(at path: String) throws(JournalFailure) -> FileStatus? {
        do throws(Errno) {
            return try disk.lstat(path)
        } catch {
            guard error != .noSuchFileOrDirectory else { return nil }
            throw JournalFailure(error, "look at \(path)")
        }
    }

    /// Brings the names in a directory to the disk.
    func syncDirectory(_ path: String) throws(JournalFailure) {
        try attempt("sync \(path)") { () throws(Errno) in
            let directory = try disk.open(path, .directory)
            defer { disk.close(directory) }
            try disk.fsync(directory)
        }
    }

    func remove(_ path: String) throws(JournalFailure) {
        do throws(Errno) {
            try disk.unlink(path)
        } catch {
            guard error != .noSuchFileOrDirectory else { return }
            throw JournalFailure(error, "remove \(path)")
        }
    }
}
