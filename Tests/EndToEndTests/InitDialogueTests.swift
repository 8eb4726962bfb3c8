import Foundation
import Glibc
import TestSupport
import Testing

/// `customers init` at a terminal: question by question.
@Suite("Being asked for the first configuration", .serialized)
struct InitDialogueTests {
    /// Somebody at a terminal who has never configured anything.
    struct Newcomer {
        let terminal: Pseudoterminal
        let folder: String

        var written: String? { try? String(contentsOfFile: path, encoding: .utf8) }
        var path: String { folder + "/.config/customers/config.toml" }

        /// Waits for a question and answers it.
        func answer(_ question: String, _ text: String) async throws {
            try await terminal.wait(forText: question)
            await terminal.send(text + "\r")
        }
    }

    private func newcomer(
        _ arguments: [String] = [], file: String? = nil, _ body: (Newcomer) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let shell = Shell(folder: folder, url: nil)
            if let file { try shell.configure(file) }
            let terminal = try Pseudoterminal(
                [shell.customers.path, "init"] + arguments, environment: shell.customers.environment, rows: 40,
                columns: 120)
            do {
                try await body(Newcomer(terminal: terminal, folder: folder))
            } catch {
                await terminal.kill(SIGKILL)
                throw error
            }
            await terminal.kill(SIGKILL)
        }
    }

    @Test("Address and sign-in are asked for, tried and written, and doctor is offered")
    func questions() async throws {
        try await APIServerProcess.serving(["--sample", "5"]) { server in
            try await newcomer { person in
                try await person.answer("The API's address [http://127.0.0.1:8080]:", "ftp://a.example")
                try await person.terminal.wait(forText: "begins with https://")
                await person.terminal.send(server.url + "\r")
                try await person.answer("How do you sign in?", "")
                try await person.terminal.wait(forText: "ok   sign-in")
                try await person.terminal.wait(forText: "Written: \(person.path)")
                try await person.answer("customers doctor? [Y/n]", "")
                try await person.terminal.wait(forText: "agrees with the server's")
                #expect(try await person.terminal.waitForEnd().code == 0)
                #expect(person.written?.contains("api = \"\(server.url)\"\nauth = \"none\"\n") == true)
            }
        }
    }

    @Test(
        "Where the try fails, the person decides whether it is written",
        arguments: [("y", 0), ("", 1)] as [(String, Int32)])
    func failing(_ answer: String, _ status: Int32) async throws {
        try await newcomer(["--api", "http://127.0.0.1:9"]) { person in
            try await person.answer("[1]:", "3")
            try await person.answer("The command, such as", "echo secret")
            try await person.answer("Write it all the same? [y/N]", answer)
            if status == 0 { try await person.answer("[Y/n]", "n") }
            #expect(try await person.terminal.waitForEnd().code == status)
            #expect(person.written?.contains("credential_command = \"echo secret\"") == (status == 0 ? true : nil))
        }
    }

    @Test("A token is not taken for a path: what is asked for is the file")
    func token() async throws {
        try await newcomer(["--api", "http://127.0.0.1:9"]) { person in
            try await person.answer("[1]:", "2")
            try await person.answer("The path of that file:", "cdk_secret")
            try await person.terminal.wait(forText: "never the token itself")
            await person.terminal.send("~/token\r")
            try await person.answer("Write it all the same? [y/N]", "y")
            try await person.answer("[Y/n]", "n")
            #expect(try await person.terminal.waitForEnd().code == 0)
            #expect(person.written?.contains("token_file = \"~/token\"") == true)
        }
    }

    @Test("Ctrl-C and the end of input leave nothing behind", arguments: ["\u{03}", "\u{04}"])
    func leaving(_ key: String) async throws {
        try await newcomer { person in
            try await person.answer("The API's address", "http://127.0.0.1:9")
            try await person.terminal.wait(forText: "How do you sign in?")
            await person.terminal.send(key)
            let end = try await person.terminal.waitForEnd()
            #expect(key == "\u{03}" ? end.signal == SIGINT : end.code == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: person.folder).isEmpty)
        }
    }

    @Test("A file that is there is kept, and a further profile needs a name that it does not have")
    func furtherProfile() async throws {
        let old = "profile = \"lab\"\n[profiles.lab]\napi = \"http://127.0.0.1:9\"\n"
        try await newcomer(["--api", "http://127.0.0.1:9"], file: old) { person in
            try await person.terminal.wait(forText: "is there already and stays as it is")
            try await person.answer("A name for the new profile:", "lab")
            try await person.terminal.wait(forText: "there is a profile \"lab\" already")
            await person.terminal.send("prod\r")
            try await person.answer("[1]:", "1")
            try await person.answer("Write it all the same? [y/N]", "y")
            try await person.answer("[Y/n]", "n")
            #expect(try await person.terminal.waitForEnd().code == 0)
            #expect(
                person.written == old + "\n[profiles.prod]\napi = \"http://127.0.0.1:9\"\nauth = \"none\"\n")
        }
    }
}
