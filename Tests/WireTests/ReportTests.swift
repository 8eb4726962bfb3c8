import Domain
import HTTP
import HTTPTypes
import Randomness
import TestSupport
import Testing
import Wire

@Suite("What a client reports that the server did not see")
struct ReportTests {
    private static let id = CustomerID("6f1e2d3c-0000-4000-8000-00000000000a")

    private static func request(_ body: String) -> Request {
        Request(.post, "/api/audit", fields: [.contentType: "application/json"], body: Array(body.utf8))
    }

    private func detail(_ body: String) throws -> String {
        do throws(Problem) {
            _ = try Call(Self.request(body))
        } catch {
            #expect(error.kind == .invalidRequest)
            return error.detail
        }
        throw Taken()
    }

    private struct Taken: Error {}

    @Test("A report is read as it was written, with as many uses as one may have")
    func roundTrip() throws {
        var random = SplitMix(seed: 7)
        for count in [1, 2, ReportedUse.maximumPerReport] {
            let uses = (0..<count).map { index in
                ReportedUse(
                    random.pick(ReportedUse.Kind.allCases), at: random.moment(),
                    customerID: random.isHeads() ? random.id() : nil, count: random.isHeads() ? index : nil,
                    sshConnection: random.isHeads() ? "192.0.2.7 51234 192.0.2.1 22" : nil)
            }
            let call = ReportCall(uses)
            #expect(call.request.body.count <= Call.maximumBodyBytes)
            #expect(try Call(call.request) == .report(call))
            #expect(try call.answer(in: ReportAnswer.recorded.response) == .recorded)
        }
    }

    @Test(
        "An answer with a body, or another status, is no receipt",
        arguments: [Response(.ok), Response(.noContent, body: [1])])
    func foreignAnswers(response: Response) {
        let call = ReportCall([ReportedUse(.copy, at: Timestamp(microseconds: 0))])
        #expect(throws: AnswerFailure.self) { _ = try call.answer(in: response) }
    }

    @Test(
        "What is wrong is named by its element and member",
        arguments: [
            (
                #"[{"when": "2026-03-01T00:00:00Z"}]"#,
                "Element 1: what must be one of reveal, export, copy, offline-read."
            ),
            (#"[{"what": "look", "when": "2026-03-01T00:00:00Z"}]"#, "Element 1: what must be one of"),
            (#"[{"what": "copy"}]"#, "Element 1: when must be an RFC 3339 date-time"),
            (#"[{"what": "copy", "when": "today"}]"#, "Element 1: when must be"),
            (
                #"[{"what": "copy", "when": "2026-03-01T00:00:00Z", "customer_id": "7"}]"#,
                "Element 1: customer_id must be a UUID."
            ),
            (
                #"[{"what": "copy", "when": "2026-03-01T00:00:00Z", "count": -1}]"#,
                "Element 1: count must be a whole number"
            ),
            (#"[{"what": "copy", "when": "2026-03-01T00:00:00Z", "count": 1000000001}]"#, "Element 1: count must be"),
            (#"[{"what": "copy", "when": "2026-03-01T00:00:00Z", "count": 1.5}]"#, "Element 1: count must be"),
            (#"[{"what": "copy", "when": "2026-03-01T00:00:00Z", "count": "1"}]"#, "Element 1: count must be"),
            (
                #"[{"what": "copy", "when": "2026-03-01T00:00:00Z", "ssh_connection": "a\nb"}]"#,
                "Element 1: ssh_connection must"
            ),
            (
                #"[{"what": "copy", "when": "2026-03-01T00:00:00Z", "ssh_connection": ""}]"#,
                "Element 1: ssh_connection must"
            ),
            (
                #"[{"what": "copy", "when": "2026-03-01T00:00:00Z", "name": "Anna"}]"#,
                #"Element 1: "name" is not a member"#
            ),
            (#"[{"what": "copy", "when": "2026-03-01T00:00:00Z", "what": "copy"}]"#, "Element 1: what stands twice."),
            (
                #"[{"what": "copy", "when": "2026-03-01T00:00:00Z"}, 7]"#,
                "Element 2: must be a JSON object, not a number."
            ),
            ("[]", "A report has 1 to 200 elements"), ("{}", "must be a JSON array"), ("[", "must be a JSON array"),
            ("", "must be a JSON array"),
        ])
    func faults(body: String, message: String) throws {
        #expect(try detail(body).contains(message))
    }

    @Test("A name that nobody knows is told back harmless and short", arguments: HostileText.corpus)
    func hostileNames(text: String) throws {
        let name = #"{"what": "copy", "when": "2026-03-01T00:00:00Z", "\#(text)": 1}"#
        let shown = (try? detail("[\(name)]")) ?? ""
        #expect(shown.utf8.allSatisfy { (0x20...0x7E).contains($0) } && shown.utf8.count < 600)
    }

    @Test("One more use than a report may have is refused, and nothing is sent as another type than JSON")
    func limits() throws {
        let use = #"{"what": "copy", "when": "2026-03-01T00:00:00Z"}"#
        let many = "[" + [String](repeating: use, count: 201).joined(separator: ",") + "]"
        #expect(try detail(many).contains("1 to 200"))
        let request = Request(.post, "/api/audit", fields: [.contentType: "text/plain"], body: Array("[\(use)]".utf8))
        #expect(throws: Problem.self) { _ = try Call(request) }
    }

    @Test("null is the same as leaving a member out, and the route takes POST alone")
    func absent() throws {
        let body =
            #"[{"what": "export", "when": "2026-03-01T00:00:00Z", "customer_id": null, "count": null, "ssh_connection": null}]"#
        guard case .report(let call) = try Call(Self.request(body)) else {
            throw Taken()
        }
        #expect(call.uses == [ReportedUse(.export, at: try #require(Timestamp("2026-03-01T00:00:00Z")))])
        #expect(Route.audit.methods == [.post])
        #expect(throws: Problem.self) { _ = try Call(Request(.get, "/api/audit")) }
    }
}
