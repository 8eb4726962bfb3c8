import Foundation
import TestSupport
import Testing

@testable import customers_lambda

@Suite("The function's log is for machines, and says nothing about people")
struct LogTests {
    @Test("A request is one line with its ids, and a metric")
    func line() async throws {
        let function = try Function()
        _ = try await function.answer("GET", "/api/customers", query: "search=secret", trace: "Root=1-5e-a;Sampled=1")
        let lines = try function.log
        let line = try #require(lines.first)
        #expect(lines.count == 1)
        #expect(line["level"] == .string("INFO"))
        #expect(line["message"] == .string("request"))
        #expect(line["request_id"] == .string("r1"))
        #expect(line["trace_id"] == .string("Root=1-5e-a;Sampled=1"))
        #expect(line["method"] == .string("GET"))
        #expect(line["status"] == .number(200))
        guard case .string(let timestamp)? = line["timestamp"] else {
            Issue.record("no timestamp")
            return
        }
        #expect(timestamp.hasSuffix("Z"))
        #expect(!"\(line)".contains("secret"))
    }

    @Test("The metrics are what the embedded metric format asks for")
    func metrics() async throws {
        let function = try Function()
        _ = try await function.answer("GET", "/api/customers/6f1e2d3c-0000-4000-8000-00000000000a")
        let line = try #require(try function.log.first)
        guard case .object(let directive)? = line["_aws"], case .number(let timestamp)? = directive["Timestamp"],
            case .array(let metrics)? = directive["CloudWatchMetrics"], case .object(let metric)? = metrics.first
        else {
            Issue.record("no directive in \(line)")
            return
        }
        #expect(abs(timestamp / 1000 - Date().timeIntervalSince1970) < 3600)
        #expect(metric["Namespace"] == .string("Customers"))
        // Every dimension is a text and every metric a number at the root.
        let dimensions = [[AnyJSON.string("function")], [.string("function"), .string("route")]]
        #expect(metric["Dimensions"] == .array(dimensions.map { .array($0) }))
        #expect(line["function"] == .string("f"))
        #expect(line["route"] == .string("/api/customers/{id}"))
        #expect(
            metric["Metrics"]
                == .array([
                    .object(["Name": .string("Requests"), "Unit": .string("Count")]),
                    .object(["Name": .string("ServerErrors"), "Unit": .string("Count")]),
                    .object(["Name": .string("Duration"), "Unit": .string("Microseconds")]),
                ]))
        #expect(line["Requests"] == .number(1))
        #expect(line["ServerErrors"] == .number(0))
        guard case .number(let duration)? = line["Duration"], case .number(let microseconds)? = line["duration_us"]
        else {
            Issue.record("no duration in \(line)")
            return
        }
        #expect(duration == microseconds)
    }

    @Test("Hostile texts stay inside of their line", arguments: HostileText.corpus)
    func hostile(text: String) async throws {
        let function = try Function()
        _ = try await function.answer("GET", "/api/\(text)", query: "search=\(text)", trace: text)
        _ = try await function.answer("\(text)", "/api/health")
        let lines = try function.log
        #expect(lines.count == 2)
        #expect(lines.first?["trace_id"] == .string(text))
    }
}

@Suite("The function records who did what")
struct AuditLinesTests {
    @Test("A line for everything that is read or changed, in Lambda's JSON format, without a value")
    func lines() async throws {
        let function = try Function(CallerTests.jwt)
        let claims = #"{"iss": "https://issuer.example", "aud": "desk", "sub": "kim"}"#
        let authorizer = #"{"jwt": {"claims": \#(claims), "scopes": null}}"#
        let body = #"{"name": "Secretname", "email": "secretname@x.org"}"#
        let made = try await function.answer("POST", "/api/customers", body: body, authorizer: authorizer)
        _ = try await function.answer("GET", "/api/customers", query: "search=Secretname", authorizer: authorizer)
        _ = try await function.answer("GET", "/api/customers")
        _ = try await function.answer("GET", "/api/health")
        let audit = try function.audit
        #expect(audit.count == 3)
        for line in audit {
            #expect(line["level"] == .string("INFO") && line["message"] == .string("audit"))
            #expect(line["timestamp"] == line["time"] && line["request_id"] == .string("r1"))
        }
        let kim = AnyJSON.string("https://issuer.example#kim")
        #expect(audit.map { $0["principal"] } == [kim, kim, nil])
        #expect(audit[0]["fields"] == .array([.string("name"), .string("email")]))
        #expect(try audit[0]["customer_id"] == made["customer_id"])
        #expect(audit[1]["term"] != nil && audit[1]["count"] == .number(1))
        #expect(audit[2]["problem"] == .string("unauthenticated"))
        #expect(!"\(audit)".lowercased().contains("secretname"))
    }

    @Test("Hostile texts stay inside of their line, and who bears one is nobody", arguments: HostileText.corpus)
    func hostile(text: String) async throws {
        let function = try Function(CallerTests.jwt)
        let claims: [String: AnyJSON] = [
            "iss": .string("https://issuer.example"), "aud": .string("desk"), "sub": .string("kim" + text),
        ]
        let authorizer = AnyJSON.object(["jwt": .object(["claims": .object(claims)])])
        let encoded = String(decoding: try JSONEncoder().encode(authorizer), as: UTF8.self)
        _ = try await function.answer("GET", "/api/\(text)", query: "search=\(text)", authorizer: encoded)
        #expect(try function.audit.count == 1)
        #expect(try function.audit.first?["problem"] == .string("unauthenticated"))
        #expect(try function.audit.first?["principal"] == nil)
    }
}
