import Disks
import Domain
import Files
import JournalProof
import Testing
import Wire
import Wording

@testable import Journal

/// What is found in a file that was damaged, and what is done about it.
@Suite("Damage to the journal's file")
struct DamageTests {
    private let anna = CustomerID.random()
    private let bao = CustomerID.random()
    private let home = "/home/data/customers/default"

    /// A journal in which the customers were edited in this order; those in one array at once.
    private func journal(_ appends: [[CustomerID]]) throws -> [UInt8] {
        let disk = SimulatedDisk(Scenario.home.image)
        let journal = try open(disk).journal
        for customers in appends {
            try journal.append(
                .enter(
                    customers.map { Entry(.phone("1", "2"), of: $0, op: .random()) }))
        }
        return try #require(disk.image[Life.path])
    }

    private func disk(_ bytes: [UInt8]) -> SimulatedDisk {
        SimulatedDisk(
            DiskImage(directories: ["/home", "/home/data", "/home/data/customers", home], files: [Life.path: bytes]))
    }

    private func open(
        _ disk: SimulatedDisk
    ) throws(JournalFailure) -> (journal: EditJournal, findings: [JournalFinding]) {
        try EditJournal.open(directory: home, api: Life.api, disk: disk, now: { Life.time })
    }

    /// What is in quarantine, by the names of the files.
    private func quarantine(_ disk: SimulatedDisk) -> [String: String] {
        let directory = home + "/quarantine"
        let files = disk.image.names(in: directory).map { name in
            (name, String(decoding: disk.image["\(directory)/\(name)"] ?? [], as: UTF8.self))
        }
        return Dictionary(uniqueKeysWithValues: files)
    }

    private func text(_ bytes: [UInt8], line: Int) -> String {
        String(decoding: bytes[bytes.lines[line]], as: UTF8.self)
    }

    @Test("A last line without its newline is kept, and the next one begins with it")
    func lackingNewline() throws {
        let bytes = try journal([[anna], [bao]])
        let disk = disk(bytes.dropLast())
        let (journal, findings) = try open(disk)
        #expect(findings.isEmpty && journal.queue.entries.map(\.customer) == [anna, bao])
        try journal.append { _ in [.hold(self.anna)] }
        let after = try #require(disk.image[Life.path])
        #expect(Array(after.prefix(bytes.count)) == bytes && after.lines.count == 4)
        #expect(try open(disk).journal.queue == journal.queue)
    }

