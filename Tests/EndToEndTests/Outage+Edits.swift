import Foundation
import TestSupport
import Testing

/// What `customers queue --json` tells of an edit.
struct QueuedEdit: Decodable, Equatable {
    let seq: Int
    let op: String
    let kind: String
    let state: String
    let attempts: Int
    let reason: String?
}

extension Shell {
    /// What has not arrived.
    func queue() async throws -> [QueuedEdit] {
        let printed = try await run("queue", "--json")
        #expect(printed.status == 0, "\(printed.error)")
        return try printed.decoded(as: [QueuedEdit].self)
    }

    func addAnna() async throws {
        let added = try await run("add", "--name", "Anna", "--email", "anna@example.com", "--phone", "555 0100")
        #expect(added.status == 0, "\(added.error)")
    }
}

extension Outage {
    /// - Parameter body: what happens after the API has gone, which knows Anna.
    static func afterAddingAnna(_ body: @Sendable (Outage) async throws -> Void) async throws {
        try await after({ try await $0.addAnna() }, body)
    }

    /// The same while Anna's new phone number waits to be sent.
    static func whileAnEditWaits(_ body: @Sendable (Outage) async throws -> Void) async throws {
        try await afterAddingAnna { outage in
            let edited = try await outage.shell.run("edit", "anna@example.com", "--phone", "555 0199")
            #expect(edited.status == 0, "\(edited.error)")
            try await body(outage)
        }
    }

    /// Somebody else changes Anna meanwhile.
    func rivalEdits(_ changes: String...) async throws {
        try await rival { rival in
            let theirs = try await rival.customers.run(["edit", "anna@example.com"] + changes)
            #expect(theirs.status == 0, "\(theirs.error)")
        }
    }
}

extension Program.Finished {
    /// What was printed as JSON.
    func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(output.utf8))
    }
}
