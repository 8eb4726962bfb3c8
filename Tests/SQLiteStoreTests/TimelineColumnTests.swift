import CustomerAPI
import Domain
import GRDB
import Testing
import Wire

@testable import SQLiteStore

@Suite("Timelines in the database")
struct TimelineColumnTests {
    @Test("Changes are read as they were written, whatever the values are")
    func changes() throws {
        let values: [String?] = [nil, "a", "\"quoted\" \\ \n\t\u{7F}\u{1}", "[\"x\",null]", "Zoë 🙂", "null"]
        for from in values {
            for to in values {
                let edit = CustomerEdit([
                    .name: FieldChange(from: from, to: to), .tags: FieldChange(from: to, to: from),
                ])
                #expect(try CustomerEdit(column: edit.column) == edit)
                #expect((edit.column == nil) == (from == to))
            }
        }
        let created = CustomerEdit(from: nil, to: try CustomerDetails(name: "Ann", email: "ann@x.org"))
        #expect(created.column == #"{"name":"Ann","email":"ann@x.org"}"#)
        #expect(
            CustomerEdit([.phone: FieldChange(from: "1", to: nil)]).column == #"{"phone":["1",null]}"#)
    }

    @Test("What this program has not written is not read", arguments: ["", "[]", #"{"size":"L"}"#, #"{"name":["a"]}"#])
    func others(column: String) {
        #expect(throws: StoreFailure.self) { try CustomerEdit(column: column) }
    }

    @Test("What a record remembers of its writes is read as it was written, and as version 1 wrote it")
    func histories() throws {
        let receipts = (1...3).map {
            WriteReceipt(key: "key \($0)", fingerprint: $0 == 2 ? "" : "ab/\"\($0)", kind: .change, version: $0)
        }
        let creation = WriteReceipt(key: "new", fingerprint: "f", kind: .create, version: 1)
        for history in [
            WriteHistory(), WriteHistory(entries: 7), WriteHistory(recent: receipts),
            WriteHistory(creation: creation, recent: receipts, entries: 900),
        ] {
            #expect(try WriteHistory(column: history.column) == history)
            // As `JSONEncoder` has it, which wrote it until now.
            let coded = String(decoding: JSONBody.bytes(history, isSorted: true), as: UTF8.self)
            #expect(try WriteHistory(column: coded) == history)
            #expect(history.column == nil || history.column == coded)
        }
        #expect(try WriteHistory(column: #"{"recent":[]}"#) == WriteHistory())
        #expect(throws: StoreFailure.self) { try WriteHistory(column: #"{"entries":1}"#) }
    }

    @Test("Every kind has a number of its own, for good")
    func kinds() {
        let numbers = TimelineEntry.Kind.allCases.map(\.column)
        #expect(numbers == [0, 1, 2, 3, 4, 5, 6])
    }

    @Test("Positions among erasures are those of one file, and none lies ahead of its changes")
    func positions() async throws {
        try await withStore { store in
            try await withStore { other in
                let ann = try await other.create("Ann")
                _ = try await other.perform(CustomerWrite(id: ann.id, action: .erase, now: .now()))
                let position = try await other.erasures(after: nil, limit: 1).position
                await #expect(throws: StoreFailure.positionExpired) {
                    try await store.erasures(after: position, limit: 1)
                }
                let ahead = StorePosition(position.bytes.dropLast() + [9])
                await #expect(throws: StoreFailure.positionExpired) { try await other.erasures(after: ahead, limit: 1) }
                let feed = try await other.latestChange()
                await #expect(throws: StoreFailure.badPosition) { try await other.erasures(after: feed, limit: 1) }
                #expect(try await other.erasures(after: position, limit: 1).elements.isEmpty)
            }
        }
    }

    @Test("A note is in the file once its writer is answered, and with what was changed beside it")
    func together() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let ann = try await store.create("Ann")
        let note = CustomerWrite.Action.note(NoteText(trusted: "Called."))
        _ = try await store.perform(CustomerWrite(id: ann.id, action: note, now: .now()))
        // As after a kill: another program opens what is on the disk at this moment.
        let crash = try TemporaryDirectory()
        for suffix in ["", "-wal"] { try directory.copy("customers.db" + suffix, to: crash) }
        let again = try crash.open()
        #expect(try await again.timeline(of: ann.id, below: nil, limit: 9).map(\.kind) == [.note, .created])
        #expect(try await again.record(ann.id)?.history.entries == 2)
        again.close()
        store.close()
    }
}