    @Test("Behind the highest number nothing can be added, and it is said why and what to do")
    func highestNumber() throws {
        let last = LineMembers.maximumNumber
        let entry = Entry(.phone("1", "2"), of: anna, op: .random())
        let line = JournalRecord(sequence: last, time: Life.time, body: .entry(entry)).line()
        let journal = try open(disk(JournalHeader(api: Life.api, first: last).line + line)).journal
        #expect(journal.queue.count == 1)
        let failure = #expect(throws: JournalAppendFailure.self) {
            try journal.append { _ in [.hold(self.anna)] }
        }
        let message = failure?.message ?? ""
        #expect(message.contains("has the highest number") && message.contains("customers queue"), "\(message)")
        #expect(journal.queue.count == 1)
    }

    @Test("A tail of NUL, as a power cut leaves it, is an unfinished edit", arguments: [1, 60, 4_096])
    func nul(count: Int) throws {
        let bytes = try journal([[anna], [bao]])
        let disk = disk(bytes + Array(repeating: 0, count: count))
        let (journal, findings) = try open(disk)
        #expect(journal.queue.entries.map(\.customer) == [anna, bao])
        #expect(findings.map(\.kind) == [.unfinished])
        #expect(findings.first?.message.hasPrefix("1 unfinished edit was cut off;") == true)
        let start = bytes.lines[1].lowerBound
        #expect(disk.image[Life.path]?.dropFirst(start).elementsEqual(bytes[start...]) == true)
        #expect(quarantine(disk).keys.sorted() == ["unfinished-g1-\(bytes.count)"])
        #expect(try open(disk).findings.isEmpty)
    }

    @Test("A damaged line holds the one customer it names, and nobody else")
    func badLine() throws {
        var bytes = try journal([[anna], [bao], [anna], [bao]])
        bytes[bytes.lines[3].upperBound - 60] ^= 1
        let disk = disk(bytes)
        let (journal, findings) = try open(disk)
        #expect(findings.map(\.kind) == [.damaged])
        #expect(journal.queue.entries.map(\.customer) == [anna, bao, bao])
        #expect(journal.status == .ready)
        #expect(journal.queue.isHeld(anna) && !journal.queue.isHeld(bao))
        #expect(quarantine(disk).values.map { $0 } == [text(bytes, line: 3)])
        let again = try open(disk)
        #expect(again.findings.isEmpty && again.journal.queue.isHeld(anna))
        try again.journal.confirm()
        #expect(!again.journal.queue.isHeld(anna))
        #expect(try !open(disk).journal.queue.isHeld(anna))
    }

    @Test("A damaged line whose customer is unknown holds everybody until the person confirms")
    func unknownCustomer() throws {
        var bytes = try journal([[anna], [bao]])
        bytes[bytes.lines[1].upperBound - 60] ^= 1
        let disk = disk(bytes)
        let (journal, findings) = try open(disk)
        #expect(findings.map(\.kind) == [.damaged, .damaged])
        #expect(journal.queue.entries.map(\.customer) == [bao])
        #expect(journal.status == .unconfirmed && journal.queue.isHeld(bao))
        try journal.confirm()
        #expect(journal.status == .ready)
        #expect(try open(disk).journal.status == .ready)
    }

    @Test("A missing line holds everybody, because nobody knows whose it was")
    func missing() throws {
        let bytes = try journal([[anna], [bao], [anna]])
        let lines = bytes.lines
        let disk = disk(Array(bytes[..<lines[2].lowerBound] + bytes[lines[3].lowerBound...]))
        let (journal, findings) = try open(disk)
        #expect(findings.map(\.kind) == [.damaged, .damaged] && journal.status == .unconfirmed)
        #expect(journal.queue.entries.map(\.customer) == [anna, anna])
    }

    @Test("Doubled or misplaced lines are reported and repaired, and nobody is held")
    func disordered() throws {
        let bytes = try journal([[anna], [bao], [anna]])
        let lines = bytes.lines.map { Array(bytes[$0]) + [UInt8(ascii: "\n")] }
        for order in [[0, 1, 1, 2, 3], [0, 1, 3, 2], [0, 3, 2, 1], [0, 1, 2, 3, 1]] {
            let disk = disk(order.flatMap { lines[$0] })
            let (journal, findings) = try open(disk)
            #expect(findings.map(\.kind) == [.damaged], "\(order)")
            #expect(journal.queue.entries.map(\.sequence) == [1, 2, 3] && journal.status == .ready)
            #expect(try open(disk).findings.isEmpty)
        }
    }

    @Test("Two different lines of one number were written without a lock: both are kept, one of them in quarantine")
    func sameNumber() throws {
        let (first, second) = (try journal([[anna], [anna]]), try journal([[bao], [bao]]))
        let disk = disk(first + second[second.lines[2]] + [UInt8(ascii: "\n")])
        let (journal, findings) = try open(disk)
        #expect(findings.contains { $0.kind == .damaged })
        #expect(journal.queue.entries.map(\.customer) == [anna, anna])
        #expect(quarantine(disk).values.map { $0 } == [text(second, line: 2)])
    }

    @Test("A line of a known number that another program appends is set aside, not thrown away")
    func knownNumber() throws {
        let (first, second) = (try journal([[anna], [anna]]), try journal([[bao]]))
        let disk = disk(first)
        let journal = try open(disk).journal
        let file = try disk.open(Life.path, .appending)
        _ = try disk.write(file, Array(second[second.lines[1]]) + [UInt8(ascii: "\n")])
        _ = try journal.refresh()
        #expect(journal.takeFindings().contains { $0.kind == .damaged })
        #expect(quarantine(disk).values.map { $0 } == [text(second, line: 1)])
        #expect(journal.queue.entries.map(\.customer) == [anna, anna])
    }

    @Test("Edits that were entered at once all count, even when the last one's line is damaged later")
    func damagedGroup() throws {
        var bytes = try journal([[anna], [bao, bao, bao]])
        bytes[bytes.lines[4].upperBound - 60] ^= 1
        let disk = disk(bytes)
        let (journal, findings) = try open(disk)
        #expect(journal.queue.entries.map(\.customer) == [anna, bao, bao])
        #expect(findings.map(\.kind) == [.damaged] && journal.queue.isHeld(bao) && !journal.queue.isHeld(anna))
    }

    @Test("Edits entered together do not count when the file ends before the last one")
    func cutGroup() throws {
        let bytes = try journal([[anna], [bao, bao, bao]])
        for end in [bytes.lines[4].lowerBound, bytes.lines[4].lowerBound + 40, bytes.lines[3].lowerBound] {
            let disk = disk(Array(bytes[..<end]))
            let (journal, findings) = try open(disk)
            #expect(journal.queue.entries.map(\.customer) == [anna])
            #expect(findings.map(\.kind) == [.unfinished])
            let kept = quarantine(disk)
            #expect(kept.values.contains(text(bytes, line: 2)) && kept.keys.allSatisfy { $0.hasPrefix("unfinished") })
        }
    }

    @Test("A damaged first line costs nothing but a question")
    func badHeader() throws {
        var bytes = try journal([[anna], [bao]])
        bytes[30] ^= 1
        let disk = disk(bytes)
        let (journal, findings) = try open(disk)
        #expect(findings.map(\.kind) == [.salvaged, .damaged])
        #expect(journal.queue.entries.map(\.customer) == [anna, bao])
        #expect(journal.status == .unconfirmed)
        #expect(journal.queue.nextBatch(for: anna, isReleased: { _ in true }) == .hold)
        #expect(quarantine(disk).values.contains(text(bytes, line: 0)))
        let again = try open(disk)
        #expect(again.journal.status == .unconfirmed && again.findings.isEmpty)
        try again.journal.confirm()
        #expect(try open(disk).journal.status == .ready)
    }

    @Test("A file that is not ours is set aside whole, and a new one begun")
    func garbage() throws {
        let bytes = Array("this is\nno journal\n".utf8)
        let disk = disk(bytes)
        let (journal, findings) = try open(disk)
        #expect(journal.queue.isEmpty && findings.contains { $0.kind == .salvaged })
        #expect(quarantine(disk).values.sorted() == ["no journal", "this is"])
        #expect(try open(disk).findings.isEmpty)
    }

    @Test("A file that only later versions may write is read, left as it is, and says which version to install")
    func newerWriter() throws {
        let lines = Array(try journal([[anna]]).drop { $0 != 10 }.dropFirst())
        let bytes = try header(minReader: 1, minWriter: Self.later) + lines
        let disk = disk(bytes)
        let journal = try open(disk).journal
        #expect(journal.queue.entries.map(\.customer) == [anna])
        guard case .readOnly(let reason) = journal.status else { throw Unexpected() }
        #expect(reason.contains("Install version 9.1.0 or later"))
        #expect(throws: JournalAppendFailure.closed(journal.status)) { try journal.append(.enter([])) }
        #expect(throws: JournalAppendFailure.closed(journal.status)) { try journal.confirm() }
        #expect(throws: JournalWipeFailure.self) { try journal.wipe(force: true) }
        #expect(try !journal.compactIfNeeded())
        #expect(disk.image[Life.path] == bytes)
    }

    @Test("A file that only later versions may read is left as it is", arguments: [1, later])
    func newerReader(minWriter: Int) throws {
        let bytes = try header(minReader: Self.later, minWriter: minWriter)
        let disk = disk(bytes)
        let failure = #expect(throws: JournalFailure.self) { try open(disk) }
        #expect(failure?.kind == .newer && failure?.message.contains("Install version 9.1.0 or later") == true)
        #expect(disk.image[Life.path] == bytes)
    }

    @Test(
        "A line that names an unknown field is a later version's and no damage: the file is left as it is",
        arguments: unknown)
    func unknownField(members: String) throws {
        let line = checksummed(#"{"s":2,"t":"2026-01-01T00:00:00.000Z",\#(members)"#)
        let bytes = try journal([[anna]]) + line
        let whole = disk(bytes)
        let failure = #expect(throws: JournalFailure.self) { try open(whole) }
        #expect(failure?.kind == .newer && failure?.message.contains("Install a later version") == true)
        #expect(whole.image[Life.path] == bytes && quarantine(whole).isEmpty)
        #expect(!JournalContents(bytes).isWhole)
        // A bit of it that has turned over is damage, as in any line.
        var spoilt = bytes
        spoilt[bytes.count - 60] ^= 1
        #expect(try open(disk(spoilt + journal([[bao]]).suffix(1))).findings.first?.kind == .damaged)
    }

    private static let unknown = [
        #""k":"create","id":"\#(someone)","op":"\#(key)","set":{"name":"A","email":"a@b.co","pronoun":"they"}"#,
        #""k":"edit","id":"\#(someone)","op":"\#(key)","etag":"\"1\"","base":{"pronoun":null},"set":{"pronoun":"they"}"#,
        #""k":"delete","id":"\#(someone)","op":"\#(key)","base":{"name":"A","email":"a@b.co","pronoun":"they"}"#,
        #""k":"rebase","for":1,"as":"edit","op":"\#(key)","etag":"\"1\"","base":{"pronoun":"x"},"set":{"pronoun":null}"#,
    ]
    private static let someone = "6b1f7d58-40a5-4a54-9d47-3f1f3f0c9a01"
    private static let key = "0b6e5a3e-4b9a-4b7e-9a53-0d0f6a3f2c11"

    @Test("What a later version appends to a journal that is open here is left to it")
    func appendedUnknownField() throws {
        let disk = disk(try journal([[anna]]))
        let journal = try open(disk).journal
        let line = checksummed(#"{"s":2,"t":"2026-01-01T00:00:00.000Z",\#(Self.unknown[0])"#)
        let bytes = try #require(disk.image[Life.path]) + line
        let file = try disk.open(Life.path, .appending)
        _ = try disk.write(file, line)
        #expect(throws: JournalFailure.self) { try journal.refresh() }
        #expect(throws: JournalAppendFailure.self) { try journal.confirm() }
        #expect(disk.image[Life.path] == bytes && quarantine(disk).isEmpty)
    }

    @Test("A journal that names fields of version 1 alone stays open to programs of version 1")
    func firstFormat() throws {
        let bytes = try journal([[anna], [bao]])
        #expect(text(bytes, line: 0).hasPrefix(#"{"format":1,"minReader":1,"minWriter":1,"#))
        #expect(CustomerField.original.allSatisfy { $0.formatVersion == 1 })
    }

    @Test("The copy that a later version has left is not taken for a new journal's beginning")
    func newerCopy() throws {
        let bytes = try header(minReader: Self.later, minWriter: Self.later)
        let disk = SimulatedDisk(
            DiskImage(
                directories: ["/home", "/home/data", "/home/data/customers", home], files: [Life.path + ".old": bytes]))
        #expect(throws: JournalFailure.self) { try open(disk) }
        #expect(disk.image[Life.path] == nil && disk.image[Life.path + ".old"] == bytes)
    }

    private func checksummed(_ body: String) -> [UInt8] {
        let bytes = Array(body.utf8) + [UInt8(ascii: ",")]
        return bytes + LineChecksum.checksum(bytes) + [UInt8(ascii: "\n")]
    }

    private func header(minReader: Int, minWriter: Int) throws -> [UInt8] {
        var header = JournalHeader(api: Life.api)
        (header.format, header.minReader, header.minWriter, header.program) = (
            Self.later, minReader, minWriter, "9.1.0"
        )
        return header.line
    }

    private static let later = JournalHeader.version + 1

    private struct Unexpected: Error {}
}
