import Domain
import HTTP
import HTTPTypes
import Testing
import Wire

@Suite("Whatever comes in, what comes out is a call or a problem")
struct HostileInputTests {
    private static let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace]
    private static let names: [HTTPField.Name] = [
        .accept, .contentType, .ifMatch, .ifNoneMatch, .idempotencyKey, .link, .eTag, .retryAfter,
    ]
    private static let seeds = [
        "/api/customers", "/api/customers/6f1e2d3c-0000-4000-8000-00000000000a", "/api/changes?cursor=AAAA&limit=5",
        "?search=%F0%9F%98%80&sort=-name&email=a@b.c", #"{"name":"Ana","email":"a@b.c","phone":null}"#,
        #"[{"customer_id":"6f1e2d3c-0000-4000-8000-00000000000a","version":1e9}]"#, "W/\"7\", \"8\"", "*",
        "application/json;q=0.5", #"{"type":"urn:customers:problem:deleted","status":410}"#,
    ]

    /// A text that begins as one of ours and is then cut, doubled and bent.
    private func bent(_ random: inout Seeded) -> [UInt8] {
        var bytes = Array(random.pick(Self.seeds).utf8)
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0...3, using: &random) {
            case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + 3))
            case 2: bytes.insert(contentsOf: random.pick(Self.seeds).utf8, at: place)
            default: bytes.insert(contentsOf: random.pick(["%", "\"", "\\u", "{", "[[", "\u{0}", "é"]).utf8, at: place)
            }
        }
        return bytes
    }

    private func text(_ random: inout Seeded) -> String {
        String(decoding: bent(&random), as: UTF8.self)
    }

    private func fields(_ random: inout Seeded) -> HTTPFields {
        var fields = HTTPFields()
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            fields.append(HTTPField(name: random.pick(Self.names), value: text(&random)))
        }
        return fields
    }

    @Test("A bent request")
    func requests() {
        var random = Seeded(5)
        var calls = 0
        for _ in 0..<20_000 {
            let request = Request(
                random.pick(Self.methods), text(&random), fields: fields(&random), body: bent(&random))
            do throws(Problem) {
                _ = try Call(request)
                calls += 1
            } catch {
                #expect(error.response.status.kind == .clientError && !error.detail.isEmpty)
            }
        }
        #expect(calls > 100, "the corpus has to reach past the first check")
    }

    @Test("A bent response")
    func responses() throws {
        var random = Seeded(6)
        for _ in 0..<5_000 {
            let call = try random.call()
            var response = isOurs(&random) ? try random.answer(to: call).response : Response(.ok)
            response.fields.append(contentsOf: fields(&random))
            response.body = bent(&random)
            do throws(AnswerFailure) {
                _ = try Answer(response, to: call)
            } catch .foreign(let status, let detail, _) {
                #expect(status == response.status.code && !detail.isEmpty)
            } catch .problem(let problem) {
                #expect(problem.kind.status == response.status)
            }
        }
    }

    private func isOurs(_ random: inout Seeded) -> Bool {
        random.isHeads()
    }

    @Test("A body as dear to read as 64 KiB can be is read in a moment")
    func dearBodies() throws {
        let dearest = [
            "[" + String(repeating: "[],", count: 21_000) + "[]]",
            "{\"a\":[" + String(repeating: "{},", count: 21_000) + "{}]}",
            "{" + (0..<8_000).map { "\"\($0)\":1" }.joined(separator: ",") + "}",
        ]
        for body in dearest {
            let start = ContinuousClock.now
            _ = try? Call(Request(.post, "/api/customers", body: Array(body.utf8.prefix(Call.maximumBodyBytes))))
            #expect(ContinuousClock.now - start < .seconds(2))
        }
    }
}
