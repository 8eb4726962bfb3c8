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

    /// - Parameter version: the newest version of the format that this program knows.
    package mutating func open(api: String = Self.api, version: Int = EditJournal.newestVersion) {
        journal = nil
        do throws(JournalFailure) {
            let opened = try EditJournal.open(
                directory: Self.directory, api: api, session: Self.session, disk: disk,
                maximumDeadBytes: Self.deadBytes, version: version, now: { Self.time })
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
        record(count) { .enter($0) }
    }

    /// Enters so many notes and restorations, in turn, of a third customer.
    package mutating func enterNotes(_ count: Int = 1) {
        record(count, as: Self.later, of: Self.noted) { .enter($0) }
    }

    /// Everything of the third customer is erased on request.
    package mutating func purge() {
        guard let journal else { return }
        let keys = journal.queue.entries(for: Self.third).map(\.op)
        account.release(Set(keys))
        // The first one's key names the refusal that stands in the place of all.
        if (try? journal.purge([Self.third])) != nil { account.exclude(Array(keys.dropFirst())) }
    }

    /// Enters edits that belong together, so many with each append.
    package mutating func enterGroup(_ counts: Int...) {
        var dice = SplitMix(seed: series << 32 + UInt64(account.attempted.count) + 3_000)
        let group = EditGroup(id: .random(using: &dice), name: "Tag vip")
        for count in counts { record(count, in: group.id) { .group(group, $0) } }
    }

    @discardableResult
    private mutating func record(
        _ count: Int, as change: (Int) -> Entry.Change = Self.edit, of customer: (Int) -> CustomerID = Self.customer,
        in group: EditGroup.ID? = nil, _ request: ([Entry]) -> QueueRequest
    ) -> Bool {
        let entries = (0..<count).map { index in
            let number = account.attempted.count + index
            return entry(number, change(number), of: customer(number))
        }
        let keys = entries.map(\.form.op)
        account.attempt(keys, in: group)
        guard let journal else {
            account.exclude(keys)
            return false
        }
        do throws(JournalAppendFailure) {
            try journal.append(request(entries))
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

    /// Takes back what can be of the last step.
    package mutating func undoGroup() {
        guard let journal, case .group(let step)? = journal.queue.nextUndo else { return }
        let keys = journal.queue.entries(of: step.group.id).filter(\.isUnsent).map(\.op)
        account.release(keys)
        let request = QueueRequest.takeBack(step.group.id, with: EditGroup(name: "Undo"), [])
        if (try? journal.append(request)) != nil { account.exclude(keys) }
    }

    /// Becomes the program that sends.
    package mutating func becomeSender() { _ = journal?.trySenderLock() }

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

    private static func edit(_ number: Int) -> Entry.Change {
        .edit(CustomerEdit([.phone: FieldChange(from: "\(number)", to: "\(number + 1)")]), version: 1)
    }

    private static func later(_ number: Int) -> Entry.Change {
        let base = CustomerDetails(trustedName: "\(number)", email: "a@example.org", phone: nil, address: nil)
        return number % 3 == 2
            ? .restore(base: base, version: 2) : .note(NoteText(trusted: "Said \(number)\nand more"))
    }

    /// One of two.
    private static func customer(_ number: Int) -> CustomerID {
        var person = SplitMix(seed: UInt64(number % 2))
        return .random(using: &person)
    }

    private static let third: CustomerID = {
        var person = SplitMix(seed: 9)
        return .random(using: &person)
    }()

    private static func noted(_ number: Int) -> CustomerID { third }

    /// The same number gives the same key.
    private func entry(_ number: Int, _ change: Entry.Change, of customer: CustomerID) -> Entry {
        var dice = SplitMix(seed: series << 32 + UInt64(number) + 7_000)
        let op = IdempotencyKey.random(using: &dice)
        return Entry(customer: customer, form: Entry.Form(op: op, change: change))
    }
}
