import Domain
import Foundation
import TestSupport
import Testing

@Suite("Somebody signs in with an issuer, and works", .timeLimit(.minutes(2)))
struct SignInTests {
    /// A person with a session of their own at a server that takes an issuer's tokens.
    private func signing(_ body: @Sendable (Shell, IssuerServer) async throws -> Void) async throws {
        let issuer = try IssuerServer()
        let arguments = ["--oidc-issuer", issuer.url, "--oidc-audience", "desk"]
        try await APIServerProcess.serving(arguments) { server in
            try await withTemporaryFolder { folder in
                var shell = Shell(folder: folder, url: nil)
                let (configuration, runtime) = (folder + "/config", folder + "/run")
                for path in [configuration + "/customers", runtime] {
                    try FileManager.default.createDirectory(
                        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                }
                shell.customers.environment["XDG_CONFIG_HOME"] = configuration
                shell.customers.environment["XDG_RUNTIME_DIR"] = runtime
                let text = """
                    [profiles.default]
                    api = "\(server.url)"
                    auth = "oidc"
                    oidc_issuer = "\(issuer.url)"
                    oidc_client_id = "desk"
                    oidc_audience = "desk"
                    """
                let file = URL(filePath: configuration + "/customers/config.toml")
                try Data(text.utf8).write(to: file)
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
                try await body(shell, issuer)
            }
        }
    }

    @Test("Before, they are told how; after, their changes carry their name; and at the end they are signed out")
    func whole() async throws {
        try await signing { shell, issuer in
            let before = try await shell.run("list")
            #expect(before.status == 77 && before.error.contains("customers login"))
            let login = try await shell.run("login")
            #expect(login.status == 0 && login.output.isEmpty)
            #expect(login.error.contains(issuer.url + "/activate") && login.error.contains("WDJB-MJHT"))
            #expect(!login.error.contains("secret") && !login.error.contains("eyJ"))
            let added = try await shell.run("add", "--stdin", input: #"{"name":"Ana Núñez","email":"ana@example.com"}"#)
            #expect(added.status == 0, "\(added.error)")
            #expect(try await shell.run("show", "ana@example.com", "--json").customer.updatedBy == "kim@example.com")
            let status = try await shell.run("status")
            #expect(status.status == 0 && status.output.contains("Sign-in: signed in with \(issuer.url) ("))
            #expect(status.output.contains("Signed in: kim@example.com, exporter\n"), "\(status.output)")
            #expect(try await shell.run("logout").status == 0)
            #expect(issuer.forms(to: "/revoke").count == 1)
            #expect(try await shell.run("list").status == 77)
        }
    }

    @Test("A token is renewed before it ends, and when the issuer ends the sign-in they are told to sign in again")
    func renewing() async throws {
        try await signing { shell, issuer in
            // Each is within its last minute at once.
            issuer.tokensLive(seconds: 30)
            #expect(try await shell.run("login").status == 0)
            for _ in 0..<3 { #expect(try await shell.run("list").status == 0) }
            #expect(issuer.forms(to: "/token").count { $0["grant_type"] == "refresh_token" } >= 3)
            issuer.refreshes(false)
            // The last token may be good for some seconds yet, for one command.
            _ = try await shell.run("list")
            let ended = try await shell.run("list")
            #expect(ended.status == 77 && ended.error.contains("customers login"))
        }
    }

    @Test("A refusal in the browser, Ctrl-C and a session without a runtime directory are said, each with its status")
    func refusals() async throws {
        try await signing { shell, issuer in
            issuer.decides(.error("authorization_pending"), .error("access_denied"))
            let denied = try await shell.run("login")
            #expect(denied.status == 77 && denied.error.contains("refused"))
            issuer.decides(.error("authorization_pending"))
            async let interrupted = shell.customers.shell("echo $$ > \"$HOME/pid\"; exec \"$program\" login")
            await issuer.receives(3, to: "/token")
            kill(try #require(Int32(try shell.text(of: "pid").trimmingCharacters(in: .whitespacesAndNewlines))), SIGINT)
            let given = try await interrupted
            #expect(given.status != 0 && !given.error.contains("You are signed in"))
            var without = shell
            without.customers.environment["XDG_RUNTIME_DIR"] = nil
            let nowhere = try await without.run("login")
            #expect(nowhere.status == 78 && nowhere.error.contains("XDG_RUNTIME_DIR"))
        }
    }

    @Test("A token in the environment is named as what stands before a sign-in; one can be signed out beside it")
    func tokenInEnvironment() async throws {
        try await signing { shell, issuer in
            #expect(try await shell.run("login").status == 0)
            var other = shell
            other.customers.environment["CUSTOMERS_API_TOKEN"] = "0123456789abcdef0123456789abcdef"
            let login = try await other.run("login")
            #expect(login.status == 78 && login.error.contains("unset CUSTOMERS_API_TOKEN"), "\(login)")
            let logout = try await other.run("logout")
            #expect(logout.status == 0 && logout.error.contains("You are signed out"), "\(logout)")
            #expect(issuer.forms(to: "/revoke").count == 1)
        }
    }

    @Test("A wipe ends the sign-in here and with the issuer, and leaves nothing of it")
    func wiped() async throws {
        try await signing { shell, issuer in
            #expect(try await shell.run("login").status == 0)
            let wiped = try await shell.run("wipe")
            #expect(wiped.status == 0 && wiped.output.contains("the sign-in") && wiped.error.isEmpty, "\(wiped)")
            #expect(issuer.forms(to: "/revoke").count == 1)
            let left = try await shell.customers.shell("find \"$HOME\" -name '*sign-in*'")
            #expect(left.output.isEmpty, "\(left.output)")
            // Where the issuer is away it goes from here all the same, for any profile.
            #expect(try await shell.run("login").status == 0)
            issuer.stop()
            let all = try await shell.run("wipe", "--all")
            #expect(all.status == 0 && all.output.contains("the sign-in"), "\(all)")
            #expect(try await shell.run("list").status == 77)
        }
    }

    @Test("A profile that has no issuer says what is missing")
    func noIssuer() async throws {
        try await Shell.without(url: "http://127.0.0.1:1") { shell in
            for command in ["login", "logout"] {
                let finished = try await shell.run(command)
                #expect(finished.status == 78 && finished.error.contains("oidc_issuer"))
            }
        }
    }
}
