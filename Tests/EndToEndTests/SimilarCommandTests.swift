import TestSupport
import Testing

@Suite("What a command says where a search finds nobody")
struct SimilarCommandTests {
    @Test("Similar names are named on standard error with how many have them, and standard output stays empty")
    func hint() async throws {
        try await Shell.beside { shell in
            for name in ["Anna Anderson", "Bea Anderson", "Cid Zander"] {
                _ = try await shell.run("add", "--name", name, "--email", name.prefix(3) + "@example.com")
            }
            let nobody = try await shell.run("list", "--search", "andeson")
            #expect(nobody.status == 0 && nobody.output.isEmpty)
            #expect(nobody.error.contains("No matches.\n") && nobody.error.contains("Similar: Anderson (2).\n"))
            let name = try await shell.run("list", "--search", "name:andeson")
            #expect(name.error.contains("Similar: Anderson (2).\n"), "\(name)")
            let inside = try await shell.run("list", "--search", "nder", "--json")
            #expect(inside.output == "[\n]\n" || inside.output == "[]\n", "\(inside.output)")
            #expect(inside.error.contains("Similar: Anderson (2), Zander (1).\n"), "\(inside.error)")
            let found = try await shell.run("list", "--search", "anderson")
            #expect(!found.error.contains("Similar"))
            let nothing = try await shell.run("list", "--search", "qqqqqq")
            #expect(nothing.error.contains("No matches.") && !nothing.error.contains("Similar"))
        }
    }
}
