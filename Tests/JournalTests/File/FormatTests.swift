import Disks
import Domain
import FoundationEssentials
import JournalProof
import Testing
import Wire

@testable import Journal

/// Which programs may use a file, by what is in it.
@Suite("The versions of a journal's format")
struct FormatTests {
    private let disk = SimulatedDisk(Scenario.home.image)

    private func open(version: Int = EditJournal.newestVersion) throws -> EditJournal {
        try EditJournal.open(directory: Life.directory, api: Life.api, disk: disk, version: version).journal
    }

    private func entry(_ change: Entry.Change = .phone("1", "2")) -> Entry {
        Entry(change, of: .random(), op: .random())
    }

    private func header() throws -> JournalHeader {
        try #require(JournalContents(disk.image[Life.path] ?? []).header)
    }

    @Test("A file of version 1 stays one until there is a group in it; it is one again when nothing is left of that")
    func raised() throws {
        let journal = try open()
        try journal.append(.enter([entry()]))
        #expect(try header().lines == LineFormat())
        let group = EditGroup(name: "Tag vip")
        try journal.append(.group(group, [entry(), entry()]))
        #expect(try header().lines == LineFormat(reader: 1, writer: 2) && header().format == 2)
        try journal.append(.takeBack(group.id, with: EditGroup(name: "Undo"), []))
        try journal.wipe(force: true)
        #expect(try header().lines == LineFormat())
    }

    @Test("The file keeps its lines when it is closed to older programs, so that undo goes on")
    func undoGoesOn() throws {
        let journal = try open()
        let first = entry()
        try journal.append(.enter([first]))
        try journal.append { _ in [.sending(.init(leader: 1, covers: [1], op: first.form.op))] }
        try journal.append { _ in [.ack(for: 1, version: 6)] }
        let generation = try header().generation
        let group = EditGroup(name: "Tag vip")
        try journal.append(.group(group, [entry()]))
        #expect(try header().generation == generation + 1)
        try journal.append(.takeBack(group.id, with: EditGroup(name: "Undo"), []))
        guard case .compensate? = try open().queue.nextUndo else { throw Unexpected() }
    }

    @Test("A program of version 1 that sends and has the file open reads on, and writes nothing more")
    func olderSender() throws {
        let older = try open(version: 1)
        #expect(older.trySenderLock())
        try older.append(.enter([entry()]))
        try open().append(.group(EditGroup(name: "Tag vip"), [entry(), entry()]))
        let bytes = disk.image[Life.path]
        #expect(try older.refresh())
        #expect(older.queue.count == 3)
        guard case .readOnly(let reason) = older.status else { throw Unexpected() }
        #expect(reason.contains("later version"))
        #expect(throws: JournalAppendFailure.closed(older.status)) { try older.append(.enter([entry()])) }
        #expect(disk.image[Life.path] == bytes && older.takeFindings().isEmpty)
    }

    @Test(
        "A note and a restoration let older programs read on, finished ones too, and take the writing from one that sends",
        arguments: [Entry.Change.note(NoteText(trusted: "Said")), .restore(base: .ann(), version: 6)])
    func laterKinds(change: Entry.Change) throws {
        let older = try open(version: 1)
        #expect(older.trySenderLock())
        try older.append(.enter([entry()]))
        let journal = try open()
        let new = entry(change)
        let number = try #require(try journal.append(.enter([new])).first)
        #expect(try header().lines == LineFormat(reader: 1, writer: 2))
        #expect(try older.refresh())
        guard case .readOnly = older.status else { throw Unexpected() }
        #expect(throws: JournalAppendFailure.closed(older.status)) { try older.append(.enter([entry()])) }
        try journal.append { _ in [.sending(.init(leader: number, covers: [number], op: new.form.op))] }
        try journal.append { _ in [.ack(for: number, version: nil)] }
        let compacted = journal.queue.compacted(first: 50, time: Life.time)
        #expect(compacted.contains { $0.body.kind == "done" })
        #expect(LineFormat(of: compacted.map(\.body)) == LineFormat(reader: 1, writer: 2))
        let resolved = JournalRecord.Body.resolve(for: 1, new.form)
        #expect(LineFormat(of: [resolved]).reader == 2)
    }

    @Test("An open file that only later versions may read is shown as it was, and takes nothing more")
    func closedWhileOpen() throws {
        let older = try open(version: 1)
        try older.append(.enter([entry()]))
        let later = try open()
        try later.append(.enter([entry()]))
        var lines = disk.image[Life.path] ?? []
        let start = try #require(lines.firstIndex(of: UInt8(ascii: "\n"))) + 1
        let header = try header().next(first: 1, for: LineFormat(reader: 2))
        lines.replaceSubrange(..<start, with: header.line)
        try replace(with: lines)
        #expect(try older.refresh())
        #expect(older.queue.count == 2)
        guard case .readOnly(let reason) = older.status else { throw Unexpected() }
        #expect(reason.contains("Install"))
        #expect(throws: JournalAppendFailure.closed(older.status)) { try older.append(.enter([entry()])) }
        #expect(disk.image[Life.path] == lines)
    }

    private func replace(with bytes: [UInt8]) throws {
        let path = Life.path + ".copy"
        let file = try disk.open(path, .new)
        #expect(try disk.write(file, bytes) == bytes.count)
        try disk.fdatasync(file)
        disk.close(file)
        try disk.rename(path, to: Life.path)
    }

    @Test("As many edits as one step may make are one write and one sync")
    func large() throws {
        let counting = InterceptedDisk(disk) { _ in .pass }
        let journal = try EditJournal.open(directory: Life.directory, api: Life.api, disk: counting).journal
        let group = EditGroup(name: "Tag vip")
        try journal.append(.group(group, [entry()]))
        let before = counting.calls.count
        try journal.append(.group(group, (0..<EditGroup.maximumEntries).map { _ in entry() }))
        let calls = counting.calls[before...]
        #expect(calls.count { if case .write = $0 { true } else { false } } == 1)
        #expect(calls.count { if case .fdatasync = $0 { true } else { false } } == 1)
        #expect(try open().queue.entries(of: group.id).count == EditGroup.maximumEntries + 1)
    }

    private struct Unexpected: Error {}
}
