import Disks
import Domain
import Files
import SystemPackage

extension JournalFile {
    /// Reads the journal, or creates one, and repairs what is wrong with it.
    mutating func open() throws(JournalFailure) {
        do throws(JournalFailure) {
            try lock()
        } catch {
            guard [.readOnly, .denied, .noPlace].contains(error.kind), try openReadOnly(error) else { throw error }
            return
        }
        defer { unlock() }
        try checkDirectory()
        if let status = try status(at: place.journal) {
            let wasClean = try read(status)
            guard readOnly == nil else { return }
            try syncRead()
            // It has served; when it cannot be removed now, the next start tries again.
            if wasClean { try? remove(place.old) }
        } else {
            try begin()
        }
    }

    /// Syncs what was read to the disk: its writer may have been killed before doing so.
    mutating func syncRead() throws(JournalFailure) {
        guard !isNameSynced, let file else { return }
        do throws(Errno) {
            try disk.fdatasync(file)
        } catch {
            mustRewrite = true
            return try compact()
        }
        try syncDirectory(place.directory)
        isNameSynced = true
    }

    /// A journal that is not there: the generation before, if that is, or a new one.
    private mutating func begin() throws(JournalFailure) {
        try syncNamesAbove()
        if let status = try status(at: place.old), status.kind == .file, status.owner == disk.userID {
            let file = try attempt("open \(place.old)") { () throws(Errno) in try disk.open(place.old, .reading) }
            defer { disk.close(file) }
            let contents = JournalContents(try read(file, from: 0, to: status.size))
            guard !contents.isNewer else { throw .newer(place.old, contents.header) }
            if let header = contents.header {
                self.header = header
                queue = contents.queue
                if !queue.isEmpty { queue.hold(nil) }
                findings.append(JournalFinding.missing(place))
            }
        }
        try compact()
    }

    private mutating func openReadOnly(_ failure: JournalFailure) throws(JournalFailure) -> Bool {
        guard let status = try? status(at: place.journal), status.kind == .file else { return false }
        let file = try attempt("open \(place.journal)") { () throws(Errno) in try disk.open(place.journal, .reading) }
        defer { disk.close(file) }
        let contents = JournalContents(try read(file, from: 0, to: status.size))
        guard let header = contents.header, !contents.isNewer else { return false }
        self.header = header
        queue = contents.queue
        readOnly = failure.message
        return !queue.isEmpty
    }

    /// The directory and what is in it are for the person alone.
    private mutating func checkDirectory() throws(JournalFailure) {
        let directory = try attempt("open \(place.directory)") { () throws(Errno) in
            try disk.open(place.directory, .directory)
        }
        defer { disk.close(directory) }
        try checkAccess(directory, place.directory, kind: .directory, permissions: 0o700)
    }

    func checkedStatus(_ file: OpenFile, _ path: String) throws(JournalFailure) -> FileStatus {
        try attempt("look at \(path)") { () throws(Errno) in try disk.fstat(file) }
    }

    mutating func checkAccess(
        _ file: OpenFile, _ path: String, kind: FileStatus.Kind, permissions: UInt32
    ) throws(JournalFailure) {
        let status = try checkedStatus(file, path)
        guard status.kind == kind else { throw .notOurs(path, "is not what it should be") }
        guard status.owner == disk.userID else { throw .notOurs(path, "belongs to another user") }
        guard status.permissions & 0o077 != 0 else { return }
        try attempt("change the permissions of \(path)") { () throws(Errno) in
            try disk.fchmod(file, to: permissions)
        }
        findings.append(
            JournalFinding(.exposed, "Other users could read \(path); now only you can. Nothing else was changed."))
    }
}

extension JournalFinding {
    static func missing(_ place: JournalPlace) -> JournalFinding {
        JournalFinding(
            .replaced,
            "\(place.journal) was gone; the copy before the last clean-up was taken. Look at what is unfinished.")
    }
}
