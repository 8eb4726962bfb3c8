import Domain
import Foundation
import HTTP
import Synchronization
import TestSupport
import Testing
import Wire

/// What is kept here is shown when the API does not answer, but for those of whom it says that they were erased; and nothing of
/// them stays behind a command that has reached it.
@Suite("Who was erased, and what is kept of them at the shell", .timeLimit(.minutes(3)))
struct KeptErasureTests {
    /// An API that knows Anna, then fails at everything but who was erased.
    private final class Failing: Sendable {
        let fails = Atomic(false)
        let hasErased = Atomic(false)
        let looks = Atomic(0)

        func answer(to request: String) -> Misbehaviour {
            let target = request.split(separator: " ").dropFirst().first ?? ""
            if target.hasPrefix("/api/erasures") {
                looks.add(1, ordering: .relaxed)
                let erased = hasErased.load(ordering: .relaxed) ? [Erasure(Self.anna.id, at: .now())] : []
                return .answer(.erasures(ErasurePage(erasures: erased, cursor: "e", more: false)))
            }
            guard !fails.load(ordering: .relaxed) else { return .json(500, "{}") }
            let isErased = hasErased.load(ordering: .relaxed)
            if target.hasSuffix("/timeline") || target.contains("/timeline?") {
                let entry = TimelineEntry(
                    number: 1, moment: Self.anna.createdAt, author: nil, kind: .created, version: 1,
                    edit: CustomerEdit(from: nil, to: Self.anna.details))
                let page = TaggedTimelinePage(TimelinePage(entries: [entry], cursor: nil)) { _ in "\"t1\"" }
                return .answer(.timeline(page), tag: page.tag)
            }
            if target == "/api/customers/\(Self.anna.id.text)" { return .answer(.customer(Self.anna), tag: "\"1\"") }
            if target.hasPrefix("/api/customers") {
                return .answer(.page(CustomerPage(customers: isErased ? [] : [Self.anna], next: nil)))
            }
            return .json(404, #"{"type":"urn:customers:problem:not-found","status":404,"detail":"No such resource."}"#)
        }

        static let anna: Customer = {
            let moment = Timestamp(microseconds: 1_700_000_000_000_000)
            return Customer(
                id: .random(),
                details: CustomerDetails(trustedName: "Anna", email: "anna@example.com", phone: nil, address: nil),
                registrationDate: moment, createdAt: moment, updatedAt: moment, version: 1, updatedBy: nil)
        }()
    }

    @Test(
        "Commands that show what is kept look first, and find nothing of who was erased",
        arguments: [
            ["show", "anna@example.com"], ["show", Failing.anna.id.text, "--json"], ["list"], ["lookup", "anna"],
            ["history", Failing.anna.id.text],
        ])
    func look(_ words: [String]) async throws {
        let api = Failing()
        let server = try MisbehavingServer(answering: api.answer)
        try await Shell.without(url: server.url) { shell in
            var shell = shell
            let runtime = shell.folder + "/runtime"
            try FileManager.default.createDirectory(
                atPath: runtime, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            shell.customers.environment["XDG_RUNTIME_DIR"] = runtime
            for words in [["list"], ["history", Failing.anna.id.text]] {
                let read = try await shell.customers.run(words)
                #expect(read.status == 0 && read.output.contains("Anna"), "\(read.error)")
            }
            #expect(api.looks.load(ordering: .relaxed) == 2, "each looks once")
            api.fails.store(true, ordering: .relaxed)
            let kept = try await shell.customers.run(words)
            #expect(kept.output.contains("Anna"), "\(kept.error)")
            #expect(api.looks.load(ordering: .relaxed) == 3)
            api.hasErased.store(true, ordering: .relaxed)
            let gone = try await shell.customers.run(words)
            #expect(!(gone.output + gone.error).contains("Anna"), "\(gone)")
            #expect(gone.error.contains("1 person was erased"), "\(gone)")
            let left = try await shell.grep("anna@example.com")
            #expect(left == "", "\(left)")
        }
    }

    @Test(
        "A command that only reads leaves nothing of who was erased while the API answers",
        arguments: [["list"], ["lookup", "bao"], ["status"], ["queue"]])
    func answered(_ words: [String]) async throws {
        let api = Failing()
        let server = try MisbehavingServer(answering: api.answer)
        try await Shell.without(url: server.url) { shell in
            var shell = shell
            let runtime = shell.folder + "/runtime"
            try FileManager.default.createDirectory(
                atPath: runtime, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            shell.customers.environment["XDG_RUNTIME_DIR"] = runtime
            _ = try await shell.run("list")
            #expect(try await shell.grep("anna@example.com") != "", "nothing of her was kept")
            api.hasErased.store(true, ordering: .relaxed)
            // No look holds a command up for long: where this machine is busy the next one ends it.
            var left = "everything"
            for _ in 0..<20 where left != "" {
                _ = try await shell.customers.run(words)
                left = try await shell.grep("anna@example.com")
            }
            #expect(left == "", "\(left)")
        }
    }
}

extension Misbehaviour {
    fileprivate static func answer(_ answer: ReadAnswer, tag: String? = nil) -> Misbehaviour {
        .json(200, String(decoding: answer.response.body, as: UTF8.self), tag.map { ["ETag": $0] } ?? [:])
    }
}
