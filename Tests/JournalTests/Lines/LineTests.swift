import Domain
import JSON
import JournalProof
import Testing
import Wire

@testable import Journal

/// Lines as text.
@Suite("The lines of a journal")
struct LineTests {
    @Test("Whatever a history holds is read as it was written, and is one line of JSON each", arguments: 0..<20)
    func roundTrip(seed: UInt64) throws {
        var history = RandomHistory(seed: seed)
        var queue = EditQueue()
        for _ in 0..<150 {
            let bodies = history.append(to: queue)
            for body in bodies {
                let record = JournalRecord(
                    sequence: queue.lastSequence + 1, time: history.moment(), body: body)
                let line = record.line()
                #expect(LineScan(line, continuesLines: true).lines.map(\.record) == [record])
                #expect(line.count { $0 == UInt8(ascii: "\n") } == 1 && line.last == UInt8(ascii: "\n"))
                #expect(throws: Never.self) { try JSONObject(parsing: Array(line.dropLast())) }
                queue.apply(record)
            }
        }
    }

    @Test("A line is checksummed by its last member, whose length is fixed")
    func checksum() {
        let line = JournalRecord(sequence: 7, time: Timestamp(microseconds: 0), body: .unsent(for: 3)).line()
        let text = String(decoding: line, as: UTF8.self)
        #expect(text.hasPrefix(#"{"s":7,"t":"1970-01-01T00:00:00.000Z","k":"unsent","for":3,"h":""#))
        #expect(text.hasSuffix("\"}\n"))
        #expect(LineChecksum.bytes == #""h":"0123456789abcdef0123456789abcdef"}"#.utf8.count)
    }

