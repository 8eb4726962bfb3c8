import Domain
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@Suite("The API on a Unix socket")
struct UnixSocketTests {
    @Test("The client works through it, with a token and without", arguments: [nil, "a-token-long-enough-for-a-test"])
    func works(_ token: String?) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/api.sock"
            var arguments = ["--socket", path]
            if let token {
                try Data("kim:\(token)\n".utf8).write(to: URL(filePath: folder + "/tokens"))
                #expect(chmod(folder + "/tokens", 0o600) == 0)
                arguments += ["--token-file", folder + "/tokens"]
            }
            try await APIServerProcess.serving(arguments) { server in
                #expect(server.url == "unix:" + path)
                var status = stat()
                #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o660)
                let shell = Shell(folder: folder, url: server.url, token: token)
                let added = try await shell.run("add", "--name", "Anna Smith", "--email", "anna@example.com")
                #expect(added.status == 0, "\(added.error)")
                #expect(try await shell.run("list", "--json").customers.map(\.name) == ["Anna Smith"])
                let doctor = try await shell.run("doctor")
                #expect(doctor.output.contains("ok   transport     the Unix socket \(path)"), "\(doctor.output)")
            }
            // A server that was told to stop leaves nothing behind.
            #expect(access(path, F_OK) != 0)
        }
    }

    @Test("What a killed server has left is replaced; what somebody listens on, or is no socket, is not")
    func stale() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/api.sock"
            try await APIServerProcess.serving(["--socket", path]) { _ in
                let second = try await Program("customers-api").run([
                    "serve", "--socket", path, "--store", "sqlite:\(folder)/other.db",
                ])
                #expect(second.status == 69 && second.error.contains("another server listens on \(path)"))
                // Another name of the same socket outlives the server.
                #expect(link(path, path + ".left") == 0)
            }
            #expect(rename(path + ".left", path) == 0)
            try await APIServerProcess.serving(["--socket", path]) { server in
                let listed = try await Shell(folder: folder, url: server.url).run("list")
                #expect(listed.status == 0)
            }
            let file = folder + "/file"
            try Data("mine".utf8).write(to: URL(filePath: file))
            let refused = try await Program("customers-api").run([
                "serve", "--socket", file, "--store", "sqlite:\(folder)/other.db",
            ])
            #expect(refused.status == 73 && refused.error.contains("is no socket"), "\(refused.error)")
            let kept = try String(contentsOfFile: file, encoding: .utf8)
            #expect(kept == "mine")
        }
    }

    @Test("Nobody listens: the message names the socket")
    func nobody() async throws {
        try await Shell.without(url: "unix:/nonexistent/api.sock") { shell in
            let refused = try await shell.run("list")
            #expect(refused.status == 69 && refused.error.contains("unix:/nonexistent/api.sock"), "\(refused.error)")
            #expect(refused.error.contains("its socket is not there") && !refused.error.contains("https"))
        }
    }

    @Test("A user who is not on this machine cannot be the server's")
    func unknownUser() async throws {
        try await Shell.without(url: nil) { shell in
            try shell.configure("[profiles.default]\napi = \"unix:/run/a.sock\"\nserver_user = \"no-such-user\"\n")
            let refused = try await shell.run("list")
            #expect(refused.status == 78 && refused.error.contains("config.toml:3"), "\(refused.error)")
            #expect(refused.error.contains("no user no-such-user"))
        }
    }
}
