import TestSupport
import Testing

@Suite("A search with nothing in it")
struct BlankSearchTests {
    private static let commands: [[String]] = [
        ["list", "--search"], ["export", "--search"], ["bulk", "tag", "vip", "--yes", "--search"], ["lookup"],
    ]

    @Test("Every command refuses it in the same words: an empty variable of a script is not everybody")
    func refused() async throws {
        try await Shell.without(url: "http://127.0.0.1:1") { shell in
            for command in Self.commands {
                for blank in ["", "  ", "\u{200B}"] {
                    let result = try await shell.customers.run(command + [blank])
                    #expect(result.status == 64 && result.output.isEmpty, "\(command) \(result)")
                    let message = "search has no word to look for; give one, or leave it out."
                    #expect(result.error.contains(message), "\(command) \(result)")
                }
            }
        }
    }
}