    @Test("Notes, restorations and what is left of them are lines of their own kinds")
    func laterKinds() {
        let form = Entry.Form(op: .random(), change: .note(NoteText(trusted: "Called\nback")))
        let customer = CustomerID.random()
        let moment = Timestamp(microseconds: 0)
        func text(_ body: JournalRecord.Body) -> String {
            String(decoding: JournalRecord(sequence: 7, time: moment, body: body).line(), as: UTF8.self)
        }
        let start = #"{"s":7,"t":"1970-01-01T00:00:00.000Z","k":"#
        let note = text(.entry(Entry(customer: customer, form: form)))
        let members = #""id":"\#(customer.text)","op":"\#(form.op.text)","#
        #expect(note.hasPrefix(start + #""note",\#(members)"text":"Called\nback","h":""#))
        let restored = Entry.Form(op: form.op, change: .restore(base: .ann(), version: 6))
        #expect(
            text(.entry(Entry(customer: customer, form: restored))).hasPrefix(
                start + #""restore",\#(members)"etag":"\"6\"","base":{"name":"Ann","email":"ann@example.org"},"h":""#))
        let finished = FinishedEdit(
            sequence: 3, customer: customer, kind: .note, fields: [], enteredAt: moment, outcome: .synced(version: nil),
            change: nil)
        #expect(text(.history(finished)).hasPrefix(start + #""done","for":3,"#))
    }

    @Test("What a creation empties on purpose is null in its line, which earlier versions read as nothing")
    func cleared() {
        let details = CustomerDetails(trustedName: "Ann", email: "ann@example.com", phone: nil, address: nil)
        let new = NewCustomer(details, cleared: [.phone])
        let form = Entry.Form(op: .random(), change: .create(new))
        let body = JournalRecord.Body.entry(Entry(customer: .random(), form: form))
        let line = JournalRecord(sequence: 7, time: Timestamp(microseconds: 0), body: body).line()
        #expect(LineScan(line, continuesLines: true).lines.map(\.record.body) == [body])
        #expect(String(decoding: line, as: UTF8.self).contains(#""phone":null"#))
        #expect(!String(decoding: line, as: UTF8.self).contains("address"))
    }

    @Test("A member that a kind does not know is passed over, and a kind that is not known is kept as it stands")
    func later() throws {
        let known = checksummed(#"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":1,"later":{"x":[1]}"#)
        let unknown = checksummed(#"{"s":3,"t":"2026-01-01T00:00:00.000Z","k":"later","x":"\u00e9""#)
        let scan = LineScan(known + unknown, continuesLines: true)
        let text = String(decoding: unknown.dropLast(), as: UTF8.self)
        #expect(scan.lines.map(\.record.body) == [.unsent(for: 1), .unknown(kind: "later", line: text)])
    }

    @Test("Version 1 reads a line without the members that came later as it reads the others", arguments: 0..<10)
    func additions(seed: UInt64) throws {
        var history = RandomHistory(seed: seed)
        var queue = EditQueue()
        for _ in 0..<150 {
            for body in history.append(to: queue) {
                let record = JournalRecord(sequence: queue.lastSequence + 1, time: history.moment(), body: body)
                queue.apply(record)
                // Of a kind that it does not know: kept as it stands.
                guard Self.firstKinds.contains(body.kind), !body.isOfLaterForm else { continue }
                try checkAdditions(record)
            }
        }
    }

    /// The members and kinds that version 1.0.0 of the program knows.
    private static let firstMembers: Set = [
        "s", "t", "k", "more", "for", "id", "op", "as", "etag", "base", "set", "undoes", "redoes", "covers", "problem",
        "theirs", "why", "entered", "state", "by", "attempts", "merges", "fields", "undo", "line", "attempt",
    ]
    private static let firstKinds: Set = [
        "create", "edit", "delete", "sending", "unsent", "rebase", "ack", "reject", "conflict", "resolve", "cancel",
        "history", "undo", "hold", "release", "verbatim",
    ]

    /// What is left when later members are passed over is the same line, of a journal in which nobody said who did it.
    private func checkAdditions(_ record: JournalRecord) throws {
        let members = Array(record.line().dropLast(LineChecksum.bytes + 2)).members
        let known = members.filter { member in
            Self.firstMembers.contains { member.starts(with: Array("\"\($0)\":".utf8)) }
        }
        let text = "{" + known.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",")
        let left = try #require(LineScan(checksummed(text), continuesLines: true).lines.first)
        #expect(left.record == record.unsigned)
        // The checksum is over all of them.
        for member in members where !known.contains(member) {
            var line = record.line()
            let start = try #require(line.firstRange(of: member)?.lowerBound)
            line[start + member.count / 2] ^= 1
            #expect(LineScan(line, continuesLines: true).lines.isEmpty)
        }
    }

    @Test(
        "A later member that makes no sense is passed over",
        arguments: [
            #""due":7"#, #""due":{"boot":1,"ms":2}"#, #""due":{"boot":"a"}"#, #""due":{"boot":"a","ms":-1}"#,
            #""due":{"boot":"a","ms":9223372036854775807}"#, #""program":1,"session":[]"#, #""program":"customers""#,
            #""due":null,"program":null,"session":null,"carries":"x","carrier":{},"into":3"#,
        ])
    func senselessAddition(members: String) throws {
        let line = checksummed(
            #"{"s":1,"t":"2026-01-01T00:00:00.000Z","k":"delete","id":"6b1f7d58-40a5-4a54-9d47-3f1f3f0c9a01","#
                + #""op":"0b6e5a3e-4b9a-4b7e-9a53-0d0f6a3f2c11","etag":"\"7\"","base":{"name":"A","email":"a@b.co"},"#
                + members)
        let scan = LineScan(line, continuesLines: true)
        guard case .entry(let entry)? = scan.lines.first?.record.body else {
            Issue.record("\(scan.lines)")
            return
        }
        #expect(entry.source == nil && entry.due == nil)
    }

    @Test(
        "An impossible version, which earlier programs believed, reads as the highest: the line stays, and nothing overflows",
        arguments: Self.hugeVersions)
    func hugeVersion(body: JournalRecord.Body) throws {
        let line = JournalRecord(sequence: 9, time: Timestamp(microseconds: 0), body: body).line()
        #expect(String(decoding: line, as: UTF8.self).contains("9223372036854775807"))
        let scan = LineScan(line, continuesLines: true)
        #expect(scan.damaged.isEmpty)
        let text = String(decoding: try #require(scan.lines.first).record.line(), as: UTF8.self)
        #expect(text.contains("9007199254740992") && !text.contains("9223372036854775807"))
    }

    private static let hugeVersions: [JournalRecord.Body] = {
        let details = CustomerDetails(trustedName: "Ann", email: "ann@example.com", phone: nil, address: nil)
        let moment = Timestamp(microseconds: 0)
        let theirs = Customer(
            id: .random(), details: details, registrationDate: moment, createdAt: moment, updatedAt: moment,
            version: .max, updatedBy: nil)
        let edit = Entry.Change.edit(CustomerEdit([.phone: FieldChange(from: "1", to: "2")]), version: .max)
        let forms = [edit, .delete(base: details, version: .max)].map { Entry.Form(op: .random(), change: $0) }
        let finished = FinishedEdit(
            sequence: 1, customer: .random(), kind: .edit, fields: [.phone], enteredAt: moment,
            outcome: .synced(version: .max), change: nil)
        return forms.map { .entry(Entry(customer: .random(), form: $0)) } + forms.map { .rebase(for: 1, $0) } + [
            .ack(for: 1, version: .max), .resolve(for: 1, forms[0]), .conflict(for: 1, .changed(theirs)),
            .history(finished),
        ]
    }()

    @Test("A checksummed line that makes no sense is damage", arguments: Self.nonsense)
    func senseless(text: String) {
        let scan = LineScan(checksummed(text), continuesLines: true)
        #expect(scan.lines.isEmpty)
        #expect(scan.damaged.count == 1)
    }

    private static let nonsense: [String] = [
        #"{"s":1,"t":"2026-01-01T00:00:00.000Z","k":"edit","for":1"#,
        #"{"s":1,"t":"2026-13-01T00:00:00.000Z","k":"unsent","for":1"#,
        #"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"unsent""#,
        #"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"ack","for":1,"etag":"7""#,
        #"{"s":"2","t":"2026-01-01T00:00:00.000Z","k":"unsent","for":1"#,
        #"{"s":2.5,"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":1"#,
        #"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"cancel","for":1,"why":"mood""#,
        #"{"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":1"#,
        #"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"hold","id":"nobody""#,
        // Numbers that no journal reaches would overflow what is counted from them.
        #"{"s":0,"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":1"#,
        #"{"s":-1,"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":1"#,
        #"{"s":9223372036854775807,"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":1"#,
        #"{"s":9007199254740993,"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":1"#,
        #"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"undo","undo":[1,9223372036854775807]"#,
        #"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":-9223372036854775807"#,
        // A line speaks of lines before it.
        #"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":2"#,
        #"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"ack","for":9"#,
        #"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"sending","for":1,"op":"0b6e5a3e-4b9a-4b7e-9a53-0d0f6a3f2c11","covers":[1,2]"#,
    ]

    private func checksummed(_ body: String) -> [UInt8] {
        let bytes = Array(body.utf8) + [UInt8(ascii: ",")]
        return bytes + LineChecksum.checksum(bytes) + [UInt8(ascii: "\n")]
    }
}

extension JournalRecord.Body {
    /// Whether an entry goes on as one of a kind that version 1 does not know, which closes the file to it.
    fileprivate var isOfLaterForm: Bool {
        switch self {
        case .rebase(_, let form), .resolve(_, let form):
            #expect(form.change.kind.isOfFirst || format.reader == 2)
            return !form.change.kind.isOfFirst
        default: return false
        }
    }
}

extension JournalRecord {
    /// The same as if nobody had said who did it, and from when on it may be sent.
    fileprivate var unsigned: JournalRecord {
        var body = body
        switch body {
        case .entry(var entry):
            (entry.source, entry.due, entry.group) = (nil, nil, nil)
            body = .entry(entry)
        case .cancel(let sequence, let reason, _, _): body = .cancel(for: sequence, reason)
        default: break
        }
        return JournalRecord(sequence: sequence, time: time, body: body)
    }
}
