import Foundation
import TestSupport
import Testing

@Suite("What each role may do on a server, and what wrong tokens get", .timeLimit(.minutes(3)))
struct ServedRoleTests {
    /// A token for each role, in a file of tokens.
    private func tokens(in directory: URL) async throws -> [String: String] {
        var tokens: [String: String] = [:]
        for role in ["reader", "agent", "exporter", "admin"] {
            let file = directory.appending(path: "tokens").path
            let finished = try await Program("customers-api").run(
                ["token", "add", "the-\(role)", "--role", role, "--token-file", file])
            try #require(finished.status == 0, "\(finished.error)")
            tokens[role] = "Authorization: Bearer " + finished.output.trimmingCharacters(in: .newlines)
        }
        return tokens
    }

    @Test("The server enforces them, and says which role it takes")
    func roles() async throws {
        let directory = try ServerProcess.makeDirectory()
        let tokens = try await tokens(in: directory)
        let (_, address) = try ServerProcess.listening("--token-file", "tokens", directory: directory)
        let body = #"{"name": "Anna", "email": "a@x.org"}"#
        func status(_ role: String, _ method: String, _ target: String, _ body: String = "") throws -> Int {
            let field = try #require(tokens[role])
            return try address.send(method, target, [field], body: body).status
        }
        #expect(try status("reader", "POST", "/api/customers", body) == 403)
        #expect(try status("agent", "POST", "/api/customers", body) == 201)
        for role in tokens.keys { #expect(try status(role, "GET", "/api/customers") == 200) }
        #expect(try status("reader", "GET", "/api/changes?cursor=latest") == 403)
        #expect(try status("agent", "GET", "/api/changes?cursor=latest") == 200)
        #expect(try status("agent", "GET", "/api/changes") == 403)
        #expect(try status("exporter", "GET", "/api/changes") == 200)
        let field = try #require(tokens["agent"])
        let refusal = try address.send("GET", "/api/changes", [field]).body
        #expect(refusal.contains("urn:customers:problem:forbidden") && refusal.contains("the role exporter"))
        let who = try address.send("GET", "/api/whoami", [field]).body
        #expect(who.contains(#""name":"the-agent""#) && who.contains(#""may":["read","write","follow"]"#))
        #expect(try address.send("GET", "/api/whoami").status == 401)
        let health = try address.send("GET", "/api/health").body
        #expect(health.contains(#""contract":"2.2""#) && health.contains(#""whoami""#))
    }

    @Test("Whose role may not write is told so before the body comes, and asked for none")
    func unreadBodies() async throws {
        let directory = try ServerProcess.makeDirectory()
        let field = try #require(try await tokens(in: directory)["reader"])
        let (_, address) = try ServerProcess.listening("--token-file", "tokens", directory: directory)
        for expectation in ["Expect: 100-continue\r\n", ""] {
            let connection = try Connection(to: address)
            connection.send(
                "POST /api/customers HTTP/1.1\r\nHost: localhost\r\n\(field)\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 900000\r\n\(expectation)\r\n")
            let answer = try #require(connection.receiveAll(), "the connection ends")
            #expect(answer.hasPrefix("HTTP/1.1 403 ") && answer.contains("\r\nConnection: close\r\n"))
            #expect(answer.contains("urn:customers:problem:forbidden") && answer.contains("the role agent"))
        }
        let (connection, path) = (try Connection(to: address), "/api/customers/6f1e2d3c-0000-4000-8000-00000000000b")
        for _ in 0..<2 {
            connection.send("DELETE \(path) HTTP/1.1\r\nHost: localhost\r\n\(field)\r\n\r\n")
            #expect(try connection.response().status == 403, "without a body the connection stays")
        }
    }

    @Test("An agent reads 5,000 different customers within an hour, an exporter as many as there are")
    func quota() async throws {
        let directory = try ServerProcess.makeDirectory()
        let tokens = try await tokens(in: directory)
        let (_, address) = try ServerProcess.listening(
            "--token-file", "tokens", "--sample", "6000", directory: directory)
        func read(_ role: String) throws -> [Reply] {
            var (replies, target) = ([Reply](), "/api/customers?limit=1000")
            while true {
                let reply = try address.send("GET", target, [try #require(tokens[role])])
                replies.append(reply)
                let link = reply.header("Link") ?? ""
                guard let end = link.firstIndex(of: ">") else { return replies }
                target = String(link[link.index(after: link.startIndex)..<end])
            }
        }
        let pages = try read("agent")
        #expect(pages.map(\.status) == [200, 200, 200, 200, 200, 429])
        let seconds = try #require(pages.last?.header("Retry-After").flatMap { Int($0) })
        #expect((3_500...3_900).contains(seconds))
        #expect(try address.send("GET", "/api/customers?limit=1000", [try #require(tokens["agent"])]).status == 200)
        let all = try read("exporter").map(\.status)
        #expect(all.count >= 6 && all.allSatisfy { $0 == 200 })
    }

    @Test("Wrong tokens wait from the fifth on, are logged with their source and counted; a right one does not wait")
    func wrongTokens() async throws {
        let directory = try ServerProcess.makeDirectory()
        let tokens = try await tokens(in: directory)
        let port = try FreePort.take()
        let (server, address) = try ServerProcess.listening(
            "--token-file", "tokens", "--behind-proxy", "--metrics", "127.0.0.1:\(port)", directory: directory)
        func seconds(_ token: String, _ source: String) throws -> Double {
            let start = ContinuousClock.now
            let fields = ["Authorization: Bearer \(token)", "X-Forwarded-For: 10.9.9.9, \(source)"]
            #expect(try address.send("GET", "/api/customers", fields).status == 401)
            return (ContinuousClock.now - start) / .seconds(1)
        }
        for number in 1...4 { _ = try seconds("guessed-token-\(number)", "192.0.2.7") }
        #expect(try seconds("guessed-token-5", "192.0.2.7") >= 1)
        #expect(try seconds("guessed-token-6", "192.0.2.7") >= 2)
        let start = ContinuousClock.now
        let right = try #require(tokens["reader"])
        #expect(try address.send("GET", "/api/customers", [right, "X-Forwarded-For: 192.0.2.7"]).status == 200)
        #expect(ContinuousClock.now - start < .seconds(2), "a right token never waits")
        let warnings = server.log.split(separator: "\n").filter { $0.contains("msg=\"wrong token\"") }
        #expect(warnings.count == 6 && warnings.allSatisfy { $0.contains("level=warning") })
        #expect(warnings.allSatisfy { $0.contains("source=192.0.2.7") && !$0.contains("10.9.9.9") })
        #expect(!server.log.contains("guessed-token"))
        let metrics = try Connection(host: "127.0.0.1", port: port).get("/metrics").body
        #expect(metrics.contains("\ncustomers_api_wrong_tokens_total 6\n"))
    }
}
