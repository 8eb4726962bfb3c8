package import Disks
package import Domain
package import Journal
import Randomness
import Wire

/// One run of the program on a disk, and what it told the person.
package struct Life {
    package static let directory = "/home/data/customers/default"
    package static let path = directory + "/journal.jsonl"
    package static let api = "https://api.example.org"

    package let disk: any Disk
    package private(set) var account: Account
    package private(set) var journal: EditJournal?
    package private(set) var findings: [JournalFinding] = []
    package private(set) var failure: JournalFailure?
    private let series: UInt64

    /// - Parameter series: tells the edits of several programs apart.
    package init(_ disk: any Disk, _ account: Account = Account(), series: UInt64 = 0) {
        self.disk = disk
        self.account = account
        self.series = series
    }

    /// The same in every run, so that equal disks are equal.
    package static let time = Timestamp(microseconds: 1_790_000_000_000_000)
    private static let deadBytes = 600
    private static let session: JournalSession = {
        var dice = SplitMix(seed: 1)
        return JournalSession(id: .random(using: &dice), clock: StillClock())
    }()

    /// So that equal disks are equal.
    private struct StillClock: BootClock {
        let now = BootMoment(boot: "1", milliseconds: 1)
    }

    package mutating func open(api: String = Self.api) {
        journal = nil
        do throws(JournalFailure) {
            let opened = try EditJournal.open(
                directory: Self.directory, api: api, session: Self.session, disk: disk,
                maximumDeadBytes: Self.deadBytes, now: { Self.time })
            journal = opened.journal
            findings += opened.findings
            failure = nil
        } catch {
            failure = error
        }
    }

    /// Enters so many edits at once.
    ///
    /// - Returns: whether they were shown as saved.
    @discardableResult
    package mutating func enter(_ count: Int = 1) -> Bool {
        let entries = (0..<count).map { entry(account.attempted.count + $0) }
        let keys = entries.map(\.form.op)
        account.attempt(keys)
        guard let journal else {
            account.exclude(keys)
            return false
        }
        do throws(JournalAppendFailure) {
            try journal.append(.enter(entries))
            account.acknowledge(keys)
            return true
        } catch {
            switch error {
            case .notSaved(_, mayReappear: true): break
            case .notSaved, .closed, .refused: account.exclude(keys)
            }
            return false
        }
    }

    /// Takes the first edits back.
    package mutating func discard(_ count: Int) {
        guard let journal else { return }
        let entries = journal.queue.entries.prefix(count)
        account.release(entries.map(\.op))
        let lines = entries.map { JournalRecord.Body.cancel(for: $0.sequence, .discard) }
        if (try? journal.append({ _ in lines })) != nil { account.exclude(entries.map(\.op)) }
    }

    /// The file is gone: only this program knows what was in it.
    package mutating func loseFile() {
        let saved = account.acknowledged
        account.release(saved)
        try? disk.unlink(Self.path)
        if enter() { account.acknowledge(Array(saved)) }
    }

    package mutating func wipe() {
        guard let journal else { return }
        let keys = journal.queue.entries.map(\.op)
        account.release(keys)
        if (try? journal.wipe(force: true)) != nil { account.exclude(keys) }
    }

    package mutating func compact() { _ = try? journal?.compactIfNeeded() }

    package mutating func refresh() { _ = try? journal?.refresh() }

    /// What happened is told to the person.
    package mutating func takeFindings() { findings += journal?.takeFindings() ?? [] }

    mutating func release(_ keys: Set<IdempotencyKey>) { account.release(keys) }

    /// What another program was told in between.
    mutating func takeOver(_ account: Account) { self.account = account }

    package mutating func end() { journal = nil }

    /// An edit of one of two customers; the same number gives the same edit.
    private func entry(_ number: Int) -> Entry {
        var dice = SplitMix(seed: series << 32 + UInt64(number) + 7_000)
        let op = IdempotencyKey.random(using: &dice)
        var person = SplitMix(seed: UInt64(number % 2))
        let edit = CustomerEdit([.phone: FieldChange(from: "\(number)", to: "\(number + 1)")])
        return Entry(customer: .random(using: &person), form: Entry.Form(op: op, change: .edit(edit, version: 1)))
    }
}
