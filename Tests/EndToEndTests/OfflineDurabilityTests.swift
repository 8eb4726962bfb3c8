import Domain
import Foundation
import Randomness
import TestSupport
import Testing

/// What the real program has said is queued is in the queue, whatever happens to the process, the disk or the neighbours.
struct OfflineDurabilityTests {
    private static let nowhere = "http://127.0.0.1:9"

    private func queuedCustomers(_ shell: Shell) async throws -> [String] {
        struct Queued: Decodable {
            let customerId: String
        }
        let printed = try await shell.run("queue", "--json")
        #expect(printed.status == 0, "\(printed.error)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([Queued].self, from: Data(printed.output.utf8)).map(\.customerId)
    }

    @Test("Eight imports at once leave 8,000 edits, each once")
    func together() async throws {
        try await Shell.without(url: Self.nowhere) { shell in
            try await withThrowingTaskGroup(of: Program.Finished.self) { group in
                for number in 1...8 {
                    let people = (1...1_000).map { "P\($0),p\($0)@example\(number).com" }.joined(separator: "\n")
                    let file = try shell.file("people\(number).csv", "name,email\n" + people + "\n")
                    group.addTask { try await shell.run("import", file) }
                }
                for try await imported in group {
                    #expect(imported.status == 0, "\(imported.error)")
                    #expect(imported.output.contains("1,000 queued"), "\(imported.output)")
                }
            }
            let queued = try await queuedCustomers(shell)
            #expect(queued.count == 8_000)
            #expect(Set(queued).count == 8_000)
        }
    }

    @Test("An import that is killed at any moment and run again leaves every edit once")
    func killedImport() async throws {
        try await Shell.without(url: Self.nowhere) { shell in
            let people = (1...4_000).map { "P\($0),p\($0)@example.com" }.joined(separator: "\n")
            let file = try shell.file("people.csv", "name,email\n" + people + "\n")
            var random = SplitMix(seed: 7)
            for _ in 1...12 {
                let pause = Double.random(in: 0.02...0.8, using: &random)
                _ = try await shell.customers.shell(
                    "\"$program\" import \"$1\" & job=$!; sleep \(pause); kill -9 $job; wait $job", [file])
            }
            let imported = try await shell.run("import", file)
            #expect(imported.status == 0, "\(imported.error)")
            let queued = try await queuedCustomers(shell)
            #expect(queued.count == 4_000)
            #expect(Set(queued).count == 4_000)
        }
    }

    @Test("What was acknowledged before a kill -9 is queued, and nothing is that was not tried")
    func killedEdits() async throws {
        try await Shell.without(url: Self.nowhere) { shell in
            var random = SplitMix(seed: 11)
            var (acknowledged, tried): (Set<String>, Set<String>) = ([], [])
            // Killed at any moment of the time that it takes here, and beyond.
            let begun = ContinuousClock.now
            let undisturbed = try await shell.run("add", "--name", "A", "--email", "a@b.co", "--json")
            let usualSeconds = (ContinuousClock.now - begun) / .seconds(1)
            let first = try #require(undisturbed.output.split(separator: "\"").first { CustomerID(String($0)) != nil })
            tried.insert(String(first))
            acknowledged.insert(String(first))
            for number in 1...40 {
                let id = CustomerID.random().text
                let json = "{\"customer_id\":\"\(id)\",\"name\":\"A\",\"email\":\"a\(number)@b.co\"}"
                let pause = Double.random(in: 0.01...(0.01 + usualSeconds * 1.5), using: &random)
                tried.insert(id)
                let ended = try await shell.customers.shell(
                    "printf %s \"$1\" | \"$program\" add --stdin --json & sleep \(pause); kill -9 $!; wait $!", [json])
                if ended.output.contains("\"queued\":true") { acknowledged.insert(id) }
            }
            let queued = try await queuedCustomers(shell)
            #expect(Set(queued).count == queued.count)
            #expect(acknowledged.isSubset(of: queued))
            #expect(Set(queued).isSubset(of: tried))
            #expect(acknowledged.count > 1)
            #expect(acknowledged.count < tried.count)
        }
    }

    @Test("On a full disk an edit is not saved and says so; what was saved before stays, and room makes it work again")
    func fullDisk() async throws {
        try await Shell.without(url: Self.nowhere) { shell in
            var saved: [String] = []
            var failure: Program.Finished?
            // A file may grow to 4 KiB: eight blocks of 512 bytes.
            while failure == nil, saved.count < 100 {
                let id = CustomerID.random().text
                let json = "{\"customer_id\":\"\(id)\",\"name\":\"A\",\"email\":\"a\(saved.count)@b.co\"}"
                let ended = try await shell.customers.shell(
                    "ulimit -f 8; exec \"$program\" add --stdin --json", input: json)
                if ended.status == 0 { saved.append(id) } else { failure = ended }
            }
            let refused = try #require(failure)
            #expect(refused.status == 74, "\(refused.status) \(refused.error)")
            #expect(refused.error.contains("NOT SAVED") && refused.error.contains("Free some space"))
            #expect(refused.output.isEmpty)
            #expect(!saved.isEmpty)
            #expect(try await queuedCustomers(shell) == saved)
            #expect(try await shell.run("add", "--name", "B", "--email", "b@b.co").status == 0)
            #expect(try await queuedCustomers(shell).count == saved.count + 1)
        }
    }
}
