package import APIClient
package import Cache
import Domain
import FoundationEssentials
package import Journal
import Settings
package import Sync
import Wording

/// What a profile keeps on this machine: the queue of edits with its sender, and the customers that were read.
package struct ProfileWorkspace: Sendable {
    package let journal: EditJournal
    /// Where the journal is; `nil` when it is in memory.
    let journalDirectory: String?
    package let synchronizer: Synchronizer
    /// Makes calls whose every answer tells the synchronisation whether the API can be reached.
    package let client: CustomerClient
    /// The same without that, for what says nothing of the queue's way.
    let unobservedClient: CustomerClient
    /// `nil` when nothing can be kept, not even in memory.
    package let cache: CustomerCache?
    package let cacheLocation: CacheLocation
    /// Follows what changes, and the whole directory where the profile asks for it.
    package let changes: ChangeFollower
    /// What is done with customers out of the server's sight.
    package let reports: UseReports
    /// Who was erased on request.
    package let erasures: Erasures
    /// Forms and notes that were not finished.
    let drafts: KeptDrafts
    /// Where edits are until they are sent.
    package let editStorage: EditStorage
    /// Messages on what was wrong with the journal when it was opened; each is reported once.
    package let findings: [String]
    /// Messages on what was found wrong with it since, or since the last call.
    package func takeFindings() -> [String] { journal.takeFindings().map(\.message) }
    /// Messages on where customers are kept.
    package let cacheRemarks: [String]
    /// Both.
    package var remarks: [String] { findings + cacheRemarks }

    /// - Parameters:
    ///   - program: who enters what is entered, as it was called.
    ///   - makesJournal: whether a journal is made where there is none; a command that only reads needs none.
    ///   - deletionDelay: how long deletions entered here wait; zero for a caller that asks before.
    package init(
        _ connection: APIConnection, environment: [String: String], program: String, makesJournal: Bool,
        deletionDelay: Duration = .zero
    ) {
        let settings = connection.settings
        let directories = Directories(environment: environment)
        let origin = connection.endpoint.text
        let session = JournalSession(program: program, deletionDelay: deletionDelay)
        let place = JournalStorage(directories, settings.profileName, origin, session, makesJournal: makesJournal)
        (journal, editStorage) = (place.journal, place.editStorage)
        journalDirectory = journal.isDurable ? directories.profileData(settings.profileName) : nil
        synchronizer = Synchronizer(
            journal: JournalAccess(journal, in: journalDirectory), client: connection.singleAttempts)
        client = synchronizer.listening(to: connection.api)
        unobservedClient = connection.api
        reports = UseReports(
            directory: directories.profileData(settings.profileName), api: origin, client: connection.singleAttempts,
            sshConnection: environment["SSH_CONNECTION"])
        let kept = CacheStorage(directories, settings, origin)
        (cache, cacheLocation) = (kept.cache, kept.location)
        changes = ChangeFollower(
            kept.cache, copies: settings.replicates,
            client: synchronizer.listening(to: connection.api, hearsPauses: false),
            pace: ReplicaPace(interval: .seconds(settings.pollSeconds)))
        erasures = Erasures(
            connection.singleAttempts, journal, kept.cache, data: directories.profileData(settings.profileName))
        drafts = KeptDrafts(in: directories.profileData(settings.profileName))
        (findings, cacheRemarks) = (place.findings, kept.remarks)
    }
}

/// Opens the journal, or one in memory when none can be kept on disk.
private struct JournalStorage {
    let journal: EditJournal
    let editStorage: EditStorage
    let findings: [String]

    init(
        _ directories: Directories, _ profile: String, _ origin: String, _ session: JournalSession, makesJournal: Bool
    ) {
        guard let directory = directories.profileData(profile) else {
            self.init(inMemory: directories.reasonForNoData, origin, session)
            return
        }
        let exists = FileManager.default.fileExists(atPath: directory + "/journal.jsonl")
        guard makesJournal || exists else {
            self.init(journal: .volatile(api: origin, session: session), editStorage: .onDisk, findings: [])
            return
        }
        do throws(JournalFailure) {
            let (journal, findings) = try EditJournal.open(directory: directory, api: origin, session: session)
            self.init(journal: journal, editStorage: .onDisk, findings: findings.map(\.message))
        } catch {
            self.init(inMemory: error.message, origin, session)
        }
    }

    private init(inMemory reason: String, _ origin: String, _ session: JournalSession) {
        self.init(
            journal: .volatile(api: origin, session: session), editStorage: .inMemory(because: reason), findings: [])
    }

    private init(journal: EditJournal, editStorage: EditStorage, findings: [String]) {
        self.journal = journal
        self.editStorage = editStorage
        self.findings = findings
    }
}

/// Opens the cache where the settings want it, or in memory when it cannot be there.
private struct CacheStorage {
    let cache: CustomerCache?
    let location: CacheLocation
    let remarks: [String]

    init(_ directories: Directories, _ settings: ClientSettings, _ origin: String) {
        let wanted = Self.wanted(directories, settings, origin)
        do throws(CacheFailure) {
            let opened = try CustomerCache(at: wanted.location, origin: origin)
            let isEmptied = opened.takeReplacement() == .damaged
            (cache, location) = (opened, wanted.location)
            remarks = wanted.remarks + (isEmptied ? [CacheFailure.damaged.message] : [])
        } catch {
            cache = try? CustomerCache(at: .memory, origin: origin)
            location = .memory
            remarks = wanted.remarks + [error.message]
        }
    }

    /// The write-ahead log of SQLite does not work over a network (sqlite.org/wal.html, section 1), so nothing is kept
    /// on one.
    private static func wanted(
        _ directories: Directories, _ settings: ClientSettings, _ origin: String
    ) -> (location: CacheLocation, remarks: [String]) {
        guard let purpose = purpose(settings.cache), let directory = directories.cacheDirectory(purpose, settings)
        else {
            return (.memory, purpose(settings.cache).flatMap { directories.foreign[$0]?.message }.map { [$0] } ?? [])
        }
        if let network = NetworkFileSystem.holding(directory) {
            return (.memory, ["Customers are kept in memory only: \(directory) is on \(network.name)."])
        }
        return (.file(in: directory, origin: origin), [])
    }

    private static func purpose(_ place: CachePlace) -> Directories.Purpose? {
        switch place {
        case .session: .runtime
        case .disk: .cache
        case .none: nil
        }
    }
}

extension Directories {
    fileprivate func cacheDirectory(_ purpose: Purpose, _ settings: ClientSettings) -> String? {
        path(purpose).map { $0 + "/" + settings.profileName }
    }
}
