import Foundation
import Testing

@Suite("What the server program does not start with", .timeLimit(.minutes(2)))
struct RefusalTests {
    /// A directory with one of everything that can be wrong.
    private func directory() throws -> URL {
        let directory = try ServerProcess.makeDirectory()
        for (name, text, mode) in [
            ("good", "kim:0123456789abcdef", 0o600), ("open", "0123456789abcdef", 0o644),
            ("group", "0123456789abcdef", 0o660),
            ("empty", "\n# none\n", 0o600),
            ("short", "kim:0123456789abcdef\nkim:short", 0o600), ("text", "no PEM, no database, whatever it is", 0o600),
        ] {
            let file = directory.appending(path: name)
            try Data(text.utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
        }
        return directory
    }

    @Test(
        "It says why in a message and exits with the code of that",
        arguments: [
            ("--host 0.0.0.0", 78, "0.0.0.0 can be reached from other machines"),
            ("--host example.org --token-file good", 78, "needs --token-file and TLS"),
            ("--host :: --behind-proxy", 78, "needs --token-file and TLS"),
            ("--host 127.0.0.1.example.org", 78, "can be reached from other machines"),
            ("--token-file missing", 66, "the token file missing does not exist"),
            ("--token-file open", 78, "chmod 600 open"),
            ("--token-file group", 78, "chmod 600 group"),
            ("--token-file empty", 78, "the token file empty holds no token"),
            ("--token-file short", 78, "line 2 of the token file short is not a token"),
            ("--token-file .", 78, "the token file . cannot be used: it is not a file"),
            ("--tls-cert text --tls-key text", 78, "the certificate text is not in PEM format"),
            ("--tls-cert missing --tls-key text", 66, "the certificate missing does not exist"),
            ("--tls-cert text", 64, "--tls-cert and --tls-key go together"),
            ("--store postgres:customers", 64, "--store"),
            ("--store sqlite:none/customers.db", 66, "its directory does not exist"),
            ("--store sqlite:text", 78, "it is not a SQLite database"),
            ("--store sqlite:.", 78, "it is a directory"),
            ("--sample 0", 64, "--sample takes a number"),
            ("--port 70000", 64, "--port"),
            ("--allow-replication --no-replication", 64, "replication"),
            ("--client-timeout 0", 64, "--client-timeout takes"),
            ("--verbose", 64, "--verbose"),
        ])
    func refusals(arguments: String, code: Int32, message: String) throws {
        let words = arguments.split(separator: " ").map(String.init)
        let server = try ServerProcess(["--port", "0"] + words, directory: try directory())
        #expect(server.exitCode() == code)
        #expect(server.restOfOutput() == "")
        #expect(server.log.contains(message), "\(server.log)")
        #expect(
            !server.log.contains("Error Domain") && !server.log.contains("NSCocoa") && !server.log.contains("Fatal"))
    }

    @Test("It does not take a port that is taken")
    func takenPort() throws {
        let (_, address) = try ServerProcess.listening()
        let server = try ServerProcess(["--port", String(address.port)])
        #expect(server.exitCode() == 69)
        #expect(server.log.contains("port \(address.port) on 127.0.0.1 is taken by another program"))
    }
}
