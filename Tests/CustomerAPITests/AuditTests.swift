import CustomerAPI
import Domain
import FoundationEssentials
import HTTP
import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite("What the audit log says of a request")
struct AuditTests {
    private static let context = RequestContext(
        requestID: "r1", caller: .principal(Principal(name: "kim", role: .agent)), source: "192.0.2.7")

    /// What is recorded while requests are sent.
    private func recorded(
        _ body: (API, AuditLines) async throws -> Void
    ) async throws -> (lines: [[String: AnyJSON]], text: String) {
        let audit = AuditLines()
        try await body(try API(audit: audit), audit)
        return (try audit.all, audit.texts.joined(separator: "\n"))
    }

    @Test("Who, from where, what, when, and what came of it, in members whose order is always the same")
    func members() async throws {
        let (_, text) = try await recorded { api, _ in
            _ = await api.send(.get, "/api/customers?limit=2", context: Self.context)
        }
        let line =
            #"{"time":"2024-03-01T10:50:00.000Z","kind":"request","principal":"kim","role":"agent","source":"192.0.2.7","#
            + #""request_id":"r1","method":"GET","route":"/api/customers","status":200,"count":0}"#
        #expect(text == line)
    }

    @Test("One whom an issuer knows stands there by issuer and subject, with the email that changes carry beside it")
    func identities() async throws {
        let principal = Principal(.subject("42", issuer: "https://i.example"), email: "kim@x.org", role: .agent)
        let (lines, _) = try await recorded { api, _ in
            let body = #"{"name": "Anna", "email": "a@x.org"}"#
            let context = RequestContext(requestID: "r1", caller: .principal(principal))
            #expect(
                await api.send(.post, "/api/customers", [:], body, context: context).customer?.updatedBy == "kim@x.org")
            #expect(api.log.all.last?.contains("principal=https://i.example#42") == true)
            #expect(api.log.all.last?.contains("name=kim@x.org") == true)
        }
        #expect(lines[0]["principal"] == .string("https://i.example#42") && lines[0]["name"] == .string("kim@x.org"))
    }

    @Test("Who is known and has no right is refused under the own name, and asked for no other token")
    func forbidden() async throws {
        let caller = RequestContext.Caller.forbidden(.signer(arn: "arn:aws:iam::1:user/kim"), reason: "No role.")
        let context = RequestContext(requestID: "r1", caller: caller)
        let (lines, _) = try await recorded { api, _ in
            for target in ["/api/customers", "/api/whoami", "/api/nothing"] {
                let response = await api.send(.get, target, context: context)
                #expect(response.problem?.kind == .forbidden && response.problem?.detail == "No role.")
                #expect(response.fields[.wwwAuthenticate] == nil)
            }
            #expect(await api.send(.get, "/api/health", context: context).status == .ok)
        }
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0["principal"] == .string("arn:aws:iam::1:user/kim") && $0["role"] == nil })
    }

    @Test("Whose token cannot be told right from wrong just now is asked to come again")
    func undecided() async throws {
        let api = try API()
        let context = RequestContext(requestID: "r1", caller: .undecided(reason: "Ask later.", retryAfterSeconds: 7))
        let response = await api.send(.get, "/api/customers", context: context)
        #expect(response.problem?.kind == .unavailable && response.problem?.detail == "Ask later.")
        #expect(response.fields[.retryAfter] == "7")
        #expect(await api.send(.get, "/api/health", context: context).status == .ok)
    }

    @Test("A change names the customer and the fields that it sets, and no value")
    func changes() async throws {
        let (lines, text) = try await recorded { api, _ in
            let body = #"{"name": "Secretname", "email": "secretname@x.org", "phone": "+1 555 0100"}"#
            let made = await api.send(.post, "/api/customers", [:], body, context: Self.context)
            let path = Route.customer(try #require(made.customer?.id)).path
            _ = await api.send(.patch, path, [:], #"{"address": "Secretname 7", "phone": null}"#, context: Self.context)
            _ = await api.send(
                .put, path, [:], #"{"name": "Secretname", "email": "secretname@x.org"}"#, context: Self.context)
            _ = await api.send(.patch, path, [.ifMatch: "\"1\""], #"{"phone": "7"}"#, context: Self.context)
            _ = await api.send(.delete, path, context: Self.context)
            _ = await api.send(.get, path, context: Self.context)
        }
        let fields = lines.map { line in
            guard case .array(let fields)? = line["fields"] else { return "" }
            return fields.map { if case .string(let text) = $0 { text } else { "?" } }.joined(separator: ",")
        }
        #expect(fields == ["name,email,phone", "phone,address", "name,email,phone,address", "phone", "", ""])
        #expect(lines.map { $0["status"] } == [201, 200, 200, 412, 204, 410].map { .number($0) })
        #expect(lines.map { $0["version"] } == [.number(1), .number(2), .number(3), nil, nil, nil])
        #expect(Set(lines.map { $0["customer_id"] }).count == 1 && lines[0]["customer_id"] != nil)
        #expect(lines[3]["problem"] == .string("version-mismatch") && lines[0]["problem"] == nil)
        #expect(!text.lowercased().contains("secretname") && !text.contains("555"))
    }

    @Test("A write that is sent again is marked as a repeat")
    func repeats() async throws {
        let (lines, _) = try await recorded { api, _ in
            let key: HTTPFields = [.idempotencyKey: "6f1e2d3c-0000-4000-8000-00000000000a"]
            for _ in 0..<2 {
                _ = await api.send(
                    .post, "/api/customers", key, #"{"name": "Anna", "email": "a@x.org"}"#, context: Self.context)
            }
        }
        #expect(lines.map { $0["repeat"] } == [nil, .bool(true)])
        #expect(lines[0]["customer_id"] == lines[1]["customer_id"])
    }

    @Test("A single read names the customer; lists, searches and the feed say how many there were")
    func reads() async throws {
        // Only for an exporter the feed begins at the beginning.
        let context = RequestContext(requestID: "r1", caller: .principal(Principal(name: "kim", role: .exporter)))
        let (lines, text) = try await recorded { api, _ in
            let anna = try await api.create("Secretname One", "one@x.org")
            _ = try await api.create("Secretname Two", "two@x.org")
            for target in [
                Route.customer(anna.id).path, "/api/customers", "/api/customers?search=secretname",
                "/api/customers?email=one@x.org", "/api/changes",
            ] {
                _ = await api.send(.get, target, context: context)
            }
            _ = await api.send(.get, Route.customer(anna.id).path, [.ifNoneMatch: "\"1\""], context: context)
        }
        let reads = lines.dropFirst(2)
        #expect(reads.map { $0["count"] } == [nil, .number(2), .number(2), .number(1), .number(2), nil])
        #expect(reads.map { $0["status"] } == [200, 200, 200, 200, 200, 304].map { .number($0) })
        #expect(reads.first?["customer_id"] == lines[0]["customer_id"])
        #expect(reads.map { $0["customer_id"] != nil } == [true, false, false, true, false, true])
        #expect(reads.map { $0["term"] != nil } == [false, false, true, true, false, false])
        #expect(reads.last?["customer_id"] == lines[0]["customer_id"] && reads.last?["version"] == .number(1))
        #expect(!text.lowercased().contains("secretname") && !text.contains("one@x.org"))
    }

    @Test("The same term has the same digest, another one another, and nobody without the key can tell")
    func terms() throws {
        let key = AuditKey(try #require(CursorKey(bytes: (0..<32).map { UInt8($0) })))
        let other = AuditKey(try #require(CursorKey(bytes: (1..<33).map { UInt8($0) })))
        #expect(key.digest(ofTerm: " Núñez ") == key.digest(ofTerm: "nunez"))
        #expect(key.digest(ofTerm: "nunez") != key.digest(ofTerm: "nune"))
        #expect(key.digest(ofTerm: "nunez") != other.digest(ofTerm: "nunez"))
        // HMAC-SHA-256 under HKDF-SHA-256 of the key with "audit term", the first half.
        #expect(key.digest(ofTerm: "nunez") == "8c4b5a2218062ab033fb232c9ccdc655")
    }

    @Test("Anyone who is turned away is recorded; health, the contract and preflights are not")
    func refusals() async throws {
        let (lines, _) = try await recorded { api, _ in
            let stranger = RequestContext(
                requestID: "r2", caller: .unauthenticated(reason: "Who?"), source: "192.0.2.9")
            for target in ["/api/customers", "/nowhere", "/api/health", "/api/openapi.json"] {
                _ = await api.send(.get, target, context: stranger)
            }
            _ = await api.send(.options, "/api/customers", context: stranger)
            _ = await api.send(.get, "/nowhere/Secretname", context: Self.context)
            _ = await api.send(.post, "/api/customers", [:], "{", context: Self.context)
        }
        #expect(lines.map { $0["status"] } == [401, 401, 404, 400].map { .number($0) })
        #expect(lines.map { $0["route"] } == ["/api/customers", "none", "none", "/api/customers"].map { .string($0) })
        #expect(lines[0]["principal"] == nil && lines[0]["source"] == .string("192.0.2.9"))
    }

    @Test("Nothing is read or changed while nothing can be recorded")
    func brokenDown() async throws {
        let audit = AuditLines()
        let api = try API(audit: audit)
        audit.breakDown()
        let body = #"{"name": "Anna", "email": "a@x.org"}"#
        for (method, target) in [
            (HTTPRequest.Method.post, "/api/customers"), (.get, "/api/customers"), (.get, "/nowhere"),
        ] {
            let response = await api.send(method, target, [:], method == .post ? body : "", context: Self.context)
            #expect(response.problem?.kind == .unavailable && response.fields[.retryAfter] == "1")
            #expect(response.problem?.instance == "r1" && !"\(response)".contains("space"))
        }
        #expect(await api.send(.get, "/api/health", context: Self.context).status == .ok)
        #expect(api.log.all.filter { $0.contains("error request") && $0.contains("no space left") }.count == 3)
    }

    @Test("An answer that cannot be recorded does not leave")
    func fullDisk() async throws {
        let audit = AuditLines()
        let api = try API(audit: audit)
        _ = try await api.create("Secretname", "a@x.org")
        audit.fillDisk()
        let response = await api.send(.get, "/api/customers", context: Self.context)
        #expect(response.problem?.kind == .unavailable)
        #expect(!String(decoding: response.body, as: UTF8.self).contains("Secretname"))
        let stranger = RequestContext(requestID: "r2", caller: .unauthenticated(reason: "Who?"))
        #expect(await api.send(.get, "/api/customers", context: stranger).problem?.kind == .unavailable)
    }

    @Test("What a client reports is a line each, marked as its word, behind that of the report")
    func reports() async throws {
        let id = CustomerID.random()
        let moment = try #require(Timestamp("2024-03-01T09:00:00Z"))
        let call = ReportCall([
            ReportedUse(.reveal, at: moment, customerID: id, sshConnection: "192.0.2.7 51234 192.0.2.1 22"),
            ReportedUse(.export, at: moment, count: 40),
        ])
        let (lines, _) = try await recorded { api, _ in
            #expect(await api.api.respond(to: call.request, context: Self.context).status == .noContent)
        }
        #expect(lines.map { $0["kind"] } == ["request", "reported", "reported"].map { .string($0) })
        #expect(lines[0]["route"] == .string("/api/audit") && lines[0]["count"] == .number(2))
        #expect(lines.allSatisfy { $0["principal"] == .string("kim") && $0["request_id"] == .string("r1") })
        #expect(lines[1]["what"] == .string("reveal") && lines[1]["customer_id"] == .string(id.text))
        #expect(lines[1]["when"] == .string("2024-03-01T09:00:00.000Z"))
        #expect(lines[1]["ssh_connection"] == .string("192.0.2.7 51234 192.0.2.1 22"))
        #expect(lines[2]["what"] == .string("export") && lines[2]["count"] == .number(40))
        let api = try API()
        let refused = await api.api.respond(to: call.request, context: Self.context)
        #expect(refused.problem?.kind == .notFound && refused.problem?.detail.contains("keeps no audit log") == true)
    }

    @Test("Hostile texts neither end a line nor reach a terminal as controls", arguments: HostileText.corpus)
    func hostile(text: String) async throws {
        let (lines, written) = try await recorded { api, _ in
            let caller = RequestContext.Caller.principal(Principal(name: "kim" + text, role: .reader))
            _ = await api.send(
                .get, "/api/customers", context: RequestContext(requestID: "r" + text, caller: caller, source: text))
        }
        #expect(lines.count == 1 && lines[0]["principal"] == .string("kim" + text))
        #expect(lines[0]["source"] == .string(text))
        for scalar in written.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: Issue.record("\(scalar.value)")
            default: break
            }
        }
    }

    @Test("The request log tells who asked from where, and warns of those who are turned away")
    func requestLog() async throws {
        let api = try API()
        _ = await api.send(.get, "/api/customers", context: Self.context)
        let stranger = RequestContext(requestID: "r2", caller: .unauthenticated(reason: "Who?"), source: "192.0.2.9")
        _ = await api.send(.get, "/api/customers", context: stranger)
        _ = await api.send(.get, "/api/customers")
        #expect(api.log.all.map { $0.prefix { $0 != " " } } == ["info", "warning", "info"])
        #expect(api.log.all[0].contains("principal=kim") && api.log.all[0].contains("source=192.0.2.7"))
        #expect(api.log.all[1].contains("source=192.0.2.9") && !api.log.all[1].contains("principal="))
        #expect(!api.log.all[2].contains("principal=") && !api.log.all[2].contains("source="))
    }
}
