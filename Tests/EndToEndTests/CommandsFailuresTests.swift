import Domain
import Foundation
import TestSupport
import Testing

/// Every exit status by a real cause, each with a message that names the cause and the next step.
struct CommandsFailuresTests {
    private func expect(_ finished: Program.Finished, _ status: Int, _ texts: String...) {
        #expect(finished.status == status, "\(finished.output)\(finished.error)")
        #expect(finished.output.isEmpty)
        for text in texts {
            #expect(finished.error.localizedCaseInsensitiveContains(text), "\(text): \(finished.error)")
        }
        #expect(!finished.error.contains("Error("), "\(finished.error)")
    }

    @Test(
        "A wrong way of asking is 64",
        arguments: [
            ["nonsense"], ["list", "--limit", "0"], ["list", "--json", "--csv"], ["show"], ["show", "anna"],
            ["add"], ["edit", "a@b.co"], ["add", "--stdin", "--name", "A"], ["list", "--sort", "age"],
            ["delete", "a@b.co"], ["import"], ["list", "--cache", "cloud"],
            ["init", "--token-file", "/t", "--credential-command", "c"],
        ])
    func usage(_ arguments: [String]) async throws {
        try await Shell.without(url: "http://127.0.0.1:9") { shell in
            let refused = try await shell.customers.run(arguments)
            #expect(refused.status == 64, "\(refused.error)")
            #expect(refused.output.isEmpty)
            #expect(!refused.error.isEmpty)
        }
    }

    @Test(
        "A wrong word is answered with what was meant, or with the usage of its own command",
        arguments: [
            (["lst"], ["\"lst\"; did you mean: customers list?"]),
            (["search", "smith"], ["customers list --search TERM?"]),
            (["help", "nosuch"], ["There is no command \"nosuch\""]),
            (["help", "expotr"], ["did you mean: customers export?"]),
            (["queue", "rety", "3"], ["did you mean: customers queue retry?", "Usage: customers queue <subcommand>"]),
            (["edit", "a@b.co"], ["the fields to change", "Usage: customers edit <id|email> --stdin"]),
            (["add"], ["--name with --email or --phone", "Usage: customers add --stdin"]),
            (["add", "--stdin", "--name", "A"], ["not both", "Usage: customers add --stdin"]),
            (["list", "--json", "--csv"], ["not both", "Usage: customers list ["]),
            (["sync", "--wait=-1"], ["--wait", "Usage: customers sync ["]),
        ])
    func wrongWords(_ arguments: [String], _ texts: [String]) async throws {
        try await Shell.without(url: "http://127.0.0.1:9") { shell in
            let refused = try await shell.customers.run(arguments)
            #expect((refused.status, refused.output) == (64, ""), "\(refused.error)")
            for text in texts { #expect(refused.error.contains(text), "\(text): \(refused.error)") }
        }
    }

    @Test("The server names the command that was meant, too")
    func serverWords() async throws {
        let refused = try await Program("customers-api").run(["srve", "--port", "0"])
        #expect(refused.status == 64)
        #expect(refused.error.contains("There is no command \"srve\"; did you mean: customers-api serve?"))
    }

    @Test(
        "A mistake in any part of the configuration names its own line",
        arguments: [
            ("[keys]\nhelp = \"F1\"\nopne = \"o\"\n", ":3: [keys] has no command \"opne\""),
            ("[keys]\n\ndelete = \"Strg-X\"\n", ":3: [keys] delete: \"Strg-X\" is not a key"),
            ("[keys]\nhelp = \"F1\"\n# c\nrefresh = \"F1\"\n", ":4: [keys]: F1 would mean both"),
            ("[colours]\nerror = \"red\"\nerrror = \"red\"\n", ":3: [colours] has no \"errror\""),
            (
                "[profiles.default]\n[profiles.lab]\napi = \"ftp://a.example\"\n",
                ":3: An API address begins with https://"
            ),
            (
                "[profiles.default]\n[profiles.lab]\nauth = \"aws\"\napi = \"http://a.example\"\n",
                ":4: A token does not go to a.example over plain HTTP"
            ),
        ])
    func ownLine(_ text: String, _ complaint: String) async throws {
        try await Shell.without(url: "http://127.0.0.1:9") { shell in
            try shell.configure(text)
            // Only what draws needs the colours.
            if !text.hasPrefix("[colours]") { expect(try await shell.run("keys"), 78, "config.toml" + complaint) }
            let doctor = try await shell.run("doctor")
            #expect(doctor.output.contains("config.toml" + complaint), "\(doctor.output)")
        }
    }

    @Test("Doctor does not print the password in an address that cannot be used, and blames this machine")
    func passwordInAddress() async throws {
        try await Shell.without(url: "https://kim:secret@a.example") { shell in
            let doctor = try await shell.run("doctor")
            #expect(doctor.status == 78 && !doctor.output.contains("secret"), "\(doctor.output)")
        }
    }

    @Test("A credential that cannot be had is this machine's fault, an API that is away is not")
    func blame() async throws {
        try await Shell.without(url: "http://127.0.0.1:9") { shell in
            let doctor = try await shell.run("doctor")
            #expect(doctor.status == 69, "\(doctor.output)")
        }
        try await Shell.beside { shell in
            let url = try #require(shell.customers.environment["CUSTOMERS_API_URL"])
            try shell.configure("[profiles.default]\napi = \"\(url)\"\ncredential_command = \"exit 1\"\n")
            var own = shell
            own.customers.environment["CUSTOMERS_API_URL"] = nil
            let doctor = try await own.run("doctor")
            #expect(doctor.status == 78 && doctor.output.contains("credential_command"), "\(doctor.output)")
        }
    }

    @Test("Profiles without a chosen one are not passed over in silence")
    func noProfileChosen() async throws {
        try await Shell.without(url: nil) { shell in
            try shell.configure("[profiles.prod]\napi = \"http://127.0.0.1:9\"\n")
            expect(try await shell.run("list"), 78, "[profiles.prod]", "profile = \"prod\"", "--profile prod")
            expect(try await shell.run("list", "--profile", "prod"), 69, "connection refused")
            let doctor = try await shell.run("doctor", "--api", "http://127.0.0.1:9")
            #expect(doctor.output.contains("the file's own (prod) are not used"), "\(doctor.output)")
        }
    }

    @Test("Data that breaks a rule is 65, each field named, before anything is sent")
    func badData() async throws {
        try await Shell.without(url: "http://127.0.0.1:9") { shell in
            let bad = #"{"name":"","email":"nobody","phone":"call me","age":3}"#
            expect(
                try await shell.run("add", "--stdin", input: bad), 65, "name is required", "email must look like",
                "phone must have only", "age is not a field")
            expect(try await shell.run("add", "--stdin", input: "Anna"), 65, "one JSON object")
            expect(try await shell.run("edit", "a@b.co", "--email", "x"), 65, "email must look like")
        }
    }

    @Test("A taken email is 65 and says whose it is")
    func emailTaken() async throws {
        try await Shell.beside { shell in
            let owner = try await shell.run("add", "--name", "A", "--email", "a@b.co", "--json").customer
            expect(try await shell.run("add", "--name", "B", "--email", "A@b.co"), 65, owner.id.text)
        }
    }

    @Test("Nobody of that id or email is 66")
    func notFound() async throws {
        try await Shell.beside { shell in
            expect(try await shell.run("show", "nobody@example.com"), 66, "nobody@example.com")
            expect(try await shell.run("show", UUID().uuidString), 66)
            expect(try await shell.run("edit", "nobody@example.com", "--name", "A"), 66)
        }
    }

    @Test("An API that cannot be reached is 69")
    func unreachable() async throws {
        try await Shell.without(url: "http://127.0.0.1:9") { shell in
            expect(try await shell.run("list"), 69, "connection refused", "Check its address")
            expect(try await shell.run("list", "--json"), 69)
            expect(try await shell.run("edit", "a@b.co", "--name", "A"), 69, "not kept on this machine")
            let file = try shell.file("people.csv", "name,email\nA,a@b.co\n")
            expect(try await shell.run("import", file, "--dry-run"), 69, "Stopped after 0 of 1", "again")
        }
    }

    @Test("An address of something else than the API is 69 and says what answered")
    func otherServer() async throws {
        let page = "<!doctype html><title>Welcome</title>"
        let answer =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: \(page.utf8.count)\r\nConnection: close\r\n\r\n\(page)"
        try await SilentServer.listening(answer) { url in
            try await Shell.without(url: url) { shell in
                expect(try await shell.run("list"), 69, "not the customer API", "address")
            }
        }
    }

    @Test("A token that is missing or not accepted is 77")
    func signIn() async throws {
        try await withTemporaryFolder { folder in
            let tokens = folder + "/tokens"
            try Data("kim:long-secret-of-kim\n".utf8).write(to: URL(filePath: tokens))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: tokens)
            try await APIServerProcess.serving(["--token-file", tokens]) { server in
                let anonymous = Shell(folder: folder, url: server.url)
                expect(try await anonymous.run("list"), 77)
                let expired = Shell(folder: folder, url: server.url, token: "long-secret-of-old")
                let refused = try await expired.run("list")
                expect(refused, 77)
                #expect(!refused.error.contains("long-secret-of-old"))
                let kim = Shell(folder: folder, url: server.url, token: "long-secret-of-kim")
                let added = try await kim.run("add", "--name", "A", "--email", "a@b.co", "--json")
                #expect(try added.customer.updatedBy == "kim", "\(added.error)")
            }
        }
    }

