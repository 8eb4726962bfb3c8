import Foundation
import TestSupport
import Testing

/// `customers init` without a terminal: by what is given on the command line, and never a question.
@Suite("Writing the first configuration from a script")
struct InitTests {
    private static let file = ".config/customers/config.toml"

    /// Performs `body` beside a server that nothing names yet.
    private func beside(
        _ arguments: [String] = [], _ body: @Sendable (Shell, _ url: String) async throws -> Void
    ) async throws {
        try await APIServerProcess.serving(arguments) { server in
            try await withTemporaryFolder { folder in try await body(Shell(folder: folder, url: nil), server.url) }
        }
    }

    private func hasFile(_ shell: Shell) -> Bool {
        FileManager.default.fileExists(atPath: shell.folder + "/" + Self.file)
    }

    @Test("What is given is tried, written for the person alone, and used from then on")
    func written() async throws {
        try await beside(["--sample", "5"]) { shell, url in
            let done = try await shell.run("init", "--api", url)
            #expect((done.status, done.output) == (0, ""), "\(done.error)")
            for text in ["Trying \(url)", "ok   API", "ok   sign-in", "Written: \(shell.folder)", "customers doctor"] {
                #expect(done.error.contains(text), "\(text): \(done.error)")
            }
            let expected = "profile = \"default\"\n\n[profiles.default]\napi = \"\(url)\"\nauth = \"none\"\n"
            #expect(try shell.text(of: Self.file) == expected)
            #expect(try await shell.run("list", "--json").customers.count == 5)
            #expect(try await shell.run("status").output.contains("API: \(url) (\(shell.folder)/\(Self.file):4)"))
        }
    }

    @Test("A try that fails writes nothing, unless that is asked for")
    func failing() async throws {
        try await Shell.without(url: nil) { shell in
            let refused = try await shell.run("init", "--api", "http://127.0.0.1:9")
            #expect(refused.status == 69 && refused.error.contains("Nothing was written"), "\(refused.error)")
            #expect(refused.error.contains("connection refused") && refused.error.contains("--yes"))
            #expect(!hasFile(shell))
            #expect(try await shell.run("init", "--api", "http://127.0.0.1:9", "--yes").status == 0)
            #expect(hasFile(shell))
        }
    }

    @Test("Without a terminal nobody is asked, so the address has to be given", arguments: [[], ["--yes"]])
    func unasked(_ flags: [String]) async throws {
        try await Shell.without(url: nil) { shell in
            let refused = try await shell.customers.run(["init"] + flags)
            #expect(refused.status == 64 && refused.error.contains("--api URL"), "\(refused.error)")
            #expect(!hasFile(shell))
        }
    }

    @Test(
        "What cannot be an address, a file or a command is refused before anything is tried",
        arguments: [
            ["--api", "ftp://a.example"], ["--api", "http://a.example"], ["--api", "nonsense"],
            ["--api", "http://a.example", "--insecure-http", "--token-file", "/t"],
            ["--api", "http://127.0.0.1:9", "--token-file", "eyJhbGciOiJIUzI1NiJ9.e30.c2VjcmV0"],
            ["--api", "http://127.0.0.1:9", "--credential-command", "cdk_0123456789012345678901234567890123456789"],
            ["--api", "http://127.0.0.1:9", "--profile", "a b"],
        ])
    func refused(_ arguments: [String]) async throws {
        try await Shell.without(url: nil) { shell in
            let refused = try await shell.customers.run(["init", "--yes"] + arguments)
            #expect(refused.status == 78 && !refused.error.contains("Trying"), "\(refused.error)")
            #expect(!refused.error.contains("cdk_") && !refused.error.contains("eyJ"), "\(refused.error)")
            #expect(!hasFile(shell))
        }
    }

    @Test("A file that is there stays as it is, and the lines that belong in it are shown")
    func existing() async throws {
        try await beside { shell, url in
            let old = "# mine\n[keys]\nopen = \"o\"\n"
            try shell.configure(old)
            let refused = try await shell.run("init", "--api", url, "--yes")
            #expect(refused.status == 73, "\(refused.error)")
            #expect(refused.error.contains("is there already") && refused.error.contains("--profile NAME"))
            #expect(refused.error.contains("[profiles.default]\napi = \"\(url)\""), "\(refused.error)")
            #expect(try shell.text(of: Self.file) == old)
        }
    }

    @Test("A profile that it does not have yet is added to it, and one that it has is not touched")
    func furtherProfile() async throws {
        try await beside { shell, url in
            let old = "profile = \"lab\"\n[profiles.lab]\napi = \"http://127.0.0.1:9\""
            try shell.configure(old)
            let added = try await shell.run("init", "--profile", "prod", "--api", url)
            #expect(added.status == 0 && added.error.contains("customers --profile prod"), "\(added.error)")
            #expect(try shell.text(of: Self.file) == old + "\n\n[profiles.prod]\napi = \"\(url)\"\nauth = \"none\"\n")
            #expect(try await shell.run("list", "--profile", "prod").status == 0)
            let again = try await shell.run("init", "--profile", "lab", "--api", url, "--yes")
            #expect(again.status == 73 && again.error.contains("config.toml:2"), "\(again.error)")
        }
    }

    @Test("A token is read from where it is, tried, and never written")
    func tokens() async throws {
        try await withTemporaryFolder { folder in
            try Data("kim:long-secret-of-kim\n".utf8).write(to: URL(filePath: folder + "/tokens"))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder + "/tokens")
            try await beside(["--token-file", folder + "/tokens"]) { shell, url in
                let token = try shell.file("token", "long-secret-of-kim\n")
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: token)
                let anonymous = try await shell.run("init", "--api", url)
                #expect(anonymous.status == 77 && !hasFile(shell), "\(anonymous.error)")
                let done = try await shell.run("init", "--api", url, "--token-file", "~/token")
                #expect(done.status == 0 && done.error.contains("ok   sign-in"), "\(done.error)")
                let command = "cat \"$HOME/token\""
                let further = try await shell.run(
                    "init", "--profile", "b", "--api", url, "--credential-command", command)
                #expect(further.status == 0, "\(further.error)")
                for profile in ["default", "b"] {
                    #expect(try await shell.run("list", "--profile", profile).status == 0)
                }
                #expect(try !shell.text(of: Self.file).contains("long-secret"))
            }
        }
    }
}
