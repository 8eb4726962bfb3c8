import APIClient
import Domain
import Journal
import Sync
import Testing
import Wire

/// A hundred clients with twenty edits each, while the API is away for ten minutes and when it is back.
@Suite("Many clients and an outage")
struct StormTests {
    private static let outage: Duration = .seconds(600)

    @Test("They ask little while the API is away, and do not all come at once when it is back")
    func outage() throws {
        var clients = try (0..<100).map { try Client(seed: $0) }
        while let next = clients.indices.min(by: { clients[$0].next < clients[$1].next }),
            clients[next].next < .seconds(1_000_000)
        {
            clients[next].act { now in now < Self.outage ? SyncFixture.timeout : nil }
        }
        for client in clients {
            let early = client.probes.filter { $0 < Self.outage }
            let late = client.probes.filter { $0 >= Self.outage }
            // Half a second, doubled up to a minute, of which half may be left out by chance.
            #expect(early.count <= 27)
            #expect(late.count == 1)
            #expect(client.requests.allSatisfy { $0.at >= Self.outage })
            #expect(client.requests.first?.together == 1)
            #expect((client.requests.map(\.together).max() ?? 0) <= 8)
            #expect(client.requests.count == 20 && client.sync.queue.isEmpty)
            #expect((client.requests.last?.at ?? .zero) < Self.outage + .seconds(61))
        }
        let returns = clients.compactMap { client in client.probes.last.map { $0 / .seconds(1) } }
        for second in stride(from: 600.0, to: 661.0, by: 0.5) {
            #expect(returns.count { $0 >= second && $0 < second + 1 } <= 10)
        }
    }

    @Test("When the API wants to be left alone, each asks with one probe and one request after the time is over")
    func retryAfter() throws {
        var clients = try (0..<100).map { try Client(seed: $0) }
        let busy = Result<WriteAnswer, APIFailure>.failure(.busy(status: 503, retryAfterSeconds: 30))
        for index in clients.indices {
            while clients[index].next < .seconds(300) {
                clients[index].act(probe: { _ in nil }, request: { _ in busy })
            }
            #expect(clients[index].requests.count <= 10)
            #expect(clients[index].probes.count <= 10)
            #expect(clients[index].requests.allSatisfy { $0.together == 1 })
        }
    }

    /// A client whose probes and requests are answered after ten milliseconds.
    private struct Client {
        let sync: SyncFixture
        var next: Duration = .zero
        var probes: [Duration] = []
        /// When requests left, and how many were under way then.
        var requests: [(at: Duration, together: Int)] = []
        private static let way: Duration = .milliseconds(10)

        init(seed: UInt64) throws {
            sync = SyncFixture(seed: seed)
            for _ in 0..<20 { try sync.edit() }
        }

        /// - Parameter failure: of whatever is asked at a moment; `nil` when all is well.
        mutating func act(_ failure: (Duration) -> APIFailure?) {
            act(probe: { failure($0).map { .failure($0) } }, request: { failure($0).map { .failure($0) } })
        }

        mutating func act(
            probe: (Duration) -> Result<ReadAnswer, APIFailure>?,
            request: (Duration) -> Result<WriteAnswer, APIFailure>?
        ) {
            let left = sync.probes
            sync.turn(after: next - sync.now)
            if sync.probes > left { probes.append(next) }
            requests += sync.underWay.map { _ in (next, sync.underWay.count) }
            guard sync.isProbing || !sync.underWay.isEmpty else {
                next = sync.core.wakesAt ?? .seconds(1_000_000)
                return
            }
            let asked = next
            next += Self.way
            if sync.isProbing { sync.answerProbe(probe(asked)) }
            while let batch = sync.underWay.first { sync.answer(request(asked) ?? SyncFixture.acceptance(of: batch)) }
        }
    }
}
