import Disks
import Files
import SystemPackage

extension JournalFile {
    /// How often a lock file may be taken away while it is being locked.
    private static let maximumLockAttempts = 8

    /// Waits for `journal.lock`.
    mutating func lock() throws(JournalFailure) {
        for _ in 0..<Self.maximumLockAttempts {
            let file = try openLock()
            do throws(Errno) {
                _ = try disk.lock(file, wait: true)
            } catch {
                throw .locking(error, place.lock)
            }
            // Deleting the file while it is locked would let a second process in under another file of that name.
            if let status = try? disk.lstat(place.lock), status.identity == lockIdentity { return }
            disk.close(file)
            lockFile = nil
        }
        throw JournalFailure(.inputOutput, "\(place.lock) does not stay. Find out which program deletes it.")
    }

    func unlock() {
        if let lockFile { disk.unlock(lockFile) }
    }

    private mutating func openLock() throws(JournalFailure) -> OpenFile {
        if let lockFile { return lockFile }
        let file = try open(lockAt: place.lock)
        lockIdentity = try attempt("look at \(place.lock)") { () throws(Errno) in try disk.fstat(file).identity }
        lockFile = file
        return file
    }

    private func open(lockAt path: String) throws(JournalFailure) -> OpenFile {
        do throws(Errno) {
            return try disk.open(path, .locking)
        } catch {
            guard error == .noSuchFileOrDirectory else { throw JournalFailure(error, "open \(path)") }
            try makeDirectory(place.directory)
            return try attempt("open \(path)") { () throws(Errno) in try disk.open(path, .locking) }
        }
    }

    // MARK: The sender

    /// Takes `sender.lock` when no other process has it.
    mutating func trySenderLock() -> Bool {
        if let senderFile {
            if let mine = try? disk.fstat(senderFile), let there = try? disk.lstat(place.senderLock),
                mine.identity == there.identity
            {
                return true
            }
            releaseSenderLock()
        }
        guard let file = try? disk.open(place.senderLock, .locking) else { return false }
        guard (try? disk.lock(file, wait: false)) == true, let mine = try? disk.fstat(file),
            let there = try? disk.lstat(place.senderLock), mine.identity == there.identity
        else {
            disk.close(file)
            return false
        }
        senderFile = file
        return true
    }

    mutating func releaseSenderLock() {
        if let senderFile { disk.close(senderFile) }
        senderFile = nil
    }

    // MARK: Directories

    /// Makes a directory and those above it, and brings their names to the disk.
    func makeDirectory(_ path: String) throws(JournalFailure) {
        do throws(Errno) {
            try disk.mkdir(path)
        } catch {
            guard error != .fileExists else { return }
            guard error == .noSuchFileOrDirectory, let parent = Self.parent(of: path) else {
                throw JournalFailure(error, "create \(path)")
            }
            try makeDirectory(parent)
            try attempt("create \(path)") { () throws(Errno) in
                do throws(Errno) { try disk.mkdir(path) } catch { if error != .fileExists { throw error } }
            }
        }
        if let parent = Self.parent(of: path) { try syncDirectory(parent) }
    }

    /// Syncs the names of the journal's directory and of those above it to the disk: the process that made them may have
    /// been killed before that.
    func syncNamesAbove() throws(JournalFailure) {
        guard let device = try status(at: place.directory)?.identity.device else { return }
        var path = place.directory
        while let parent = Self.parent(of: path), try status(at: parent)?.identity.device == device {
            do throws(JournalFailure) {
                try syncDirectory(parent)
            } catch {
                // A user who may not read it has hardly made anything in it.
                guard error.kind == .denied else { throw error }
            }
            path = parent
        }
    }

    private static func parent(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"), path.count > 1 else { return nil }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
