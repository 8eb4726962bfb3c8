import Cache
import Disks
import Domain
import Files
import FoundationEssentials
import Glibc
import Journal
import Settings
import SystemPackage
import Wording
import Workspace

/// What one profile keeps on this machine, wherever a setting or an earlier session may have put it.
struct ProfileRemains {
    let profile: String
    /// Where journals and drafts are.
    private let data: [String]
    /// Where customers that were read are.
    private let caches: [String]

    init(_ profile: String, _ places: WipePlaces) {
        self.profile = profile
        data = places.data.map { "\($0)/\(profile)" }
        caches = places.caches.map { "\($0)/\(profile)" }
    }

    /// What stays in a journal's directory, without anything of a customer.
    private static let emptyFiles =
        ["journal.jsonl", "journal.lock", "sender.lock", "drafts", "quarantine"] + UseReports.fileNames

    /// How many uses of customers the API is still to be told of, without anything of theirs but ids.
    var unreported: Int { data.reduce(0) { $0 + UseReports.waiting(in: $1) } }

    /// How many edits the API does not have yet.
    ///
    /// - Throws: ``ExitStatus/tryLater`` when nobody knows, because a journal was damaged and nobody has confirmed it.
    func unfinished(api: String) throws(CommandFailure) -> Int {
        var count = 0
        for journal in try journals(api) {
            switch journal.wipeObstacle {
            case .unfinished(let more): count += more
            case .damaged(let quarantine): throw CommandFailure(.damaged(quarantine: quarantine))
            case .failed(let failure): throw CommandFailure(.failed(failure))
            case nil: break
            }
        }
        return count
    }

    /// Removes everything.
    ///
    /// - Returns: what was removed, in words.
    func wipe(api: String, force: Bool) throws(CommandFailure) -> [String] {
        var removed: [String] = []
        let journals = try journals(api)
        // Now that they are open: what is damaged was set aside then, and goes with the journal.
        let setAside = data.contains { !Self.names("\($0)/quarantine").isEmpty }
        for journal in journals {
            let unsent = journal.queue.count
            defer { Self.say(journal.takeFindings()) }
            do throws(JournalWipeFailure) {
                try journal.wipe(force: force)
            } catch {
                throw CommandFailure(error)
            }
            removed += ["the history of edits"] + (unsent > 0 ? [Phrases.count(unsent, "unsent edit")] : [])
        }
        for directory in data { _ = try Self.empty("\(directory)/quarantine") }
        if setAside { removed.append("what was set aside") }
        for directory in data {
            if try Self.empty("\(directory)/drafts") { removed.append("drafts") }
        }
        for directory in caches {
            if try Self.removeCaches(in: directory) { removed.append("cached customers") }
            if try Self.removeSignIn(in: directory) { removed.append("the sign-in") }
        }
        for directory in data {
            if try Self.removeLines(in: directory) { removed.append("the columns and searches that were kept") }
        }
        for directory in data + caches where Self.removeEditorFiles(in: directory) {
            removed.append("what an editor has left")
        }
        if force, try removeReports() { removed.append("what the API was to be told of") }
        return removed
    }

    /// What is there all the same, once everything is removed that this program knows.
    var left: [String] {
        let kept = data.flatMap { directory in
            Self.names(directory).filter { !Self.emptyFiles.contains($0) }.map { "\(directory)/\($0)" }
        }
        return kept + caches.flatMap { directory in Self.names(directory).map { "\(directory)/\($0)" } }
    }

    /// Those that there are, and those of which only a generation before is left.
    private func journals(_ api: String) throws(CommandFailure) -> [EditJournal] {
        var journals: [EditJournal] = []
        for directory in data {
            let names = Self.names(directory)
            guard names.contains("journal.jsonl") || names.contains("journal.jsonl.old") else { continue }
            do throws(JournalFailure) {
                let (journal, findings) = try EditJournal.open(directory: directory, api: api)
                Self.say(findings)
                journals.append(journal)
            } catch {
                throw CommandFailure(.inputOutput, error.message)
            }
        }
        return journals
    }

    /// Says what was wrong, at once or it is never said: the next program to open the journal finds it mended.
    private static func say(_ findings: [JournalFinding]) {
        for finding in findings { StandardError.say(finding.message) }
    }

    /// Removes what is in a directory; what a link in its place leads to is left alone.
    private static func empty(_ directory: String) throws(CommandFailure) -> Bool {
        guard (try? SystemDisk().lstat(directory))?.kind == .directory else { return false }
        let names = names(directory)
        for name in names { try remove("\(directory)/\(name)") }
        return !names.isEmpty
    }

