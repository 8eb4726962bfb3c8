import Domain
import JournalProof
import Testing

@testable import Journal

@Suite("What a queue tells of its last changes")
struct ChangedSinceTests {
    @Test(
        "Whose edits have changed since an older queue is the same as by looking at all of both",
        arguments: 0..<20 as Range<UInt64>)
    func same(_ seed: UInt64) {
        var history = RandomHistory(seed: 7_000 + seed)
        var queues = [EditQueue()]
        for _ in 0..<120 {
            var queue = queues[queues.count - 1]
            for body in history.append(to: queue) {
                queue.apply(JournalRecord(sequence: queue.lastSequence + 1, time: .now(), body: body))
            }
            for older in [queues[queues.count - 1], queues[queues.count / 2], queues[0]] {
                let all = history.customers.filter { queue.entries(for: $0) != older.entries(for: $0) }
                #expect(Set(queue.customers(changedSince: older)) == Set(all))
            }
            queues.append(queue)
        }
    }
}
