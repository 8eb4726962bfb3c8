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
        #expect(writes[0].contains(" principal=kim@example.com ") && !writes[1].contains("kim@example.com"))
        #expect(writes[1].contains("\(issuer.url)#42"))
        for secret in [token, "a@x.org", "b@x.org", "Anna"] { #expect(!server.log.contains(secret), "\(secret)") }
    }

    @Test("Beside a token file both count, and the keys count on while the issuer is away")
    func both() throws {
        let issuer = try IssuerServer()
        let (_, address) = try server(issuer, "--token-file", "tokens")
        let token = try issuer.token()
        #expect(try status(address, token) == 200)
        issuer.rotateKey()
        // The keys were fetched less than a minute ago.
        #expect(try status(address, try issuer.token()) == 401)
        #expect(issuer.paths.count == 2)
        issuer.stop()
        #expect(try status(address, token) == 200)
        #expect(try status(address, Self.listed) == 200)
        #expect(try status(address, Self.listed + "0") == 401)
    }

    @Test("Roles and scopes are those of the token")
    func rights() throws {
        let issuer = try IssuerServer()
        let (_, address) = try server(issuer, "--oidc-role-claim", "roles", "--oidc-required-scope", "more")
        issuer.says(#""roles":["exporter"],"scp":"more""#)
        #expect(try status(address, try issuer.token()) == 200)
        issuer.says(#""roles":["boss"],"scp":"more""#)
        #expect(try status(address, try issuer.token()) == 401)
        issuer.says(#""roles":["exporter"]"#)
        #expect(try status(address, try issuer.token()) == 401)
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
