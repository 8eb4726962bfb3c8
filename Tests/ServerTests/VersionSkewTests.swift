import Foundation
import TestSupport
import Testing

@Suite("What version 1 of the programs wrote, at the server of now", .timeLimit(.minutes(2)))
struct VersionSkewTests {
    private let program = Program("customers-api")

    @Test("There is a recorded version")
    func isThere() {
        #expect(RecordedVersion.all.contains { $0.version == "1.0.0" })
    }

    private func ask(
        _ exchange: RecordedExchange, of address: ServerProcess.Address, _ comparison: inout AnswerComparison
    ) throws -> [String] {
        let fields = exchange.headers.map { "\($0.key): \(comparison.translated($0.value))" }
        let reply = try address.send(
            exchange.method, comparison.translated(exchange.target), fields,
            body: comparison.translated(exchange.body ?? ""))
        guard reply.status == exchange.status else { return ["the status is \(reply.status), not \(exchange.status)"] }
        var found: [String] = []
        if exchange.answerBody.isEmpty {
            if !reply.body.isEmpty { found = ["there is a body"] }
        } else {
            found = comparison.differences(try json(exchange.answerBody), try json(reply.body))
        }
        return found + comparison.differences(exchange.answerHeaders, reply.header)
    }

    private func json(_ text: String) throws -> AnyJSON {
        try JSONDecoder().decode(AnyJSON.self, from: Data(text.utf8))
    }

    @Test("Every request is answered as it was then", arguments: RecordedVersion.all)
    func exchanges(version: RecordedVersion) throws {
        let directory = try ServerProcess.makeDirectory()
        try version.copy("tokens", to: directory.path + "/tokens")
        let (server, address) = try ServerProcess.listening(
            "--token-file", "tokens", "--cors-origin", "https://desk.example.org", directory: directory)
        var comparison = AnswerComparison()
        // Of HEAD's answer this connection would wait for a body.
        for exchange in try version.exchanges where exchange.method != "HEAD" {
            let found = try ask(exchange, of: address, &comparison)
            #expect(found.isEmpty, "\(exchange.name): \(found.joined(separator: "; "))")
        }
        withExtendedLifetime(server) {}
    }

    @Test(
        "Its database is migrated, sound, and served with all that is in it, receipts too",
        arguments: RecordedVersion.all)
    func database(version: RecordedVersion) async throws {
        let directory = try ServerProcess.makeDirectory()
        try version.copy("customers.db", to: directory.path + "/customers.db")
        try version.copy("tokens", to: directory.path + "/tokens")
        let store = "sqlite:\(directory.path)/customers.db"
        for command in ["migrate", "check"] {
            let finished = try await program.run([command, "--store", store])
            #expect(finished.status == 0, "\(command): \(finished.error)")
        }
        let (server, address) = try ServerProcess.listening("--token-file", "tokens", directory: directory)
        // Reads of its last state, and requests that were carried out in it already.
        let names: Set = ["list", "search", "find by email", "change again", "delete again", "read the deleted"]
        var asked: Set<String> = []
        for exchange in try version.exchanges where names.contains(exchange.name) {
            asked.insert(exchange.name)
            var comparison = AnswerComparison()
            let found = try ask(exchange, of: address, &comparison)
            // A repeat is shown the customer as it is now, and was shown it as it was then.
            let due =
                exchange.name == "change again" ? found.filter { $0.contains("status") || $0.contains("Idem") } : found
            #expect(due.isEmpty, "\(exchange.name): \(due.joined(separator: "; "))")
        }
        #expect(asked == names)
        let list = try #require(try version.exchanges.first { $0.name == "list" })
        let now = try address.send("GET", "/api/customers", ["Authorization: Bearer \(RecordedVersion.token)"])
        #expect(try json(now.body).holds(json(list.answerBody)), "ids, times and versions are the same")
        withExtendedLifetime(server) {}
    }
}

extension AnyJSON {
    /// Whether it has all that the other has, with the same values.
    fileprivate func holds(_ other: AnyJSON) -> Bool {
        switch (self, other) {
        case (.object(let own), .object(let other)): other.allSatisfy { own[$0]?.holds($1) == true }
        case (.array(let own), .array(let other)):
            own.count == other.count && zip(own, other).allSatisfy { $0.holds($1) }
        default: self == other
        }
    }
}