    @Test("Nothing is changed read-only, which is 77", arguments: [["--readonly"], []])
    func readOnly(_ flags: [String]) async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("add", "--name", "A", "--email", "a@b.co")
            let file = try shell.file("people.csv", "name,email\nB,b@b.co\n")
            if flags.isEmpty { try shell.configure("[profiles.default]\nreadonly = true\n") }
            for command in [
                ["add", "--name", "B", "--email", "b@b.co"], ["edit", "a@b.co", "--name", "C"],
                ["delete", "a@b.co", "--yes"], ["import", file],
            ] {
                expect(try await shell.customers.run(command + flags), 77, "read-only")
                expect(try await shell.customers.run(flags + command), 77, "read-only")
            }
            let left = try await shell.customers.run(["list", "--json"] + flags)
            #expect(try left.customers.map(\.name) == ["A"], "\(left.error)")
            #expect(try await shell.customers.run(["import", file, "--dry-run"] + flags).status == 0)
        }
    }

    @Test(
        "A mistake in the configuration is 78 and names its line",
        arguments: [
            ("profile = \"default\"\n[profiles.default]\nap = \"http://127.0.0.1:9\"\n", "3"), ("api = [\n", ":1:"),
        ])
    func configuration(_ text: String, _ line: String) async throws {
        try await Shell.without(url: nil) { shell in
            try shell.configure(text)
            expect(try await shell.run("list"), 78, "config.toml", line)
        }
    }

    @Test("An invalid address is 78", arguments: ["ftp://example.org", "nonsense", "http://example.org"])
    func badAddress(_ url: String) async throws {
        try await Shell.without(url: url) { shell in
            expect(try await shell.run("list"), 78)
        }
    }
}
