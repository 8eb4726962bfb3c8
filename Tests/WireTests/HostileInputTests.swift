import Domain
import HTTP
import HTTPTypes
import Randomness
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
    private func bent(_ random: inout SplitMix) -> [UInt8] {
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

    private func text(_ random: inout SplitMix) -> String {
        String(decoding: bent(&random), as: UTF8.self)
    }

    private func fields(_ random: inout SplitMix) -> HTTPFields {
        var fields = HTTPFields()
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            fields.append(HTTPField(name: random.pick(Self.names), value: text(&random)))
        }
        return fields
    }

    @Test("A bent request")
    func requests() {
        var random = SplitMix(seed: 5)
        var calls = 0
        for _ in 0..<20_000 {
            var request = Request(
                random.pick(Self.methods), text(&random), fields: fields(&random), body: bent(&random))
            // Without it no body is looked at.
            if isOurs(&random) { request.fields[.contentType] = "application/json" }
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
        var random = SplitMix(seed: 6)
        for _ in 0..<5_000 {
            let (call, answer) = try random.exchange()
            var response = isOurs(&random) ? answer : Response(.ok)
            response.fields.append(contentsOf: fields(&random))
            response.body = bent(&random)
            do throws(AnswerFailure) {
                switch call {
                case .read(let call): _ = try call.answer(in: response)
                case .write(let call): _ = try call.answer(in: response)
                case .report(let call): _ = try call.answer(in: response)
                }
            } catch .foreign(let status, let detail, _) {
                #expect(status == response.status.code && !detail.isEmpty)
            } catch .problem(let problem) {
                #expect(problem.kind.status == response.status)
            } catch .misdirected(let detail), .unconfirmed(let detail) {
                #expect(!detail.isEmpty)
            }
        }
    }

    private func isOurs(_ random: inout SplitMix) -> Bool {
        random.isHeads()
    }

    @Test("What a body holds besides the fields is not looked at, however much it is")
    func unknownMembers() throws {
        let fields = "\"name\":\"Ann\",\"email\":\"ann@example.com\""
        let filler = [
            "\"a\":[" + String(repeating: "[],", count: 20_000) + "[]]",
            "\"a\":{\"name\":[" + String(repeating: "{},", count: 20_000) + "1e999]}",
            (0..<6_000).map { "\"\($0)\":1" }.joined(separator: ","),
        ]
        for members in filler {
            let body = Array("{\(members),\(fields)}".utf8)
            #expect(body.count <= Call.maximumBodyBytes)
            guard
                case .write(.create(let new, nil)) = try Call(
                    Request(.post, "/api/customers", fields: [.contentType: "application/json"], body: body))
            else {
                Issue.record("the body is no creation")
                continue
            }
            #expect(new.details.name == "Ann")
        }
    }
}
