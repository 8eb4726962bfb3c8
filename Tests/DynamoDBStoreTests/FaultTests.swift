import CustomerAPI
import Domain
import DynamoDB
import DynamoDBStore
import HTTP
import HTTPTypes
import Logging
import TestSupport
import Testing
import Wire

@Suite("DynamoDB when things go wrong", .enabled(if: AWSTools.areExpected), .ministack)
struct FaultTests {
    @Test("With 38 of 100 requests spoilt, 999 of 1,000 are answered rightly before the deadline")
    func faults() async throws {
        let stack = try MiniStack.current
        let rates = FaultyTransport.Rates(throttled: 30, failed: 5, reset: 2, damaged: 1)
        let transport = FaultyTransport(stack.transport, rates)
        let people = 60
        var (asked, wrong): (Int, [String]) = (0, [])
        // A table for each round: ministack sorts all of an index for every search.
        for _ in 0..<scale {
            // The deadline is the platform's, a second early.
            let table = try await stack.table(
                through: transport, limits: .init(attempt: .seconds(10), operation: .seconds(28)))
            for life in try await inParallel(
                0..<people, width: 16, { number in await life(of: number, in: table.store) })
            {
                asked += life.asked
                wrong += life.wrong
            }
            // What was answered is what is there, seen by a store on which nothing goes wrong.
            let everybody = try await stack.store(table.name).everybody()
            #expect(everybody.count >= people - 1)
            #expect(everybody.allSatisfy { $0.version == 3 && $0.address == "Second" })
        }
        #expect(wrong.count * 1_000 <= asked, "\(wrong)")
        let counts = transport.counts
        #expect(counts.faults * 100 > counts.sent * 30)
        report("\(asked) questions in \(counts.sent) requests, \(counts.faults) spoilt; answered wrongly: \(wrong)")
    }

    /// One customer's life in six requests, and what was answered wrongly.
    private func life(of number: Int, in store: DynamoDBCustomerStore) async -> (asked: Int, wrong: [String]) {
        let (id, email) = (CustomerID.random(), "person\(number)@example.com")
        var wrong: [String] = []
        func expect(_ what: String, _ ask: () async throws -> Bool) async {
            do {
                if try await !ask() { wrong.append(what) }
            } catch {
                wrong.append("\(what): \(error)")
            }
        }
        await expect("create") {
            let details = try CustomerDetails(name: "Person \(number)", email: email)
            guard case .created(let customer, replayOf: nil) = try await store.write(id, .create(NewCustomer(details)))
            else { return false }
            return customer.version == 1
        }
        for (version, address) in [(1, "First"), (2, "Second")] {
            await expect("change") {
                let patch = CustomerWrite.Action.patch(try CustomerPatch([.address: address]))
                let outcome = try await store.write(id, patch, if: .matches(.versions([version])))
                guard case .changed(let customer, replayOf: nil) = outcome else { return false }
                return customer.version == version + 1
            }
        }
        await expect("mismatch") {
            let patch = CustomerWrite.Action.patch(try CustomerPatch([.address: "Third"]))
            guard
                case .rejected(.versionMismatch(let current)) =
                    try await store.write(id, patch, if: .matches(.versions([1])))
            else { return false }
            return current.version == 3
        }
        await expect("find") { try await store.customer(emailKey: email)?.id == id }
        await expect("search") {
            try await store.everybody(.search(#require(SearchTerm(needs: [["person"], [String(number)]]))), limit: 10)
                .contains { $0.id == id }
        }
        return (6, wrong)
    }

    @Test("A stalled DynamoDB is a 503 a second before the end, and the next request is well")
    func stalled() async throws {
        let stack = try MiniStack.current
        let transport = FaultyTransport(stack.transport)
        let table = try await stack.table(through: transport, limits: .init())
        let api = CustomerHandler(store: table.store, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await table.store.add("Ann", email: "ann@example.com")
        transport.isStalled = true
        let end = ContinuousClock.now + .seconds(3)
        // As the Lambda runtime has it: the API's deadline is a second before the platform's.
        let context = RequestContext(requestID: "r", deadline: end - .seconds(1))
        let late = await api.respond(to: Request(.get, "/api/customers"), context: context)
        #expect(ContinuousClock.now < end)
        #expect(late.status == .serviceUnavailable && late.fields[.retryAfter] != nil)
        transport.isStalled = false
        let well = await api.respond(
            to: Request(.get, "/api/customers"), context: RequestContext(requestID: "r", deadline: .now + .seconds(60)))
        #expect(well.status == .ok)
    }

    @Test("A stall without a caller's deadline ends with the operation's own")
    func operationLimit() async throws {
        let stack = try MiniStack.current
        let transport = FaultyTransport(stack.transport)
        let limits = DynamoDBClient.Limits(attempt: .milliseconds(50), operation: .milliseconds(150))
        let table = try await stack.table(through: transport, limits: limits)
        transport.isStalled = true
        await #expect(
            throws: StoreFailure.unavailable(detail: "DynamoDB: no answer in time.", retryAfterSeconds: 1)
        ) { try await table.store.record(.random()) }
    }

    @Test("Writes whose answers are all lost once happen once, and are known as one's own")
    func lostAnswers() async throws {
        let stack = try MiniStack.current
        let transport = FirstAnswerLost(stack.transport)
        let table = try await stack.table(through: transport)
        let ann = try await table.store.add("Ann", email: "ann@example.com")
        for (version, patch) in [
            (1, [CustomerField.address: "Here"]), (2, [.name: "Anna"]), (3, [.email: "anna@example.com"]),
        ] {
            let outcome = try await table.store.write(
                ann.id, .patch(try CustomerPatch(patch.mapValues { .some($0) })), if: .matches(.versions([version])))
            let current = try #require(try await table.store.living(ann.id))
            #expect(outcome == .changed(current, replayOf: nil) && current.version == version + 1)
        }
        #expect(try await table.store.write(ann.id, .delete, if: .matches(.versions([4]))) == .deleted(replayOf: nil))
        #expect(try await table.store.customer(emailKey: "ann@example.com") == nil)
    }
}

/// Loses the first answer to every request; its repeat, with the same body, gets through.
private final class FirstAnswerLost: Transport {
    private let next: any Transport
    private let seen = SeenBodies()

    init(_ next: any Transport) {
        self.next = next
    }

    func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
        let response = try await next.send(request, deadline: deadline)
        guard await seen.contains(request.body) else {
            throw TransportFailure(.connectionLost(detail: "lost"), mayHaveArrived: true)
        }
        return response
    }

    private actor SeenBodies {
        private var bodies: Set<[UInt8]> = []

        func contains(_ body: [UInt8]) -> Bool { !bodies.insert(body).inserted }
    }
}
