import Domain
import Journal
import Screen

/// What surrounds the panes: the screen, the time, and what is said in the status line.
struct Chrome: Sendable {
    var size: Size
    var now: Timestamp
    var notice: Notice?
    /// What the key that is being handled has put away.
    private(set) var dismissed: Notice?
    /// What was found wrong with the journal, at the start and since, until the person has put it away.
    var findings: [String]
    /// The number that is being typed before a movement.
    var count: Int?
    var isMasked = false
    /// Nobody has touched a key for long: even the field being typed in is masked.
    var isIdle = false
    /// The terminal is lent to the program that locks it.
    var isLocked = false
    /// The terminal is lent to the person's editor.
    var isInEditor = false
    private(set) var lastInput: Timestamp
    /// From when the clock's minutes are counted: it ticks at each one's.
    var clockOrigins: [Timestamp]
    /// Whether anybody has touched a key yet.
    private(set) var hasInput = false
    /// A form of an earlier session that was found too late to be asked about at once.
    var waitingDraft: Draft?
    /// What is on its way to the clipboard and need not be kept once it is there.
    var rescued: Rescued?
    /// Whose values are on their way to the clipboard.
    var copied: [CustomerID] = []
    /// What is said besides once it is there.
    var copyRemark: String?
    /// Who was seen while the API was away.
    var offlineReads = OfflineReads()
    /// The columns of lists of customers.
    var columns: ListColumns
    /// How many terminals show this screen, as far as tmux has told.
    var attachedTerminals = 1
    /// Whether the person has asked for what waits to be sent, and has not seen yet what became of it.
    var isSyncAskedFor = false

    init(_ environment: AppEnvironment, size: Size, now: Timestamp) {
        self.size = size
        self.now = now
        lastInput = now
        clockOrigins = [now]
        findings = environment.findings
        columns = environment.savedColumns ?? environment.columns
        isMasked = environment.startsMasked
        var notices = environment.notices
        if case .inMemory(let reason) = environment.editStorage {
            notices.append("Edits are kept in memory only, until they are sent: \(reason)")
        }
        if !notices.isEmpty { notice = .warning(notices.joined(separator: " ")) }
    }

    /// What happens again and again is said once.
    mutating func add(_ findings: [String]) {
        for finding in findings where !self.findings.contains(finding) { self.findings.append(finding) }
    }

    /// Nobody is at the keys, and what was hidden stays so; the wait for the next step begins anew.
    mutating func restAgain() {
        lastInput = now
    }

    /// A key puts away what was said before it.
    mutating func dismissNotice() { (dismissed, notice) = (notice, nil) }

    /// Somebody is at the keys.
    mutating func noteInput() {
        lastInput = now
        isIdle = false
        hasInput = true
    }
}
