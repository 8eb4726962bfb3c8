package import Journal
import Randomness

/// A journal's bytes, and what they came to after each append.
package struct RecordedJournal: Sendable {
    package private(set) var bytes: [UInt8] = []
    /// Where the file ended, and what was in the queue, after each append; the first is the empty journal's.
    package private(set) var steps: [(end: Int, queue: EditQueue)] = []

    /// A journal of which the seed decides what is in it.
    package init(seed: UInt64, appends: Int) {
        var history = RandomHistory(seed: seed)
        self.init(appends: appends) { history.append(to: $0) }
    }

    /// A journal of edits alone, of several customers, some of them entered together.
    package init(edits: Int, seed: UInt64 = 0) {
        var history = RandomHistory(seed: seed, customers: edits)
        self.init(appends: edits) { _ in
            (0..<(history.dice.once(in: 4) ? 3 : 1)).map { _ in
                let change = Entry.Change.create(history.newCustomer())
                return .entry(Entry(customer: history.dice.pick(history.customers), form: history.form(change)))
            }
        }
    }

    private init(appends: Int, _ next: (EditQueue) -> [JournalRecord.Body]) {
        let disk = SimulatedDisk(Scenario.home.image)
        var life = Life(disk)
        life.open()
        steps.append((disk.image[Life.path]?.count ?? 0, EditQueue()))
        for _ in 0..<appends {
            guard let journal = life.journal else { break }
            let bodies = next(journal.queue)
            _ = try? journal.append { _ in bodies }
            steps.append((disk.image[Life.path]?.count ?? 0, journal.queue))
        }
        bytes = disk.image[Life.path] ?? []
    }

    /// The queue that a program must find in so many of the first bytes, and where the last append ends that is whole.
    func whole(in count: Int) -> (end: Int, queue: EditQueue) {
        // A line is whole without its newline.
        steps.last { $0.end - 1 <= count } ?? (0, EditQueue())
    }
}
