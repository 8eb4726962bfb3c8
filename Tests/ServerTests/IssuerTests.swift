import Foundation
import TestSupport
import Testing

@Suite("The server takes an issuer's tokens", .timeLimit(.minutes(2)))
struct IssuerTests {
    private static let listed = "0123456789abcdef0123456789abcdef"

    private func server(_ issuer: IssuerServer, _ more: String...) throws -> (ServerProcess, ServerProcess.Address) {
        let directory = try ServerProcess.makeDirectory()
        let file = directory.appending(path: "tokens")
        try Data("kim:\(Self.listed)\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        let arguments = ["--oidc-issuer", issuer.url, "--oidc-audience", "desk"] + more
        return try ServerProcess.listening(arguments, directory: directory)
    }

    private func status(_ address: ServerProcess.Address, _ token: String) throws -> Int {
        try address.send("GET", "/api/customers", ["Authorization: Bearer \(token)"]).status
    }

    @Test("A token that the issuer has signed opens the API, and its verified email says in the log who asked")
    func tokens() throws {
        let issuer = try IssuerServer()
        let (server, address) = try server(issuer)
        let token = try issuer.token()
        let body = #"{"name": "Anna", "email": "a@x.org"}"#
        let created = try address.send("POST", "/api/customers", ["Authorization: Bearer \(token)"], body: body)
        #expect(created.status == 201 && created.body.contains(#""updated_by":"kim@example.com""#))
        issuer.says(#""email":"kim@example.com""#)
        let other = try address.send(
            "POST", "/api/customers", ["Authorization: Bearer \(try issuer.token())"],
            body: #"{"name": "B", "email": "b@x.org"}"#)
        #expect(other.body.contains(#""updated_by":"\#(issuer.url)#42""#))
        #expect(try status(address, token.replacing(".", with: ".e", maxReplacements: 1)) == 401)
        #expect(try status(address, Self.listed) == 401)
        #expect(try address.send("GET", "/api/customers").status == 401)
        #expect(try address.send("GET", "/api/health").status == 200)
        #expect(issuer.paths == ["/.well-known/openid-configuration", "/keys"])
        server.terminate()
        #expect(server.exitCode() == 0)
        let writes = server.log.split(separator: "\n").filter { $0.contains(" method=POST ") }
        try #require(writes.count == 2, "\(server.log)")
        #expect(writes[0].contains(" name=kim@example.com ") && !writes[1].contains("kim@example.com"))
        #expect(writes.allSatisfy { $0.contains(" principal=\(issuer.url)#42 ") })
        for secret in [token, "a@x.org", "b@x.org", "Anna"] { #expect(!server.log.contains(secret), "\(secret)") }
    }

    @Test("Beside a token file both count, and the keys count on while the issuer is away")
    func both() throws {
        let issuer = try IssuerServer()
        let (_, address) = try server(issuer, "--token-file", "tokens")
        let token = try issuer.token()
        #expect(try status(address, token) == 200)
        issuer.rotateKey()
        // The keys were fetched less than five seconds ago.
        let next = try issuer.token()
        let early = try address.send("GET", "/api/customers", ["Authorization: Bearer \(next)"])
        #expect(early.status == 503 && (1...5).contains(early.header("Retry-After").flatMap { Int($0) } ?? 0))
        #expect(issuer.paths.count == 2)
        while try status(address, next) == 503 { usleep(50_000) }
        #expect(try status(address, next) == 200)
        #expect(issuer.paths.count == 4)
        issuer.stop()
        #expect(try status(address, next) == 200)
        #expect(try status(address, Self.listed) == 200)
        #expect(try status(address, Self.listed + "0") == 401)
    }

    @Test("Roles and scopes are those of the token")
    func rights() throws {
        let issuer = try IssuerServer()
        let (_, address) = try server(issuer, "--oidc-role-claim", "roles", "--oidc-required-scope", "more")
        issuer.says(#""roles":["exporter"],"scp":"more""#)
        #expect(try status(address, try issuer.token()) == 200)
        for claims in [
            #""roles":["boss"],"scp":"more""#, #""roles":"reader agent","scp":"more""#, #""roles":["agent"]"#,
        ] {
            issuer.says(claims)
            #expect(try status(address, try issuer.token()) == 403, "\(claims)")
        }
    }

    @Test("While the issuer was never there its tokens are neither right nor wrong; those of the file are taken")
    func neverThere() throws {
        let issuer = try IssuerServer()
        let token = try issuer.token()
        issuer.stop()
        let port = try FreePort.take()
        let (server, address) = try server(issuer, "--metrics", "127.0.0.1:\(port)")
        let start = ContinuousClock.now
        for _ in 0..<8 {
            let reply = try address.send("GET", "/api/customers", ["Authorization: Bearer \(token)"])
            #expect(reply.status == 503 && reply.body.contains("urn:customers:problem:unavailable"))
            #expect(reply.body.contains("issuer cannot be asked for its keys"))
            #expect((1...60).contains(reply.header("Retry-After").flatMap { Int($0) } ?? 0))
        }
        #expect(ContinuousClock.now - start < .seconds(10), "no answer is delayed")
        let ready = try address.send("GET", "/readyz")
        #expect(ready.status == 503 && ready.body.contains("issuer: failed, see the log"))
        #expect(try address.send("GET", "/api/health").status == 200)
        let metrics = try Connection(host: "127.0.0.1", port: port).get("/metrics").body
        #expect(metrics.contains("\ncustomers_api_wrong_tokens_total 0\n"))
        let warnings = server.log.split(separator: "\n").filter { $0.contains("the issuer's keys cannot be fetched") }
        #expect(warnings.count == 1 && !server.log.contains("wrong token"), "\(server.log)")
        let (_, both) = try self.server(issuer, "--token-file", "tokens")
        #expect(try status(both, token) == 503)
        #expect(try status(both, Self.listed) == 200)
        #expect(try both.send("GET", "/readyz").status == 200)
    }

    @Test("Without a token file wrong tokens wait and are counted all the same, and any page may call that has a token")
    func issuerAlone() throws {
        let issuer = try IssuerServer()
        let port = try FreePort.take()
        let (server, address) = try server(issuer, "--metrics", "127.0.0.1:\(port)", "--cors-origin", "*")
        #expect(!server.log.contains("warning: without"))
        for number in 0..<4 { #expect(try status(address, "wrong-\(number)") == 401) }
        let start = ContinuousClock.now
        #expect(try status(address, "wrong-4") == 401)
        #expect(ContinuousClock.now - start >= .seconds(1))
        let reply = try address.send(
            "GET", "/api/customers", ["Authorization: Bearer \(try issuer.token())", "Origin: https://page.example"])
        #expect(reply.status == 200 && reply.header("Access-Control-Allow-Origin") == "*")
        let metrics = try Connection(host: "127.0.0.1", port: port).get("/metrics").body
        #expect(metrics.contains("\ncustomers_api_wrong_tokens_total 5\n"))
    }

    @Test(
        "An issuer that is none is refused at the start",
        arguments: ["http://issuer.example", "issuer.example", "https://i/?a=b"])
    func badIssuer(url: String) throws {
        let server = try ServerProcess(
            ["--port", "0", "--oidc-issuer", url, "--oidc-audience", "desk"],
            directory: try ServerProcess.makeDirectory())
        #expect(server.restOfOutput() == "" && server.exitCode() == 78 && server.log.contains("--oidc-issuer"))
    }

    @Test(
        "Options that belong together are asked for",
        arguments: [
            ["--oidc-issuer", "https://i.example"], ["--oidc-audience", "desk"], ["--oidc-role-claim", "roles"],
            ["--oidc-issuer", "https://i.example", "--oidc-audience", "desk", "--oidc-role-claim", "nickname"],
        ])
    func usage(arguments: [String]) throws {
        let server = try ServerProcess(["--port", "0"] + arguments, directory: try ServerProcess.makeDirectory())
        #expect(server.restOfOutput() == "" && server.exitCode() == 64)
    }
}
