import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import Testing

@Suite("Who may call the server", .timeLimit(.minutes(2)))
struct AccessTests {
    private static let token = "0123456789abcdef0123456789abcdef"

    private func directory(tokens: String, mode: Int = 0o600) throws -> URL {
        let directory = try ServerProcess.makeDirectory()
        let file = directory.appending(path: "tokens")
        try Data(tokens.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
        return directory
    }

    @Test("A token opens the API, its name is recorded, and no other token does")
    func tokens() throws {
        let directory = try directory(tokens: "# staff\n\nkim:\(Self.token)\nplain-token-0123456789\n")
        let (server, address) = try ServerProcess.listening("--token-file", "tokens", directory: directory)
        let body = #"{"name": "Anna", "email": "a@x.org"}"#
        let created = try address.send("POST", "/api/customers", ["Authorization: bearer \(Self.token)"], body: body)
        #expect(created.status == 201 && created.body.contains(#""updated_by":"kim""#))
        #expect(
            try address.send("GET", "/api/customers", ["Authorization: Bearer plain-token-0123456789"]).status == 200)
        for value in [
            "Bearer \(Self.token)0", "Bearer kim:\(Self.token)", "Bearer ", "Bearer", "Basic \(Self.token)", "",
        ] {
            let reply = try address.send("GET", "/api/customers", ["Authorization: \(value)"])
            #expect(reply.status == 401 && reply.header("WWW-Authenticate") == "Bearer")
        }
        #expect(try address.send("GET", "/api/changes").body.contains("urn:customers:problem:unauthenticated"))
        #expect(try address.send("GET", "/api/health").status == 200)
        #expect(try address.send("GET", "/api/openapi.json").status == 200)
        #expect(try address.send("OPTIONS", "/api/customers").status == 204)
        #expect(server.log.contains("warning: line 3 (kim) of the token file tokens is of version 1"))
        #expect(!server.log.contains(Self.token) && !server.log.contains("plain-token"))
    }

    @Test("TLS is spoken with the certificate given, also on an address of others")
    func tls() async throws {
        let directory = try directory(tokens: Self.token)
        try Certificate.make(in: directory)
        let (server, address) = try ServerProcess.listening(
            "--host", "0.0.0.0", "--token-file", "tokens", "--tls-cert", "cert.pem", "--tls-key", "key.pem",
            directory: directory)
        #expect(address.scheme == "https")
        var configuration = HTTPClient.Configuration()
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(directory.appending(path: "cert.pem").path)
        configuration.tlsConfiguration = tls
        let client = HTTPClient(configuration: configuration)
        var request = HTTPClientRequest(url: "https://localhost:\(address.port)/api/customers")
        request.headers.add(name: "Authorization", value: "Bearer \(Self.token)")
        let result: Result<UInt, any Error>
        do {
            result = .success(try await client.execute(request, timeout: .seconds(20)).status.code)
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        #expect(try result.get() == 200)
        server.terminate()
        #expect(server.exitCode() == 0)
    }

    @Test("A private key that is not the certificate's is refused at the start")
    func foreignKey() throws {
        let directory = try directory(tokens: Self.token)
        try Certificate.make(in: directory)
        try FileManager.default.moveItem(
            at: directory.appending(path: "cert.pem"), to: directory.appending(path: "old.pem"))
        try Certificate.make(in: directory)
        let server = try ServerProcess(
            ["--port", "0", "--tls-cert", "old.pem", "--tls-key", "key.pem"], directory: directory)
        try #require(server.restOfOutput() == "", "it does not listen")
        #expect(server.exitCode() == 78)
        let message = "the private key key.pem does not belong to the certificate old.pem."
        #expect(server.log.contains(message), "\(server.log)")
    }

    @Test("A private key with a passphrase is said to be one, with how to be rid of that")
    func sealedKey() throws {
        let directory = try directory(tokens: Self.token)
        try Certificate.make(in: directory)
        let key = directory.appending(path: "sealed.pem")
        let text = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n"
        try Data(text.utf8).write(to: key)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        let server = try ServerProcess(
            ["--port", "0", "--tls-cert", "cert.pem", "--tls-key", "sealed.pem"], directory: directory)
        #expect(server.exitCode() == 78)
        #expect(
            server.log.contains("sealed.pem has a passphrase") && server.log.contains("openssl pkey -in sealed.pem"))
    }

    /// A client that trusts one certificate alone, and says what became of its request.
    private func status(trusting certificate: URL, _ port: Int) async throws -> UInt? {
        var configuration = HTTPClient.Configuration()
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(certificate.path)
        configuration.tlsConfiguration = tls
        let client = HTTPClient(configuration: configuration)
        var request = HTTPClientRequest(url: "https://localhost:\(port)/api/health")
        request.headers.add(name: "Authorization", value: "Bearer \(Self.token)")
        let status = try? await client.execute(request, timeout: .seconds(20)).status.code
        try await client.shutdown()
        return status
    }

    private func replace(_ name: String, in directory: URL, with other: URL) throws {
        let new = directory.appending(path: "new")
        try Data(contentsOf: other).write(to: new)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: new.path)
        #expect(rename(new.path, directory.appending(path: name).path) == 0)
    }

    @Test("A renewed certificate is taken up, at SIGHUP and without, and a wrong one is not")
    func renewal() async throws {
        let directory = try directory(tokens: Self.token)
        try Certificate.make(in: directory)
        let others = directory.appending(path: "others")
        for name in ["hup", "watched"] {
            try FileManager.default.createDirectory(
                at: others.appending(path: name), withIntermediateDirectories: true)
            try Certificate.make(in: others.appending(path: name))
        }
        let (server, address) = try ServerProcess.listening(
            "--token-file", "tokens", "--tls-cert", "cert.pem", "--tls-key", "key.pem", directory: directory)
        let first = others.appending(path: "first.pem")
        try FileManager.default.copyItem(at: directory.appending(path: "cert.pem"), to: first)
        #expect(try await status(trusting: first, address.port) == 200)
        for name in ["hup", "watched"] {
            let new = others.appending(path: name)
            for file in ["cert.pem", "key.pem"] { try replace(file, in: directory, with: new.appending(path: file)) }
            if name == "hup" { kill(server.number, SIGHUP) }
            let deadline = ContinuousClock.now + .seconds(30)
            var answer: UInt?
            while answer == nil, ContinuousClock.now < deadline {
                answer = try await status(trusting: new.appending(path: "cert.pem"), address.port)
            }
            #expect(answer == 200, "\(name)")
        }
        try replace("key.pem", in: directory, with: others.appending(path: "hup/key.pem"))
        kill(server.number, SIGHUP)
        let deadline = ContinuousClock.now + .seconds(30)
        while !server.log.contains("the one before stays"), ContinuousClock.now < deadline { sched_yield() }
        #expect(server.log.contains("does not belong to the certificate"))
        #expect(try await status(trusting: others.appending(path: "watched/cert.pem"), address.port) == 200)
        server.terminate()
        #expect(server.exitCode() == 0)
    }
}

/// A certificate for localhost, made on the spot.
enum Certificate {
    /// Writes `cert.pem` and `key.pem`, over those that are there.
    ///
    /// - Parameter days: that it is good for.
    static func make(in directory: URL, days: Int = 2) throws {
        let openssl = Process()
        openssl.executableURL = URL(filePath: "/usr/bin/env")
        openssl.arguments =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days \(days) -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout key.pem -out cert.pem"
            .split(separator: " ").map(String.init)
        openssl.currentDirectoryURL = directory
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        try #require(openssl.terminationStatus == 0)
        let key = directory.appending(path: "key.pem")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
    }
}
