import FoundationEssentials
import TestSupport
import Testing

@Suite("A credential goes to its profile's server and to no other")
struct CredentialOriginTests {
    private static let token = "s3cret-of-the-profile"
    private static let emptyPage = Misbehaviour.json(200, "[]")

    /// A home whose profile has a command that prints a token, and notes that it ran.
    private func withProfile(
        of server: MisbehavingServer, _ body: (Program, _ ran: () -> Bool) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let shell = Shell(folder: folder, url: nil)
            try shell.configure(
                """
                [profiles.default]
                api = "\(server.url)"
                credential_command = "touch \(folder)/ran; echo \(Self.token)"
                """)
            try await body(shell.customers) { FileManager.default.fileExists(atPath: folder + "/ran") }
        }
    }

    @Test(
        "Another address is refused before the command runs, and the sentence names both",
        arguments: ["--api", "variable"])
    func elsewhere(_ way: String) async throws {
        let (own, other) = (try MisbehavingServer(Self.emptyPage), try MisbehavingServer(Self.emptyPage))
        try await withProfile(of: own) { program, ran in
            var program = program
            if way == "variable" { program.environment["CUSTOMERS_API_URL"] = other.url }
            for command in [["list"], ["status"], ["export", "-"], ["add", "--name", "A", "--email", "a@b.co"]] {
                let refused = try await program.run(command + (way == "--api" ? ["--api", other.url] : []))
                #expect(refused.status == 78, "\(command): \(refused.error)")
                #expect(refused.error.contains(own.url) && refused.error.contains(other.url), "\(refused.error)")
                #expect(refused.error.contains("--profile NAME") && refused.error.contains("CUSTOMERS_API_TOKEN"))
            }
            #expect(!ran() && other.requests.isEmpty && own.requests.isEmpty)
        }
    }

    @Test("A token in the environment goes with the call's address, and the profile's stays at home")
    func callsOwn() async throws {
        let (own, other) = (try MisbehavingServer(Self.emptyPage), try MisbehavingServer(Self.emptyPage))
        try await withProfile(of: own) { program, ran in
            var program = program
            program.environment["CUSTOMERS_API_TOKEN"] = "t0ken-of-the-call"
            let listed = try await program.run(["list", "--api", other.url])
            #expect(listed.status == 0)
            #expect(other.requests.contains { $0.contains("Bearer t0ken-of-the-call") })
            #expect(!ran() && !other.requests.contains { $0.contains(Self.token) })
        }
    }

    @Test("A redirect is not followed, whatever it says, and carries nothing away", arguments: [301, 302, 307, 308])
    func redirects(_ status: Int) async throws {
        let other = try MisbehavingServer(Self.emptyPage)
        let own = try MisbehavingServer(.answer(status, ["Location": other.url + "/api/customers"], body: ""))
        try await withProfile(of: own) { program, _ in
            let refused = try await program.run(["list"])
            #expect(refused.status == 69 && refused.error.contains("it redirects to"), "\(refused.error)")
            #expect(own.requests.contains { $0.contains("Bearer " + Self.token) })
            #expect(other.requests.isEmpty)
        }
    }
}