    /// Removes what a client that was killed has left of a text in the person's editor.
    private static func removeEditorFiles(in directory: String) -> Bool {
        let folder = "\(directory)/editor"
        guard (try? SystemDisk().lstat(folder))?.kind == .directory else { return false }
        return (try? FileManager.default.removeItem(atPath: folder)) != nil
    }

    /// Removes a sign-in of whatever terms, and what a killed program has left of one.
    private static func removeSignIn(in directory: String) throws(CommandFailure) -> Bool {
        let names = names(directory).filter { $0.hasPrefix("sign-in.json") || $0.hasPrefix(".sign-in.json-") }
        for name in names { try remove("\(directory)/\(name)") }
        return names.contains("sign-in.json")
    }

    /// Removes what the interface keeps, and what a killed program has left of it.
    private static func removeLines(in directory: String) throws(CommandFailure) -> Bool {
        let kept = ProfileLines.Subject.allCases.map(\.rawValue)
        let names = names(directory).filter { name in kept.contains { name == $0 || name.hasPrefix(".\($0)-") } }
        for name in names { try remove("\(directory)/\(name)") }
        return names.contains(where: kept.contains)
    }

    private func removeReports() throws(CommandFailure) -> Bool {
        let had = unreported > 0
        for directory in data {
            for name in Self.names(directory) where UseReports.fileNames.contains(name) {
                try Self.remove("\(directory)/\(name)")
            }
        }
        return had
    }

    /// Removes the caches of every API, and what SQLite has left of them.
    private static func removeCaches(in directory: String) throws(CommandFailure) -> Bool {
        let names = Set(names(directory).filter { $0.hasPrefix("cache-") }.compactMap(databaseName))
        for name in names.sorted() {
            do throws(CacheFailure) {
                _ = try CustomerCache.remove(at: .file("\(directory)/\(name)"))
            } catch {
                throw CommandFailure(.inputOutput, error.message)
            }
        }
        return !names.isEmpty
    }

    /// `cache-1a2b.db` for itself, its log and its index in shared memory.
    private static func databaseName(_ file: String) -> String? {
        for suffix in [".db", ".db-wal", ".db-shm"] where file.hasSuffix(suffix) {
            return String(file.dropLast(suffix.count)) + ".db"
        }
        return nil
    }

    /// Removes a file, or a directory with what is in it; a link itself, never what it leads to.
    private static func remove(_ path: String) throws(CommandFailure) {
        let disk = SystemDisk()
        do throws(Errno) {
            guard try disk.lstat(path).kind == .directory else { return try disk.unlink(path) }
        } catch {
            throw CommandFailure(.inputOutput, "Cannot remove \(path): \(error). Remove it by hand.")
        }
        for name in names(path) { try remove("\(path)/\(name)") }
        guard rmdir(path) == 0 else {
            throw CommandFailure(.inputOutput, "Cannot remove \(path): \(Errno.last). Remove it by hand.")
        }
    }

    private static func names(_ directory: String) -> [String] {
        (try? SystemDisk().readdir(directory)) ?? []
    }
}

/// Where something of customers may be: the places that the environment names now, and those of a session with less in it.
struct WipePlaces {
    let data: [String]
    let caches: [String]
    /// Where parts of exports may be that were broken off.
    private let exports: [String]
    /// A session's own place that the environment does not name.
    private let unnamedSession: String?

    init(_ directories: Directories, workingDirectory: String) {
        let home = directories.home
        func unique(_ paths: [String?]) -> [String] {
            paths.compactMap(\.self).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }
        data = unique([directories.data, home.map { $0 + "/.local/share/customers" }])
        caches = unique([directories.runtime, directories.cache, home.map { $0 + "/.cache/customers" }])
        exports = unique([workingDirectory, home])
        unnamedSession = directories.runtime == nil ? "/run/user/\(geteuid())/customers" : nil
    }

    /// Every profile that something is kept of.
    var profiles: [String] {
        let names = (data + caches).flatMap { (try? SystemDisk().readdir($0)) ?? [] }
        return Set(names.filter(ClientSettings.isProfileName)).sorted()
    }

    /// What is not a profile's, and stays.
    var left: [String] {
        let parts = exports.flatMap { directory in
            ((try? SystemDisk().readdir(directory)) ?? []).filter { $0.hasPrefix(".customers-") }.map {
                "\(directory)/\($0)"
            }
        }
        return parts + [unnamedSession].compactMap(\.self).filter { access($0, F_OK) == 0 }
    }
}
