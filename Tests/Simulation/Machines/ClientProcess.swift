import Domain
import Journal
import Randomness
import Sync
import TestSupport

/// A program of one person: the real synchronisation on the real journal.
final class ClientProcess {
    let number: Int
    let name: String
    let machine: Machine
    var person: Person
    var screen = Screen()
    /// `nil` while the program does not run.
    private(set) var session: Session?
    /// When the next turn is due.
    var nextTurn: Duration?
    var isSuspended = false
    /// Until when the API wants to be left alone, as this program was told.
    var quietUntil: Duration = .zero
    private var sessions = 0

    init(number: Int, name: String, machine: Machine, person: Person) {
        self.number = number
        self.name = name
        self.machine = machine
        self.person = person
    }

    /// The program from one start to its end.
    struct Session {
        let number: Int
        let disk: ProcessDisk
        let journal: EditJournal
        let core: SyncCore
        /// What stands between the two when something is made wrong on purpose.
        let sabotaged: SabotagedJournal?
    }

    static let api = "https://api.example.com"

    /// Starts the program.
    ///
    /// - Parameter calls: the calls of the disk after which it ends again, in the middle of its start.
    /// - Returns: whether it runs.
    func start(seed: UInt64, sabotage: Sabotage?, endsAfterCalls calls: Int?) throws(JournalFailure) {
        sessions += 1
        let disk = ProcessDisk(machine.disk, process: number * 1_000 + sessions)
        disk.endProcess(afterCalls: calls)
        let clock = machine.clock
        var chance = SplitMix(seed: seed &+ 1)
        let session = JournalSession(
            program: name, id: .random(using: &chance), clock: machine.bootClock)
        do throws(JournalFailure) {
            let (journal, _) = try EditJournal.open(
                directory: Machine.directory, api: Self.api, session: session, disk: disk
            ) { clock.now }
            guard !disk.isOver else { return }
            disk.endProcess(afterCalls: nil)
            let access = JournalAccess(journal)
            let sabotaged = sabotage.map { SabotagedJournal(access, $0) }
            let core = SyncCore(
                journal: sabotaged ?? access, generator: SplitMix(seed: seed), epoch: machine.bootClock.epoch)
            self.session = Session(number: sessions, disk: disk, journal: journal, core: core, sabotaged: sabotaged)
        } catch {
            guard !disk.isOver else { return }
            disk.endProcess()
            throw error
        }
        (isSuspended, quietUntil, nextTurn) = (false, .zero, nil)
    }

    /// Ends the program on the spot, as SIGKILL does.
    func kill() {
        session?.disk.endProcess()
        session = nil
        nextTurn = nil
    }
}
