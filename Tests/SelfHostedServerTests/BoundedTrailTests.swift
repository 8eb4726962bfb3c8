import CustomerAPI
import Domain
import Foundation
import Synchronization
import TestSupport
import Testing
import Wire

@testable import customers_api

@Suite("Strangers do not fill the audit log")
struct BoundedTrailTests {
    private let clock = ManualClock(Timestamp(microseconds: 1_709_290_200_000_000))
    private let start = ContinuousClock.now
    private let lines = Lines()

    /// An audit log in memory, with a disk that can be full.
    private final class Lines: AuditTrail {
        private let state = Mutex((records: [AuditRecord](), fault: AuditFailure?.none))
        var fault: AuditFailure? { state.withLock(\.fault) }
        var all: [AuditRecord] { state.withLock(\.records) }

        func set(isFull: Bool) { state.withLock { $0.fault = isFull ? AuditFailure(detail: "full") : nil } }

        func append(_ records: [AuditRecord]) async throws(AuditFailure) {
            if let fault { throw fault }
            state.withLock { $0.records += records }
        }

        /// What stands behind the member `kind`.
        var texts: [String] {
            all.map { record in
                var line: [UInt8] = []
                record.appendMembers(to: &line)
                return String(decoding: line, as: UTF8.self).components(separatedBy: #""kind":"#).last ?? ""
            }
        }
    }

    private func trail() -> BoundedTrail {
        let (clock, start) = (clock, start)
        let begin = clock.now
        return BoundedTrail(
            lines, uptime: { start + .milliseconds(Int(clock.now.seconds(since: begin) * 1_000)) }, now: { clock.now })
    }

    private func ask(
        _ trail: BoundedTrail, _ caller: RequestContext.Caller = .unauthenticated(reason: "Who?"),
        from source: String? = "192.0.2.7"
    ) async throws {
        let request = AuditedRequest(
            method: "GET", route: "/api/customers", status: 401, problem: .unauthenticated, subject: AuditSubject())
        try await trail.append([
            AuditRecord(moment: clock.now, requestID: "r", caller: caller, source: source, event: .request(request))
        ])
    }

    @Test("The first five of a source have a line each; the rest one, when the minute is over")
    func minute() async throws {
        let trail = trail()
        for _ in 0..<1_000 { try await ask(trail) }
        clock.advance(bySeconds: 59)
        try await ask(trail)
        await trail.settle()
        #expect(lines.all.count == 5)
        clock.advance(bySeconds: 1)
        await trail.settle()
        let counted =
            #""refused","source":"192.0.2.7","count":996,"first":"2024-03-01T10:50:00.000Z","last":"2024-03-01T10:50:59.000Z""#
        #expect(lines.texts.last == counted)
        for _ in 0..<5 { try await ask(trail) }
        clock.advance(bySeconds: 60)
        await trail.settle()
        #expect(lines.all.count == 11, "nothing is left to be counted")
    }

    @Test("Who is let in has a line for everything; who is known and has no right is counted under that identity")
    func known() async throws {
        let trail = trail()
        let identity = Identity.subject("42", issuer: "https://issuer.example")
        for _ in 0..<20 {
            try await ask(trail)
            try await ask(trail, .principal(Principal(name: "kim", role: .agent)))
            try await ask(trail, .anonymous)
            try await ask(trail, .forbidden(identity, reason: "No role."))
            try await ask(trail, .undecided(reason: "Later.", retryAfterSeconds: 1))
        }
        #expect(lines.all.count { !$0.isStrangers } == 40 && lines.all.count(where: \.isStrangers) == 10)
        await trail.finish()
        let counts = lines.texts.suffix(2).sorted()
        #expect(
            counts[0].hasPrefix(#""refused","principal":"https://issuer.example#42","source":"192.0.2.7","count":15"#))
        #expect(counts[1].hasPrefix(#""refused","source":"192.0.2.7","count":35"#))
    }

    @Test("However many networks there are, a minute has 1,001 lines at most, and no request is lost")
    func sources() async throws {
        let trail = trail()
        for number in 0..<20_000 { try await ask(trail, from: "10.\(number % 20).\(number % 250).1") }
        for number in 0..<700 { try await ask(trail, from: "2001:db8:0:\(String(number, radix: 16))::1") }
        for _ in 0..<20 { try await ask(trail, from: nil) }
        await trail.finish()
        #expect(lines.all.count <= 1_001)
        let counted = lines.all.reduce(0) { sum, record in
            switch record.event {
            case .request: sum + 1
            case .refused(let refusals): sum + refusals.count
            case .reported: sum
            }
        }
        #expect(counted == 20_720)
    }

    @Test("One network of IPv6 is one source")
    func networks() async throws {
        let trail = trail()
        for number in 0..<9 { try await ask(trail, from: "2001:db8:1:2::\(number)") }
        await trail.finish()
        #expect(lines.all.count == 6 && lines.all.last?.source == "2001:db8:1:2::/64")
    }

    @Test("What cannot be written is counted on, and nobody is answered meanwhile")
    func fullDisk() async throws {
        let trail = trail()
        for _ in 0..<8 { try await ask(trail) }
        lines.set(isFull: true)
        await trail.finish()
        await #expect(throws: AuditFailure.self) { try await ask(trail) }
        lines.set(isFull: false)
        for _ in 0..<6 { try await ask(trail) }
        await trail.finish()
        let counts = lines.texts.filter { $0.hasPrefix(#""refused""#) }
        #expect(counts.count == 1 && counts[0].contains(#""count":4,"#), "\(counts)")
    }

    @Test("A log with counts is a chain, and its report says what they are")
    func chain() async throws {
        let log = try AuditLogFixture()
        let file = try log.open()
        let trail = BoundedTrail(file, now: { [clock] in clock.now })
        let identity = Identity.subject("42", issuer: "https://issuer.example")
        for _ in 0..<8 { try await ask(trail, .forbidden(identity, reason: "No role.")) }
        await trail.finish()
        file.close()
        let (faults, remarks) = try log.verify("audit.log")
        #expect(faults.isEmpty && remarks.isEmpty)
        let (entries, unreadable) = try AuditReport(who: "https://issuer.example#42").entries(in: [log.path])
        let last = try #require(AuditTable(entries).lines.last)
        #expect(entries.count == 6 && unreadable == 0)
        #expect(last.contains("requests that were refused") && last.contains("3 besides those above"), "\(last)")
    }

    @Test("A report finds somebody by the identity, and by an email that changes carry")
    func names() async throws {
        let log = try AuditLogFixture()
        let file = try log.open()
        let identity = Identity.subject("42", issuer: "https://issuer.example")
        for email in ["kim@example.com", "kim.lee@example.com"] {
            try await ask(BoundedTrail(file), .principal(Principal(identity, email: email, role: .agent)))
        }
        file.close()
        func count(_ who: String) throws -> Int { try AuditReport(who: who).entries(in: [log.path]).entries.count }
        #expect(try count("https://issuer.example#42") == 2)
        #expect(try count("kim@example.com") == 1)
        #expect(try count("42") == 0)
    }
}
