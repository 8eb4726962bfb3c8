import CustomerAPI
import Domain
import DynamoDBStore
import HTTP
import Randomness
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("The change feed on DynamoDB", .enabled(if: AWSTools.areExpected), .ministack)
struct FeedTests {
    @Test("Three writers whose clocks are a minute apart: a follower of the feed ends equal")
    func skewedClocks() async throws {
        let stack = try MiniStack.current
        let table = try await stack.table()
        // The follower's clock is fast, too; DynamoDB's own is what counts then.
        let reader = try stack.store(table.name, now: { .now().advanced(bySeconds: 60) })
        // Of each writer.
        let changes = 134 * scale
        // Few enough that ministack, which sorts all of an index for every page, is not all that is waited for.
        let people = 90 + 10 * scale
        let ids = (0..<people).map { _ in CustomerID.random() }
        let isDone = Mutex(false)
        async let follower = follow(reader, until: { isDone.withLock { $0 } })
        // One group of customers has two writers, so that a slow clock comes after a fast one.
        let writers = [(skew: -60, start: 0), (skew: 0, start: people / 2), (skew: 60, start: people / 2)]
        _ = try await inParallel(0..<3, width: 3) { [store = table.store] writer in
            var generator = SplitMix(seed: UInt64(writer))
            for number in 0..<changes {
                let id = ids[Int.random(in: 0..<people / 2, using: &generator) + writers[writer].start]
                let now = Timestamp.now().advanced(bySeconds: Int64(writers[writer].skew))
                try await store.change(id, number, writer, at: now)
            }
        }
        isDone.withLock { $0 = true }
        let (known, polls) = try await follower
        for id in ids {
            switch try await table.store.record(id) {
            case .living(let customer, _): #expect(known[id] == .changed(customer))
            case .deleted(let tombstone, _): #expect(known[id] == .deleted(tombstone))
            case nil: #expect(known[id] == nil)
            }
        }
        report("\(changes * 3) changes by 3 writers, a follower equal after \(polls) polls, \(known.count) people")
    }

    /// Reads the feed over and over, keeping what is newer by version; once more after the end.
    private func follow(
        _ store: DynamoDBCustomerStore, until isDone: @Sendable () -> Bool
    ) async throws -> (known: [CustomerID: Change], polls: Int) {
        var known: [CustomerID: Change] = [:]
        var position: StorePosition?
        var polls = 0
        while true {
            let wasDone = isDone()
            polls += 1
            var page: StoreFeed<Change>
            repeat {
                page = try await store.changes(after: position, limit: 50)
                for change in page.elements where change.version > (known[change.id]?.version ?? 0) {
                    known[change.id] = change
                }
                position = page.position
            } while page.more
            if wasDone { return (known, polls) }
        }
    }

    @Test("What the index shows late is not missed")
    func lateIndex() async throws {
        let stack = try MiniStack.current
        let table = try await stack.table()
        let late = LateChanges(stack.transport)
        let reader = try stack.store(table.name, through: late)
        let ann = try await table.store.add("Ann", email: "ann@example.com", at: .now().advanced(bySeconds: -30))
        late.hidden.withLock { $0 = ann.id.text }
        let bea = try await table.store.add("Bea", email: "bea@example.com")
        let first = try await reader.changes(after: nil, limit: 10)
        #expect(first.elements == [.changed(bea)] && !first.more)
        late.hidden.withLock { $0 = nil }
        let second = try await reader.changes(after: first.position, limit: 10)
        #expect(second.elements == [.changed(ann), .changed(bea)])
    }

    @Test("What is older than the reach of a poll is not reported again")
    func oldChanges() async throws {
        let table = try await MiniStack.current.table()
        let old = Timestamp.now().advanced(bySeconds: -DynamoDBCustomerStore.reachBackSeconds - 60)
        try await table.store.add("Ann", email: "ann@example.com", at: old)
        let first = try await table.store.changes(after: nil, limit: 10)
        #expect(first.elements.count == 1)
        let second = try await table.store.changes(after: first.position, limit: 10)
        #expect(second.elements.isEmpty && second.position == first.position)
    }

    @Test("A position of another table has expired, as after a restore")
    func otherTable() async throws {
        let stack = try MiniStack.current
        let (one, other) = (try await stack.table(), try await stack.table())
        let position = try await one.store.changes(after: nil, limit: 1).position
        await #expect(throws: StoreFailure.positionExpired) {
            try await other.store.changes(after: position, limit: 1)
        }
    }
}

extension DynamoDBCustomerStore {
    /// One of a writer's changes: a creation where nobody is, and mostly edits after it.
    fileprivate func change(_ id: CustomerID, _ number: Int, _ writer: Int, at now: Timestamp) async throws {
        let details = try CustomerDetails(name: "Person \(writer).\(number)", email: "\(id)@example.com")
        let actions: [CustomerWrite.Action] =
            number % 10 == 9
            ? [.delete]
            : number.isMultiple(of: 2)
                ? [.create(NewCustomer(details)), .replace(NewCustomer(details))]
                : [.create(NewCustomer(details)), .patch(try CustomerPatch([.address: "Place \(number)"]))]
        for action in actions {
            while true {
                do {
                    _ = try await write(id, action, at: now)
                    break
                } catch StoreFailure.writeInProgress {
                    await Task.yield()
                }
            }
        }
    }
}

extension Change {
    fileprivate var id: CustomerID {
        switch self {
        case .changed(let customer): customer.id
        case .deleted(let tombstone): tombstone.id
        }
    }

    fileprivate var version: Int {
        switch self {
        case .changed(let customer): customer.version
        case .deleted(let tombstone): tombstone.version
        }
    }
}

/// Keeps one customer out of what the index shows, as a lag does.
private final class LateChanges: Transport {
    let hidden = Mutex<String?>(nil)
    private let next: any Transport

    init(_ next: any Transport) {
        self.next = next
    }

    func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
        var response = try await next.send(request, deadline: deadline)
        guard let hidden = hidden.withLock({ $0 }), let items = response.lists?["Items"] else { return response }
        response.replace("Items", by: items.filter { $0["customer_id"]?["S"] != .string(hidden) })
        return response
    }
}
