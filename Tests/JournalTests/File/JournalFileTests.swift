import Domain
import FoundationEssentials
import Journal
import TestSupport
import Testing
import Wire

/// The journal on the real file system.
@Suite("The journal's file")
struct JournalFileTests {
    private static let api = "https://api.example.org"

    private static func entry(_ name: String, _ id: CustomerID = .random()) throws -> Entry {
        let details = try CustomerDetails(name: name, email: "\(id.text)@example.org")
        return Entry(.create(NewCustomer(details)), of: id, op: .random())
    }

    @Test("A journal in memory takes edits and says that it does not last")
    func volatile() throws {
        let journal = EditJournal.volatile(api: "https://crm.example.org")
        #expect(!journal.isDurable)
        let customer = CustomerID.random()
        let details = try CustomerDetails(name: "Anna", email: "anna@example.com")
        try journal.append(
            .enter([
                Entry(.create(NewCustomer(details)), of: customer, op: .random())
            ]))
        #expect(journal.queue.entries(for: customer).count == 1)
    }

    @Test("What is appended is there when the journal is opened again, and the directory and file are private")
    func reopened() async throws {
        try await withTemporaryFolder { folder in
            let directory = folder + "/data/customers/default"
            let written: EditQueue
            do {
                let journal = try EditJournal.open(directory: directory, api: Self.api).journal
                try journal.append(.enter([try Self.entry("Anna"), try Self.entry("Bao")]))
                try journal.append(.cancel(1, .undo))
                written = journal.queue
            }
            let (journal, findings) = try EditJournal.open(directory: directory, api: Self.api)
            #expect(journal.queue == written)
            #expect(journal.queue.entries.map(\.sequence) == [2])
            #expect(journal.queue.redoable.map(\.sequence) == [1])
            #expect(findings.isEmpty)
            #expect(try permissions(directory) == 0o700)
            #expect(try permissions(directory + "/journal.jsonl") == 0o600)
        }
    }

    @Test("Two journals open on one file see each other's lines and number them on")
    func shared() async throws {
        try await withTemporaryFolder { folder in
            let first = try EditJournal.open(directory: folder + "/j", api: Self.api).journal
            let second = try EditJournal.open(directory: folder + "/j", api: Self.api).journal
            try first.append(.enter([try Self.entry("Anna")]))
            #expect(try second.refresh())
            #expect(try !second.refresh())
            #expect(try second.append(.enter([try Self.entry("Bao")])) == [2])
            _ = try first.refresh()
            #expect(first.queue == second.queue)
            #expect(first.trySenderLock())
            #expect(!second.trySenderLock())
            first.releaseSenderLock()
            #expect(second.trySenderLock())
        }
    }

    @Test("A tail that was cut off is set aside and said, and what came before it lives on")
    func cutTail() async throws {
        try await withTemporaryFolder { folder in
            do {
                let journal = try EditJournal.open(directory: folder + "/j", api: Self.api).journal
                try journal.append(.enter([try Self.entry("Anna")]))
                try journal.append(.enter([try Self.entry("Bao")]))
            }
            let path = URL(filePath: folder + "/j/journal.jsonl")
            let bytes = try Data(contentsOf: path)
            try bytes.dropLast(20).write(to: path)
            let (journal, findings) = try EditJournal.open(directory: folder + "/j", api: Self.api)
            #expect(journal.queue.entries.map(\.sequence) == [1])
            #expect(findings.map(\.kind) == [.unfinished])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/j/quarantine").count == 1)
        }
    }

    @Test("Unfinished edits of one API are held under another, and nothing may be entered beside them")
    func bound() async throws {
        try await withTemporaryFolder { folder in
            do {
                let journal = try EditJournal.open(directory: folder + "/j", api: Self.api).journal
                try journal.append(.enter([try Self.entry("Anna")]))
            }
            let journal = try EditJournal.open(directory: folder + "/j", api: "https://staging.example.org").journal
            #expect(journal.status == .foreign(api: Self.api, asked: "https://staging.example.org"))
            #expect(journal.queue.count == 1)
            #expect(throws: JournalAppendFailure.self) { try journal.append(.enter([try Self.entry("Bao")])) }
        }
    }

    @Test("Only when it is adopted, and from whom the person was told, goes what waits to another API")
    func adopted() async throws {
        try await withTemporaryFolder { folder in
            let before = try EditJournal.open(directory: folder + "/j", api: Self.api).journal
            try before.append(.enter([try Self.entry("Anna"), try Self.entry("Bao")]))
            let (entries, new) = (before.queue.entries, "https://crm.example.com")
            let journal = try EditJournal.open(directory: folder + "/j", api: new).journal
            #expect(try !journal.adopt(from: "https://else.example.org"))
            #expect(journal.status == .foreign(api: Self.api, asked: new))
            #expect(try journal.adopt(from: Self.api))
            #expect(journal.status == .ready && journal.queue.entries.map(\.op) == entries.map(\.op))
            try journal.append(.enter([try Self.entry("Cleo")]))
            // Who still talks to the old one sends nothing more there.
            _ = try before.refresh()
            #expect(before.status == .foreign(api: new, asked: Self.api))
            #expect(try EditJournal.open(directory: folder + "/j", api: new).journal.queue.count == 3)
            #expect(try !journal.adopt(from: new))
        }
    }

    private func permissions(_ path: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return attributes[.posixPermissions] as? Int
    }
}
