import Disks
import Files
import Glibc
import SystemPackage

/// Whether a process holds `sender.lock` beside a journal, as far as the system tells (proc(5), `/proc/locks`).
package enum SenderPresence: Hashable, Sendable {
    case nobody
    case process(SenderProcess)
    /// This system does not tell.
    case hidden

    /// - Parameter directory: the journal's.
    package static func look(in directory: String) -> SenderPresence {
        guard let locks = ProcessFile.text(of: "/proc/locks") else { return .hidden }
        guard let lock = ProcessFile.status(of: JournalPlace(directory).senderLock) else { return .nobody }
        for line in locks.split(separator: "\n") {
            guard let holder = holder(line, ofFile: UInt64(lock.st_ino)), isOpen(lock, in: holder) else { continue }
            return .process(SenderProcess(id: holder, isStopped: isStopped(holder)))
        }
        return .nobody
    }

    /// The process that holds the file's lock by flock(2): `1: FLOCK  ADVISORY  WRITE 4711 fe:00:131 0 EOF`.
    ///
    /// A process that only waits for it has an arrow before the kind.
    private static func holder(_ line: Substring, ofFile inode: UInt64) -> Int32? {
        let words = line.split(separator: " ")
        guard words.count > 5, words[1] == "FLOCK", let place = words[5].split(separator: ":").last,
            UInt64(place) == inode
        else { return nil }
        return Int32(words[4])
    }

    /// Two file systems may number their files alike, and name themselves here otherwise than in stat(2).
    ///
    /// A window of ours lets nobody but root look into it (`ccoredumps_forbid`), so a process that does not is taken for one.
    private static func isOpen(_ lock: stat, in process: Int32) -> Bool {
        let directory = "/proc/\(process)/fd"
        let names: [String]
        do throws(Errno) {
            names = try SystemDisk().readdir(directory)
        } catch {
            return error == .permissionDenied || error == .notPermitted
        }
        return names.contains { name in
            guard let status = ProcessFile.status(of: "\(directory)/\(name)") else { return false }
            return status.st_dev == lock.st_dev && status.st_ino == lock.st_ino
        }
    }

    /// The state's letter comes behind the program's name, which may hold anything, in parentheses.
    private static func isStopped(_ process: Int32) -> Bool {
        guard let text = ProcessFile.text(of: "/proc/\(process)/stat"), let end = text.lastIndex(of: ")") else {
            return false
        }
        return text[text.index(after: end)...].drop { $0 == " " }.first == "T"
    }

    /// How long ago something was written into the journal, by the wall clock.
    ///
    /// - Parameter directory: the journal's.
    package static func silentSeconds(in directory: String) -> Int {
        guard let journal = ProcessFile.status(of: JournalPlace(directory).journal) else { return 0 }
        return max(0, time(nil) - journal.st_mtim.tv_sec)
    }
}

/// A process that holds `sender.lock`.
package struct SenderProcess: Hashable, Sendable {
    package let id: Int32
    /// Whether it has been stopped, as by SIGSTOP: it neither sends nor lets others.
    package let isStopped: Bool

    package init(id: Int32, isStopped: Bool) {
        self.id = id
        self.isStopped = isStopped
    }
}
