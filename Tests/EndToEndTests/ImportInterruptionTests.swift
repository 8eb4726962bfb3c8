import Foundation
import TestSupport
import Testing

@Suite("An import that a signal ends queues nothing more and says how far it came", .timeLimit(.minutes(2)))
struct ImportInterruptionTests {
    private static func people(_ count: Int) -> String {
        "name,email\n" + (1...count).map { "Person \($0),person\($0)@example.com\n" }.joined()
    }

    // What runs behind a shell that is not a person's ignores SIGINT, so that it is no use here.
    @Test("While the API hangs it has come nowhere, and nothing is in the queue", arguments: ["TERM", "HUP"])
    func hanging(signal: String) async throws {
        try await SilentServer.listening { url in
            try await Shell.without(url: url) { shell in
                let file = try shell.file("people.csv", Self.people(200))
                let ended = try await shell.customers.shell(
                    """
                    "$program" import "$1" & job=$!
                    until test -s "$HOME/.local/share/customers/default/journal.jsonl"; do sleep 0.02; done
                    kill -"$2" $job; wait $job
                    """, [file, signal])
                #expect(ended.status == 75 && ended.output.isEmpty, "\(ended)")
                #expect(ended.error.contains("Stopped after 0 of 200: 0 created"), "\(ended.error)")
                #expect(ended.error.contains("Run the same command again"), "\(ended.error)")
                #expect(!ended.error.contains("Queued"), "\(ended.error)")
                #expect(try await shell.queue() == [])
            }
        }
    }

    @Test("While the API answers, what it has by then is counted, and the rest is neither sent nor queued")
    func underWay() async throws {
        try await Shell.beside { shell in
            let file = try shell.file("people.csv", Self.people(20_000))
            let ended = try await shell.customers.shell(
                """
                "$program" import "$1" & job=$!
                until "$program" list --limit 1 --json 2>/dev/null | grep -q '"email"'; do :; done
                kill -TERM $job; wait $job
                """, [file])
            #expect(ended.status == 75 && ended.output.isEmpty, "\(ended)")
            let far = try #require(
                ended.error.firstMatch(of: #/Stopped after ([0-9,]+) of 20,000: /#), "\(ended.error)")
            let told = try #require(Int(far.1.replacing(",", with: "")))
            #expect(try await shell.queue() == [])
            // Those that were on their way, 32 at most, may have arrived.
            let there = try await shell.run("list", "--json").customers.count
            #expect((told...told + 32).contains(there), "\(told) of \(there)")
        }
    }
}
