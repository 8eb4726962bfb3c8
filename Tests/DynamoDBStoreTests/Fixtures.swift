import CustomerAPI
import Domain
import DynamoDBStore
import FoundationEssentials
import TestSupport
import Wire

let noon = Timestamp(microseconds: 1_767_268_800_000_000)

/// How much is done, when the environment does not ask for more: `CUSTOMERS_AWS_SCALE=10` for ten times as much.
let scale = ProcessInfo.processInfo.environment["CUSTOMERS_AWS_SCALE"].flatMap { Int($0) } ?? 1

/// What a larger run has shown, for who started it.
func report(_ text: String) {
    if scale > 1 { print("figures: \(text)") }
}

extension DynamoDBCustomerStore {
    func write(
        _ id: CustomerID, _ action: CustomerWrite.Action, if condition: WriteCondition = .none,
        key: CustomerWrite.Idempotency? = nil, at now: Timestamp = .now(), trashDays: Int = 0
    ) async throws(StoreFailure) -> WriteOutcome {
        try await perform(
            CustomerWrite(
                id: id, action: action, condition: condition, idempotency: key, author: "kim", via: "customers/2.0.0",
                now: now, trashDays: trashDays))
    }

    @discardableResult
    func add(
        _ name: String, email: String, phone: String? = nil, address: String? = nil, id: CustomerID = .random(),
        at now: Timestamp = .now()
    ) async throws -> Customer {
        let details = try CustomerDetails(name: name, email: email, phone: phone, address: address)
        let outcome = try await write(id, .create(NewCustomer(details)), if: .mustNotExist, at: now)
        guard case .created(let customer, replayOf: nil) = outcome else { throw Unexpected(outcome: outcome) }
        return customer
    }

    struct Unexpected: Error {
        let outcome: WriteOutcome
    }

    func living(_ id: CustomerID) async throws -> Customer? {
        if case .living(let customer, _)? = try await record(id) { customer } else { nil }
    }

    /// Everybody, page by page.
    func everybody(_ listing: StoreListing = .directory(.name), limit: Int = 100) async throws -> [Customer] {
        var (all, position): ([Customer], StorePosition?) = ([], nil)
        repeat {
            let page = try await page(listing, after: position, limit: limit)
            all += page.elements
            position = page.next
        } while position != nil
        return all
    }
}

func key() -> CustomerWrite.Idempotency {
    CustomerWrite.Idempotency(key: .random(), fingerprint: String(repeating: "5f", count: 32))
}

/// Performs `body` for each number side by side, a few at a time, and returns what came of it in order.
func inParallel<Value: Sendable>(
    _ numbers: Range<Int>, width: Int = 16, _ body: @escaping @Sendable (Int) async throws -> Value
) async throws -> [Value] {
    try await withThrowingTaskGroup(of: (Int, Value).self) { group in
        var rest = numbers
        func start() {
            guard let number = rest.popFirst() else { return }
            group.addTask { (number, try await body(number)) }
        }
        for _ in 0..<width { start() }
        var values: [(Int, Value)] = []
        while let value = try await group.next() {
            values.append(value)
            start()
        }
        return values.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
