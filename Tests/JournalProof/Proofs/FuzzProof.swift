import Domain
import Journal

/// Whatever bytes stand in a journal, reading them ends, and twice in the same.
package struct FuzzProof {
    private var mutator: LineMutator
    /// How many inputs had something in them that was accepted.
    package private(set) var accepted = 0
    package private(set) var broken: Set<BrokenPromise> = []

    package init(seed: UInt64) {
        mutator = LineMutator(seed: seed)
    }

    package mutating func run(inputs: Int) {
        for number in 0..<inputs {
            let bytes = mutator.next()
            let contents = JournalContents(bytes)
            let queue = contents.queue
            if queue.lastSequence > 0 { accepted += 1 }
            // What was understood can be asked for everything, and written down again.
            for customer in queue.customers {
                _ = queue.nextBatch(for: customer, isReleased: { _ in true })
                _ = queue.overlay(customer, on: nil)
            }
            let again = queue.compacted(first: 1, time: Life.time).reduce(into: EditQueue()) { $0.apply($1) }
            if again.entries.map(\.op) != queue.entries.map(\.op) || again.held != queue.held {
                broken.insert(BrokenPromise(.undecided, "input \(number): \(String(decoding: bytes, as: UTF8.self))"))
            }
        }
    }
}
