import CustomerAPI
import Domain
import DynamoDB
import HTTP
import Synchronization
import TestSupport
import Testing
import Wire

@testable import DynamoDBStore

@Suite("Erasing on DynamoDB", .enabled(if: AWSTools.areExpected), .ministack)
struct ErasureTests {
    @Test("An erasure leaves no byte in the table: not a value, not a note, not a fingerprint")
    func leavesNothing() async throws {
        let table = try await MiniStack.current.table()
        let secrets = ["zyzzyva", "quixotry", "4915550123", "muzjiks", "whisper", "bandersnatch"]
        for isTrashed in [false, true] {
            let ann = try await table.store.add(
                "Zyzzyva Quixotry", email: "quixotry\(isTrashed)@example.com", phone: "+49 15550123",
                address: "1 Muzjiks")
            for number in 0..<30 {
                let text = number == 7 ? String(repeating: "whisper ", count: 200) : "whisper \(number)"
                _ = try await table.store.write(ann.id, .note(NoteText(trusted: text)), key: key())
            }
            _ = try await table.store.write(
                ann.id, .patch(try CustomerPatch([.company: "Bandersnatch", .tags: "bandersnatch vip"])), key: key())
            try await table.store.dismiss(CustomerPair(ann.id, .random()))
            try await table.store.dismiss(CustomerPair(.random(), ann.id))
            if isTrashed { _ = try await table.store.write(ann.id, .delete, key: key(), trashDays: 30) }
            let before = try await table.items()
            // Nobody is found by a number in the trash.
            let kept = secrets.filter { !isTrashed || $0 != "4915550123" }
            #expect(kept.allSatisfy { secret in before.contains { $0.contains(secret) } })
            #expect(try await table.store.write(ann.id, .erase) == .deleted(replayOf: nil))
            let after = try await table.items()
            for secret in secrets + ["5f5f5f"] { #expect(!after.contains { $0.contains(secret) }, "\(secret)") }
            // What names the customer: the tombstone, the erasure, and what stands where the timeline was.
            let own = after.filter { $0.contains(ann.id.text) }.compactMap { $0[Attribute.id]?.text }
            let kinds = Set(own.map { $0.split(separator: "#").first.map(String.init) ?? "" })
            #expect(kinds == [ann.id.text, "erasure", "timeline"])
        }
    }

    @Test("Cut off at any request, an erasure is finished by its repeat")
    func repeated() async throws {
        let stack = try MiniStack.current
        var requests = 1
        while requests < 20 {
            let table = try await stack.table()
            let ann = try await table.store.add("Zyzzyva", email: "ann@example.com")
            for _ in 0..<20 { _ = try await table.store.write(ann.id, .note(NoteText(trusted: "whisper"))) }
            try await table.store.dismiss(CustomerPair(ann.id, .random()))
            let cut = CutTransport(stack.transport, after: requests)
            let limits = DynamoDBClient.Limits(attempt: .seconds(60), operation: .milliseconds(100))
            let first = try? await stack.store(table.name, through: cut, limits: limits).write(ann.id, .erase)
            #expect(try await table.store.write(ann.id, .erase) == .deleted(replayOf: nil))
            #expect(try await table.items().allSatisfy { !$0.contains("whisper") && !$0.contains("zyzzyva") })
            #expect(try await table.items().allSatisfy { PairItem.pair($0) == nil })
            if first != nil { break }
            requests += 1
        }
        #expect((4...19).contains(requests))
    }
}

/// Lets so many requests through, and none after them.
private final class CutTransport: Transport {
    private let next: any Transport
    private let remaining: Mutex<Int>

    init(_ next: any Transport, after requests: Int) {
        self.next = next
        remaining = Mutex(requests)
    }

    func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
        let isLeft = remaining.withLock { remaining in
            remaining -= 1
            return remaining >= 0
        }
        guard isLeft else { throw TransportFailure(.connectionLost(detail: "cut"), mayHaveArrived: false) }
        return try await next.send(request, deadline: deadline)
    }
}
