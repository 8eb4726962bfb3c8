import APIClient
import Domain
import Foundation
import Glibc
import HTTP
import HTTPTypes
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Workspace

@Suite("What was done out of the server's sight")
struct UseReportsTests {
    private static let api = "https://crm.example.org"
    private static let (anna, bao) = (CustomerID(derivedFrom: "a", in: .importedEmail), CustomerID.random())

    /// An API that records, or refuses, what it is told.
    private final class AuditLog: Transport {
        let reports = Mutex<[[ReportedUse]]>([])
        private let answers: Mutex<[Response?]>

        /// - Parameter answers: in turn; `nil` for none, and behind the last one everything is recorded.
        init(_ answers: Response?...) {
            self.answers = Mutex(answers)
        }

        func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
            let answer = answers.withLock { $0.isEmpty ? Response(.noContent) : $0.removeFirst() }
            guard let answer else { throw TransportFailure(.cannotConnect(detail: "gone"), mayHaveArrived: false) }
            if answer.status == .noContent, case .report(let call)? = try? Call(request) {
                reports.withLock { $0.append(call.uses) }
            }
            return answer
        }

        var uses: [ReportedUse] { reports.withLock { $0.flatMap(\.self) } }
    }

    private static func program(
        _ folder: String?, _ log: AuditLog = AuditLog(), api: String = api,
        ssh: String? = "192.0.2.7 51234 192.0.2.1 22"
    ) -> UseReports {
        UseReports(
            directory: folder, api: api,
            client: CustomerClient(transport: log, retries: RetryPolicy(maximumRetries: 0)), sshConnection: ssh)
    }

    private static func problem(_ kind: Problem.Kind) -> Response { Problem(kind, "no").response }

    private func text(_ folder: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: folder + "/reports.jsonl")), as: UTF8.self)
    }

    @Test(
        "Is on the disk when it is noted, for its user alone and without a value, and told by whichever program comes next"
    )
    func kept() async throws {
        try await withTemporaryFolder { folder in
            let folder = folder + "/deep/profile"
            let first = Self.program(folder)
            #expect(first.note(.reveal, of: Self.anna, count: 12).failure == nil)
            _ = first.note(.copy, of: Self.bao)
            let status = try FileManager.default.attributesOfItem(atPath: folder + "/reports.jsonl")
            #expect(status[.posixPermissions] as? Int == 0o600)
            let lines = try text(folder).split(separator: "\n")
            #expect(lines.count == 2 && lines[0].contains(#""ssh_connection":"192.0.2.7 51234 192.0.2.1 22""#))
            // As a killed program leaves it.
            let log = AuditLog()
            #expect(await Self.program(folder, log).deliver())
            #expect(log.uses.map(\.kind) == [.reveal, .copy] && log.uses.map(\.customerID) == [Self.anna, Self.bao])
            #expect(log.uses.map(\.count) == [12, nil])
            #expect(try text(folder).isEmpty)
            #expect(await Self.program(folder, log).deliver() && log.reports.withLock(\.count) == 1)
        }
    }

    @Test("Each has a moment of its own in a report, by which one that comes twice is known")
    func moments() async throws {
        try await withTemporaryFolder { folder in
            let log = AuditLog()
            let reports = Self.program(folder, log)
            for _ in 0..<250 { _ = reports.note(.copy, of: Self.anna) }
            #expect(await reports.deliver())
            #expect(log.reports.withLock { $0.map(\.count) } == [200, 50])
            #expect(Set(log.uses.map(\.moment.text)).count == 250)
        }
    }

    @Test(
        "Stays while nobody takes it: no connection, a sign-in, a proxy, a server that cannot record",
        arguments: [
            nil, problem(.unauthenticated), problem(.unavailable), problem(.throttled), problem(.internal),
            Response(.forbidden), Response(.serviceUnavailable), Response(.ok),
        ])
    func away(answer: Response?) async throws {
        try await withTemporaryFolder { folder in
            let log = AuditLog(answer)
            let reports = Self.program(folder, log)
            _ = reports.note(.export)
            #expect(await !reports.deliver())
            let kept = try text(folder)
            #expect(kept.contains("export"))
            #expect(await reports.deliver() && log.uses.map(\.kind) == [.export])
        }
    }

    @Test(
        "Is dropped without a word by an API that keeps no such log, or not for this caller",
        arguments: [problem(.notFound), problem(.forbidden), problem(.methodNotAllowed), Response(.notFound)])
    func unwanted(answer: Response) async throws {
        try await withTemporaryFolder { folder in
            let log = AuditLog(answer)
            let reports = Self.program(folder, log)
            _ = reports.note(.export)
            #expect(await reports.deliver() && log.uses.isEmpty)
            let kept = try text(folder)
            #expect(kept.isEmpty)
        }
    }

    @Test("Is told to the API whose customers they are, and to no other")
    func bound() async throws {
        try await withTemporaryFolder { folder in
            _ = Self.program(folder).note(.reveal, of: Self.anna)
            let (staging, own) = (AuditLog(), AuditLog())
            #expect(await Self.program(folder, staging, api: "https://staging.example.org").deliver())
            #expect(staging.uses.isEmpty)
            #expect(await Self.program(folder, own).deliver() && own.uses.count == 1)
        }
    }

    @Test("A line that was cut off goes alone, and one that is written meanwhile stays")
    func torn() async throws {
        try await withTemporaryFolder { folder in
            let reports = Self.program(folder)
            _ = reports.note(.reveal, of: Self.anna)
            let file = try FileHandle(forWritingTo: URL(filePath: folder + "/reports.jsonl"))
            try file.seekToEnd()
            try file.write(contentsOf: Data(#"{"api":"https://crm"#.utf8))
            _ = Self.program(folder).note(.copy, of: Self.bao)
            let log = AuditLog()
            #expect(await Self.program(folder, log).deliver() && log.uses.map(\.kind) == [.reveal, .copy])
        }
    }

    @Test("What an export came to is said at its end; a listing that showed nobody was none")
    func extent() async throws {
        try await withTemporaryFolder { folder in
            let log = AuditLog()
            let reports = Self.program(folder, log)
            let (export, list) = (reports.note(.export).noted, reports.note(.offlineRead).noted)
            reports.complete(export, count: 2_000)
            reports.complete(list, count: 0)
            #expect(await reports.deliver() && log.uses.map(\.count) == [2_000])
            // Told already: it does not come again.
            reports.complete(export, count: 2_001)
            #expect(await reports.deliver() && log.uses.count == 1)
        }
    }

    @Test("The file has a limit, and the newest stay")
    func limit() async throws {
        try await withTemporaryFolder { folder in
            let reports = Self.program(folder)
            for number in 0..<2_500 { _ = reports.note(.reveal, of: Self.anna, count: number) }
            let kept = try text(folder)
            #expect(kept.utf8.count <= ReportFile.maximumBytes)
            let log = AuditLog()
            #expect(await Self.program(folder, log).deliver())
            let counts = log.uses.compactMap(\.count)
            #expect(counts == Array((2_500 - counts.count)..<2_500) && counts.count > 500)
        }
    }

    @Test("A disk that takes nothing is said once; what is noted is told all the same by this program")
    func failing() async throws {
        try await withTemporaryFolder { folder in
            // Nobody, root included, can make a folder below a file.
            let file = folder + "/file"
            try Data().write(to: URL(filePath: file))
            let log = AuditLog()
            let reports = Self.program(file + "/profile", log)
            let failures = (0..<3).compactMap { _ in reports.note(.copy, of: Self.anna).failure }
            #expect(failures.count == 1 && failures.first?.message.contains(file) == true)
            #expect(await reports.deliver() && log.uses.count == 3)
            #expect(await reports.deliver() && log.uses.count == 3)
        }
    }

    @Test("A link or an open file in its place is not written", arguments: [true, false])
    func foreign(isLink: Bool) async throws {
        try await withTemporaryFolder { folder in
            let (path, other) = (folder + "/reports.jsonl", folder + "/other")
            try Data("x".utf8).write(to: URL(filePath: other))
            #expect(chmod(other, 0o644) == 0)
            #expect((isLink ? symlink(other, path) : rename(other, path)) == 0)
            #expect(Self.program(folder).note(.copy, of: Self.anna).failure != nil)
            #expect(try text(folder) == "x")
        }
    }

    @Test("Where nothing can be kept it ends with the program, and what sshd never writes is told to nobody")
    func volatile() async throws {
        let log = AuditLog()
        let reports = Self.program(nil, log, ssh: "\u{1B}]0;x\u{7}")
        #expect(reports.note(.copy, of: Self.anna).failure == nil)
        #expect(await reports.deliver() && log.uses.map(\.sshConnection) == [nil])
    }
}
