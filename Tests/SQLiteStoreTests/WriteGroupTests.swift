import CustomerAPI
import Dispatch
import Domain
import Foundation
import Synchronization
import Testing
import Wire

@testable import SQLiteStore

/// Writes that come while another one is being written; the test says how long that takes.
@Suite("Writes that come together")
struct WriteGroupTests {
    /// Holds the writer up in its first transaction once it is armed, and counts transactions from there on.
    private final class Gate: Sendable {
        private let state = Mutex((isArmed: false, holds: false, commits: 0))
        private let opening = DispatchSemaphore(value: 0)

        var commits: Int { state.withLock(\.commits) }

        /// Whether the writer stands before it.
        var holds: Bool { state.withLock(\.holds) }

        func arm() { state.withLock { $0 = (true, false, 0) } }

        /// Lets the writer go on once so many writes wait behind the first.
        func open(behind count: Int, _ store: SQLiteCustomerStore) async {
            while store.writes.waitingCount < count { await Task.yield() }
            opening.signal()
        }

        @Sendable func note(_ statement: String) {
            if statement.hasPrefix("COMMIT") { state.withLock { $0.commits += 1 } }
            guard statement.hasPrefix("BEGIN IMMEDIATE") else { return }
            let mustWait = state.withLock { state in
                if state.isArmed { state = (false, true, state.commits) } else { return false }
                return true
            }
            if mustWait { opening.wait() }
        }
    }

    /// Performs `body` while one write is held up; it opens the gate itself.
    private func behindOne(
        limitingPages: Bool = false, _ body: @Sendable (SQLiteCustomerStore, Gate) async throws -> Void
    ) async throws {
        let gate = Gate()
        try await withStore(SQLiteCustomerStore.Options(onStatement: gate.note)) { store in
            if limitingPages { try await store.limitPages(to: 60) }
            gate.arm()
            async let first = store.create("First")
            while !gate.holds { await Task.yield() }
            try await body(store, gate)
            _ = try await first
        }
    }

    @Test("Telling of a transaction costs as much after many as after one")
    func tellsAsBefore() async throws {
        try await withStore { store in
            let depths = Mutex<[Int]>([])
            store.whenCommitted { depths.withLock { $0.append(Thread.callStackReturnAddresses.count) } }
            for number in 0..<60 { _ = try await store.create("Person \(number)") }
            while depths.withLock(\.count) < 60 { await Task.yield() }
            let seen = depths.withLock(\.self)
            #expect(Set(seen).count == 1, "calls that deep: \(seen)")
        }
    }

    @Test("Each transaction is told of once, when what it wrote can be read")
    func tells() async throws {
        try await withStore { store in
            let count = Mutex(0)
            store.whenCommitted { count.withLock { $0 += 1 } }
            let before = try await store.latestChange()
            _ = try await store.create("First")
            #expect(try await store.changes(after: before, limit: 9).elements.count == 1)
            _ = try await store.create("Second")
            while count.withLock(\.self) < 2 { await Task.yield() }
            #expect(count.withLock(\.self) == 2)
        }
    }

    @Test("They are one transaction, each decided on with those before it in place")
    func together() async throws {
        try await behindOne { store, gate in
            let id = CustomerID.random()
            let details = try CustomerDetails(name: "Ann", email: "ann@example.com")
            let outcomes = try await withThrowingTaskGroup(of: WriteOutcome.self) { group in
                for number in 0..<20 {
                    let write = CustomerWrite(
                        id: number < 10 ? id : .random(), action: .create(NewCustomer(details)),
                        condition: .mustNotExist, now: .now())
                    group.addTask { try await store.perform(write) }
                }
                await gate.open(behind: 20, store)
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let created = outcomes.count { if case .created = $0 { true } else { false } }
            #expect(created == 1, "one customer, and one with that email")
            #expect(gate.commits == 2)
        }
    }

    @Test("A write that does not fit on the disk does not fail the others")
    func apart() async throws {
        try await behindOne(limitingPages: true) { store, gate in
            async let ann = store.create("Ann")
            // Longer than the API lets through, so that it alone fills the disk.
            let details = CustomerDetails(
                trustedName: "Large", email: "large@example.com", phone: nil,
                address: String(repeating: "x", count: 500_000))
            let write = CustomerWrite(id: .random(), action: .create(NewCustomer(details)), now: .now())
            async let large = Result { try await store.perform(write) }
            async let bea = store.create("Bea")
            await gate.open(behind: 3, store)
            let made = try await [ann, bea]
            guard case .failure(let error as StoreFailure) = await large, case .unavailable = error else {
                Issue.record("it fits")
                return
            }
            for customer in made {
                #expect(try await store.record(customer.id) == .living(customer, WriteHistory(entries: 1)))
            }
        }
    }

    @Test("One whose caller has gone while it waited is not written")
    func cancelled() async throws {
        try await behindOne { store, gate in
            let id = CustomerID.random()
            let details = try CustomerDetails(name: "Ann", email: "ann@example.com")
            let gone = Task {
                try await store.perform(CustomerWrite(id: id, action: .create(NewCustomer(details)), now: .now()))
            }
            while store.writes.waitingCount == 0 { await Task.yield() }
            gone.cancel()
            await #expect(throws: StoreFailure.self) { try await gone.value }
            await gate.open(behind: 0, store)
            _ = try await store.create("Bea")
            #expect(try await store.record(id) == nil)
        }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
