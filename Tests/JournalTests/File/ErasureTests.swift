import Disks
import Domain
import JournalProof
import Testing
import Wire

@testable import Journal

/// What is left of persons who were erased on request.
@Suite("Erasure from the journal")
struct ErasureTests {
    private let disk = SimulatedDisk(Scenario.home.image)
    private let erased = CustomerID.random()
    private let other = CustomerID.random()
    private static let values = ["Zoë Secret", "555-0199", "secret note"]

    private func open() throws -> EditJournal {
        try EditJournal.open(directory: Life.directory, api: Life.api, disk: disk).journal
    }

    /// Edits of both in every state, the file before a compaction, and damaged lines of both.
    private func lived() throws -> EditJournal {
        let journal = try open()
        for customer in [erased, other] {
            try enter(journal, customer, .phone("1", Self.values[1]), acknowledged: true)
            try enter(journal, customer, .note(NoteText(trusted: Self.values[2])), acknowledged: false)
            try enter(journal, customer, .name("Ann", Self.values[0]), acknowledged: false)
        }
        var lines = String(decoding: disk.image[Life.path] ?? [], as: UTF8.self).split(separator: "\n").map(String.init)
        for index in lines.indices where lines[index].contains(Self.values[0]) {
            lines[index] = lines[index].replacing("Ann", with: "Anm")
        }
        try write(lines.joined(separator: "\n") + "\n", to: Life.path)
        let damaged = try open()
        #expect(names(in: Life.directory + "/quarantine").isEmpty == false)
        return damaged
    }

    private func enter(
        _ journal: EditJournal, _ customer: CustomerID, _ change: Entry.Change, acknowledged: Bool
    ) throws {
        let form = Entry.Form(op: .random(), change: change)
        let number = try #require(try journal.append(.enter([Entry(customer: customer, form: form)])).first)
        guard acknowledged else { return }
        try journal.append { _ in [.sending(.init(leader: number, covers: [number], op: form.op))] }
        try journal.append { _ in [.ack(for: number, version: 6)] }
    }

    private func write(_ text: String, to path: String) throws {
        let copy = path + ".copy"
        let file = try disk.open(copy, .new)
        _ = try disk.write(file, Array(text.utf8))
        try disk.fdatasync(file)
        disk.close(file)
        try disk.rename(copy, to: path)
    }

    private func names(in directory: String) -> [String] { disk.image.names(in: directory) }

    /// All lines of all files in which an id or, with it, a value stands.
    private func lines(naming customer: CustomerID) -> [String] {
        let directories = [Life.directory, Life.directory + "/quarantine"]
        let paths = directories.flatMap { directory in names(in: directory).map { "\(directory)/\($0)" } }
        return paths.flatMap { path in
            String(decoding: disk.image[path] ?? [], as: UTF8.self).split(separator: "\n").map(String.init)
        }.filter { $0.contains(customer.text) }
    }

    @Test("Nothing of an erased person stays in any file but that edits were dropped; others' lines stay")
    func everywhere() throws {
        let journal = try lived()
        let before = lines(naming: other)
        let purge = try journal.purge([erased, .random()])
        #expect(purge.customers == [erased] && purge.droppedEdits == 1)
        let left = lines(naming: erased)
        #expect(left.count == 1 && left[0].contains(#""base":{},"set":{}"#))
        #expect(!left.contains { line in Self.values.contains { line.contains($0) } })
        #expect(journal.queue.entries(for: erased).map(\.isOfErased) == [true])
        #expect(!journal.queue.entries(for: other).isEmpty && !before.isEmpty)
        #expect(lines(naming: other).contains { $0.contains(Self.values[0]) })
        #expect(!names(in: Life.directory).contains("journal.jsonl.old"))
        #expect(try open().queue.entries == journal.queue.entries)
    }

    @Test("What was done to others can be taken back after an erasure, now and by the next program")
    func undoOfOthers() throws {
        let journal = try lived()
        let base = try CustomerDetails(name: "Bo", email: "bo@example.com", phone: "7")
        try enter(journal, erased, .phone("2", "3"), acknowledged: true)
        try enter(journal, .random(), .delete(base: base, version: 5), acknowledged: true)
        try enter(journal, other, .phone("7", "8"), acknowledged: true)
        try enter(journal, erased, .phone("3", "4"), acknowledged: true)
        _ = try journal.purge([erased])
        for journal in [journal, try open()] {
            guard case .compensate(let finished)? = journal.queue.nextUndo else {
                Issue.record("\(String(describing: journal.queue.nextUndo)) is no edit that was sent")
                return
            }
            #expect(finished.customer == other && finished.change?.values == [.phone: "8"])
        }
        let deletions = try open().queue.history.filter { $0.kind == .delete }
        #expect(deletions.map { $0.change?.kind } == [.delete])
        #expect(!lines(naming: erased).contains { $0.contains(#""4""#) })
    }

    @Test("Who is purged already is not purged again, and the refusal can be discarded")
    func again() throws {
        let journal = try lived()
        _ = try journal.purge([erased])
        let bytes = disk.image[Life.path]
        #expect(try journal.purge([erased]) == JournalPurge())
        #expect(disk.image[Life.path] == bytes)
        let refusal = try #require(journal.queue.entries(for: erased).first)
        #expect(journal.queue.status(of: refusal) == .rejected && refusal.fields.isEmpty)
        try journal.append(.cancel(refusal.sequence, .discard))
        #expect(journal.queue.entries(for: erased).isEmpty)
    }

    @Test("Nothing that undo or redo brings back is left, and other programs see the same")
    func undo() throws {
        let journal = try open()
        let window = try open()
        try enter(journal, erased, .phone("1", "2"), acknowledged: true)
        try enter(journal, erased, .phone("2", "3"), acknowledged: false)
        let last = try #require(journal.queue.entries.last)
        try journal.append(.cancel(last.sequence, .undo))
        #expect(journal.queue.nextUndo != nil && !journal.queue.redoable.isEmpty)
        _ = try journal.purge([erased])
        #expect(try window.refresh())
        for queue in [journal.queue, window.queue] {
            #expect(queue.nextUndo == nil && queue.redoable.isEmpty && queue.history.isEmpty)
        }
    }
}
