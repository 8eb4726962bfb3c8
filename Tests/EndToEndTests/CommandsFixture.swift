import Domain
import Foundation
import TestSupport
import Testing
import Wire

/// A person at a shell, with a server to talk to and a home of their own.
struct Shell: Sendable {
    /// Where their files are; the home, too.
    let folder: String
    var customers: Program

    init(folder: String, url: String?, token: String? = nil) {
        self.folder = folder
        var environment = ["HOME": folder, "LANG": "C.UTF-8", "TERM": "xterm-256color", "TMPDIR": folder]
        environment["CUSTOMERS_API_URL"] = url
        environment["CUSTOMERS_API_TOKEN"] = token
        customers = Program("customers", environment: environment)
    }

    func run(_ arguments: String..., input: String? = nil) async throws -> Program.Finished {
        try await customers.run(arguments, input: input)
    }

    /// The interface in a terminal of its own.
    func interface(rows: Int = 24, columns: Int = 80) throws -> Pseudoterminal {
        let own = ["PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no"]
        let environment = customers.environment.merging(own) { $1 }
        return try Pseudoterminal([customers.path], environment: environment, rows: rows, columns: columns)
    }

    /// Writes a file and returns its path.
    func file(_ name: String, _ text: String) throws -> String {
        let path = folder + "/" + name
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    /// Writes the configuration file, as its owner alone may.
    func configure(_ text: String) throws {
        let folder = folder + "/.config/customers"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Data(text.utf8).write(to: URL(filePath: folder + "/config.toml"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder + "/config.toml")
    }

    func text(of name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: folder + "/" + name)), as: UTF8.self)
    }

    /// The files in the folder, hidden ones too; not what the program keeps for itself.
    var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0 != ".local" } }
    }

    /// Performs `body` beside a fresh server.
    static func beside(_ arguments: [String] = [], _ body: @Sendable (Shell) async throws -> Void) async throws {
        try await APIServerProcess.serving(arguments) { server in
            try await withTemporaryFolder { folder in try await body(Shell(folder: folder, url: server.url)) }
        }
    }

    /// Performs `body` beside a fresh server that knows the person by name.
    static func named(
        _ name: String, _ role: String = "agent", _ body: @Sendable (Shell) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let token = try await token(of: name, role, in: folder)
            try await APIServerProcess.serving(["--token-file", folder + "/tokens"]) { server in
                try await body(Shell(folder: folder, url: server.url, token: token))
            }
        }
    }

    /// Adds a person to the file `tokens` in the folder.
    static func token(of name: String, _ role: String, in folder: String) async throws -> String {
        let server = Program("customers-api", environment: ["HOME": folder, "TMPDIR": folder])
        let added = try await server.run(["token", "add", "--token-file", folder + "/tokens", "--role", role, name])
        try #require(added.status == 0, "\(added.error)")
        return added.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Performs `body` where an address leads nowhere, or to something else than the API.
    static func without(url: String?, token: String? = nil, _ body: @Sendable (Shell) async throws -> Void) async throws
    {
        try await withTemporaryFolder { folder in try await body(Shell(folder: folder, url: url, token: token)) }
    }
}

extension Program.Finished {
    var customer: Customer {
        get throws { try JSONBody.decode(CustomerJSON.self, from: Array(output.utf8)).customer }
    }

    var customers: [Customer] {
        get throws { try JSONBody.decode([CustomerJSON].self, from: Array(output.utf8)).map(\.customer) }
    }
}
