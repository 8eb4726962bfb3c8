import ArgumentParser
import Cache
import Domain
import FoundationEssentials
import Journal
import Settings
import Wording

struct WipeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wipe", abstract: "Remove what this machine keeps of customers.",
        discussion: """
            Removes the cache, drafts of forms, the history of edits and what was set aside from a damaged journal, of \
            one profile. It refuses while edits wait in the queue (75), unless --force throws them away, too.
            """)

    @Flag(help: "Also throw away the edits that the API does not have yet.")
    var force = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let settings = try options.settings(environment)
        guard !(force && settings.isReadOnly) else {
            throw CommandFailure(
                .notPermitted, "Nothing was removed: this is read-only, by \(settings.origins.isReadOnly.text).")
        }
        let directories = Directories(environment: environment)
        if let foreign = directories.foreign[.data] {
            throw CommandFailure(.notPermitted, "Nothing was removed: \(foreign.message)")
        }
        for foreign in directories.foreign.values { StandardError.say(foreign.message) }
        let profile = settings.profileName
        var removed: [String] = []
        if let data = directories.profileData(profile) {
            removed += try wipeJournal(in: data, api: settings.api)
            if try Self.removeDrafts(in: data + "/drafts") { removed.append("drafts") }
        }
        if try Self.removeCaches(directories, profile) { removed.append("cached customers") }
        let nothing = "Profile \(profile) keeps nothing on this machine."
        try StandardOutput().write(
            (removed.isEmpty ? nothing : "Removed of profile \(profile): \(removed.joined(separator: ", ")).") + "\n")
    }

    /// - Returns: what was removed.
    private func wipeJournal(in directory: String, api: String) throws(CommandFailure) -> [String] {
        guard FileManager.default.fileExists(atPath: directory + "/journal.jsonl") else { return [] }
        let journal: EditJournal
        do throws(JournalFailure) {
            journal = try EditJournal.open(directory: directory, api: api).journal
        } catch {
            throw CommandFailure(.inputOutput, error.message)
        }
        do throws(JournalWipeFailure) {
            let unsent = journal.queue.count
            try journal.wipe(force: force)
            return ["the history of edits"] + (unsent > 0 ? [Phrases.count(unsent, "unsent edit")] : [])
        } catch {
            throw CommandFailure(error)
        }
    }

    private static func removeDrafts(in directory: String) throws(CommandFailure) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for name in names { try remove("\(directory)/\(name)") }
        return !names.isEmpty
    }

    /// Removes the caches of every API, wherever a setting may have put them.
    private static func removeCaches(_ directories: Directories, _ profile: String) throws(CommandFailure) -> Bool {
        var hasRemoved = false
        for directory in [directories.runtime, directories.cache].compactMap({ $0.map { "\($0)/\(profile)" } }) {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
            for name in names where name.hasPrefix("cache-") && name.hasSuffix(".db") {
                do throws(CacheFailure) {
                    if try CustomerCache.remove(at: .file("\(directory)/\(name)")) { hasRemoved = true }
                } catch {
                    throw CommandFailure(.inputOutput, error.message)
                }
            }
        }
        return hasRemoved
    }

    private static func remove(_ path: String) throws(CommandFailure) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw CommandFailure(.inputOutput, "Cannot remove \(path). Remove it by hand.")
        }
    }
}

extension CommandFailure {
    fileprivate init(_ failure: JournalWipeFailure) {
        switch failure {
        case .unfinished(let count):
            self.init(
                .tryLater,
                "Nothing was removed: \(Phrases.count(count, "edit")) would be lost, for the API does not have them yet. "
                    + "Send them with: customers sync – or throw them away with: customers wipe --force")
        case .failed(let failure): self.init(.inputOutput, failure.message)
        }
    }
}
