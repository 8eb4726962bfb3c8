import BenchSupport
import Journal

/// Opens a journal again and again: everything is read, checked and replayed each time.
struct Opening {
    let path: String
    let entries: Int

    func measure(_ count: Int) throws -> [Measurement] {
        let directory = path + "/opened"
        try fill(directory)
        return try (0..<count).map { _ in
            // Given back after it was measured, as a program that has opened its journal goes on with it.
            var journal: EditJournal?
            let measurement = try Measurement.of("open") {
                journal = try EditJournal.open(directory: directory, api: Edits.api).journal
                return journal?.queue.count ?? 0
            }
            guard measurement.count == entries else { throw Incomplete() }
            return measurement
        }
    }

    private func fill(_ directory: String) throws {
        let journal = try EditJournal.open(directory: directory, api: Edits.api).journal
        var edits = Edits()
        for first in stride(from: 0, to: entries, by: 100) {
            try journal.append(.enter((first..<min(entries, first + 100)).map { _ in edits.next() }))
        }
    }

    struct Incomplete: Error {}
}
