import CustomerAPI
import Domain
import DynamoDB
import HTTP
import Synchronization
import TestSupport
import Testing
import Wire

@testable import DynamoDBStore

@Suite("Timelines in blocks", .enabled(if: AWSTools.areExpected), .ministack)
struct TimelineTests {
    private func note(_ text: String) -> CustomerWrite.Action { .note(NoteText(trusted: text)) }

    /// Somebody with as many notes.
    private func filled(_ store: DynamoDBCustomerStore, _ count: Int) async throws -> CustomerID {
        let ann = try await store.add("Ann", email: "\(CustomerID.random())@example.com")
        for number in 0..<count { _ = try await store.write(ann.id, note("note \(number)"), key: key()) }
        return ann.id
    }

    private func notes(_ store: DynamoDBCustomerStore, _ id: CustomerID) async throws -> [String] {
        let entries = try await store.timeline(of: id, below: nil, limit: 200)
        #expect(entries.map(\.number) == Array((1...max(1, entries.count)).reversed()))
        return entries.compactMap(\.note).reversed()
    }

    @Test("Long notes, and many, leave the customer's item light, and all of them are there")
    func longNotes() async throws {
        let table = try await MiniStack.current.table()
        let ann = try await table.store.add("Ann", email: "ann@example.com")
        var expected: [String] = []
        for number in 0..<30 {
            let text = number.isMultiple(of: 3) ? String(repeating: "\(number % 10)", count: 2_000) : "note \(number)"
            _ = try await table.store.write(ann.id, note(text), key: key())
            expected.append(text)
            let item = try #require(try await table.item(CustomerItem.key(ann.id)))
            #expect(item.size <= 4_096, "after \(number)")
        }
        #expect(try await notes(table.store, ann.id) == expected)
    }

    @Test("A note in a block is taken back there, and its text is nowhere")
    func retraction() async throws {
        let table = try await MiniStack.current.table()
        let id = try await filled(table.store, 20)
        #expect(try await table.store.write(id, .retract(4, ofAnybody: false)) == .retracted)
        #expect(try await !notes(table.store, id).contains("note 2"))
        #expect(try await table.items().allSatisfy { !$0.hasNote("note 2") })
        #expect(try await table.store.write(id, .retract(4, ofAnybody: false)) == .retracted)
        #expect(try await table.store.write(id, .retract(90, ofAnybody: true)) == .rejected(.noSuchNote))
    }

    @Test("A copy that stopped before the record was written is written over, and brings nothing back")
    func interruptedCopy() async throws {
        let table = try await MiniStack.current.table()
        let id = try await filled(table.store, 9)
        // The entries of the first block, as a writer has copied them who went away then.
        let item = try #require(try await table.item(CustomerItem.key(id)))
        let recent = try RecentEntries(item)
        #expect(recent.moved == 0)
        let copy = TimelineBlock(id, 0, Array(recent.entries.prefix(8)))
        try await table.client.put(copy.item, into: table.name, if: .none)
        _ = try await table.store.write(id, .retract(3, ofAnybody: false))
        for number in 9..<20 { _ = try await table.store.write(id, note("note \(number)"), key: key()) }
        let expected = (0..<20).filter { $0 != 1 }.map { "note \($0)" }
        #expect(try await notes(table.store, id) == expected)
        #expect(try await table.items().allSatisfy { !$0.hasNote("note 1") })
    }

    @Test("A writer who stalls while copying takes no retraction back, and fills no place that an erasure has emptied")
    func stalledCopy() async throws {
        let stack = try MiniStack.current
        for isErased in [false, true] {
            let table = try await stack.table()
            let id = try await filled(table.store, 11)
            let stalling = StallingCopies(stack.transport)
            let late = try stack.store(table.name, through: stalling)
            async let outcome = late.write(id, note("late"), key: key())
            await stalling.arrival()
            _ = try await table.store.write(id, isErased ? .erase : .retract(3, ofAnybody: false))
            stalling.goOn()
            _ = try await outcome
            if isErased {
                #expect(try await table.store.timeline(of: id, below: nil, limit: 50).isEmpty)
                #expect(try await table.items().allSatisfy(\.notes.isEmpty))
            } else {
                #expect(try await notes(table.store, id).last == "late")
                #expect(try await table.items().allSatisfy { !$0.hasNote("note 1") })
            }
        }
    }

    @Test("The timeline of who is deleted goes with the trash, and stays for good with who is restored")
    func trash() async throws {
        let table = try await MiniStack.current.table()
        let id = try await filled(table.store, 20)
        let before = try await table.store.timeline(of: id, below: nil, limit: 50)
        func expiries() async throws -> Set<Int64?> {
            Set(try await table.items().filter { !$0.notes.isEmpty }.map { $0[Attribute.expires]?.integer })
        }
        _ = try await table.store.write(id, .delete, at: noon, trashDays: 30)
        let trashed = try #require(try await table.store.trash(after: nil, limit: 2).elements.first)
        #expect(try await expiries() == [trashed.restorableUntil.microseconds / 1_000_000 + 1])
        _ = try await table.store.write(id, .restore, at: noon)
        #expect(try await expiries() == [nil])
        #expect(try await Array(table.store.timeline(of: id, below: nil, limit: 50).dropFirst(2)) == before)
        _ = try await table.store.write(id, .delete, at: noon)
        #expect(try await expiries().isEmpty, "without a trash nobody can ever read it again")
        #expect(try await table.store.timeline(of: id, below: nil, limit: 50).count == before.count + 3)
    }

    @Test("What is older than values are kept loses them with the next write")
    func retention() async throws {
        let stack = try MiniStack.current
        let table = try await stack.table()
        let id = try await filled(table.store, 3)
        let later = try stack.store(
            table.name, timelineDays: 30, now: { .now().advanced(bySeconds: 31 * 86_400) })
        _ = try await later.write(id, note("new"), at: .now().advanced(bySeconds: 31 * 86_400))
        let entries = try await later.timeline(of: id, below: nil, limit: 10)
        #expect(entries.map(\.isTrimmed) == [false, true, true, true, true])
        #expect(try await notes(later, id) == ["new"])
    }
}

/// Holds the first copy of entries to a block back until it is told to go on.
private final class StallingCopies: Transport {
    private let next: any Transport
    private let state = Mutex((hasStalled: false, goesOn: false))

    init(_ next: any Transport) {
        self.next = next
    }

    func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
        let body = String(decoding: request.body, as: UTF8.self)
        let isCopy = body.contains("timeline#") && body.contains("\"Item\"") && !body.contains("TransactItems")
        if isCopy,
            state.withLock({ state in
                defer { state.hasStalled = true }
                return !state.hasStalled
            })
        {
            while !state.withLock(\.goesOn) { await Task.yield() }
        }
        return try await next.send(request, deadline: deadline)
    }

    /// Returns when a copy is under way.
    func arrival() async {
        while !state.withLock(\.hasStalled) { await Task.yield() }
    }

    func goOn() {
        state.withLock { $0.goesOn = true }
    }
}
