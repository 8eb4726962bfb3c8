import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import Randomness
import TestSupport
import Testing
import Wire

@Suite("Requests made up at random")
struct RandomRequestTests {
    /// Requests of the kinds that clients send and of kinds that none does, by everybody who may send one.
    private struct Maker {
        var random: SplitMix
        /// Whom there is, and who is gone.
        let ids: [String]
        /// Cursors that are good somewhere.
        let cursors: [String]

        private static let methods: [HTTPRequest.Method] = [
            .get, .head, .post, .put, .patch, .delete, .options, .trace,
        ]
        private static let emails = ["a@x.org", "b@x.org", "c@x.org", "new@x.org", "A@X.ORG", "no email", ""]
        private static let uuids = (0..<6).map { CustomerID(derivedFrom: "\($0)", in: .importedEmail).text }

        mutating func request() -> Request {
            var fields = HTTPFields()
            fields[.contentType] = "application/json"
            if random.once(in: 5) {
                fields[.contentType] = random.pick(["application/merge-patch+json", "text/plain", "", ";"])
            }
            if random.once(in: 3) {
                fields[.ifMatch] = random.pick(["\"1\"", "*", "\"7\"", "W/\"1\"", "\"1\", \"2\"", "x"])
            }
            if random.once(in: 5) { fields[.ifNoneMatch] = random.pick(["*", "\"1\"", "W/\"1\"", "\""]) }
            if random.once(in: 2) { fields[.idempotencyKey] = random.pick(Self.uuids + ["x", ""]) }
            if random.once(in: 8) {
                fields[.accept] = random.pick(["application/json", "*/*;q=0", "text/html", ";"])
            }
            let path = path()
            // Mostly one that the resource takes, or little would be seen but 404 and 405.
            let methods = Route(path: path).flatMap { random.once(in: 8) ? nil : $0.methods } ?? Self.methods
            return Request(random.pick(methods), path + query(), fields: fields, body: Array(body().utf8))
        }

        private mutating func path() -> String {
            if random.once(in: 10) {
                return random.pick([
                    "/api/customers/x", "/api/customers/%00", "/api/customers/..", "/api/customers/" + hostile(),
                    "/api", "//",
                    "/api/customers/", "/api/openapi.json", hostile(),
                ])
            }
            let one = "/api/customers/" + random.pick(ids + [Self.uuids[0]])
            if random.once(in: 4) { return part(of: one) }
            return random.pick([
                "/api/customers", "/api/customers", one, one, one, "/api/changes", "/api/health", "/api/whoami",
                "/api/audit", "/api/similar", "/api/similar?term=ande",
            ])
        }

        private mutating func part(of one: String) -> String {
            let other = random.pick(ids)
            return random.pick([
                "/api/trash", "/api/erasures", one + "/timeline", one + "/timeline", one + "/notes", one + "/notes",
                one + "/notes/\(random.below(5))", one + "/versions/\(random.below(4))", one + "/restore",
                one + (random.once(in: 4) ? "/erase" : "/timeline"),
                one + "/at/" + random.pick(["2024-03-01T12:00:00Z", "2024-03-01", "9999-12-31T23:59:59%2B23:59", "%"]),
                one + "/duplicates", one + "/duplicates/\(other)/dismiss", one + "/duplicates/\(hostile())/dismiss",
                one + "/versions/9223372036854775808", one + "/notes/+1", one + "/timeline/",
            ])
        }

        private mutating func query() -> String {
            let values: [String: [String]] = [
                "limit": ["1", "2", "1000", "0", "1001", "-1", "x", "99999999999999999999"],
                "cursor": cursors + ["latest", "AAAA", hostile()], "sort": ["name", "-name", "id"],
                "search": ["anna", "x.org", "0100", "", "a b c d e f", hostile()], "email": Self.emails + [hostile()],
                hostile(): [hostile()],
            ]
            let names = values.keys.sorted()
            let pairs = (0..<random.below(4)).map { _ in
                let name = random.pick(names)
                return "\(PercentEncoding.encoded(name))=\(PercentEncoding.encoded(random.pick(values[name] ?? [""])))"
            }
            return pairs.isEmpty ? "" : "?" + pairs.joined(separator: random.once(in: 20) ? "&%zz&" : "&")
        }

        private mutating func body() -> String {
            let values =
                ["\"Anna\"", "\"555 0100\"", "null", "1", "[]", "\"\"", "\"\(String(repeating: "x", count: 9_000))\""]
                + Self.emails.map { "\"\($0)\"" }
            let good = #"{"name":"Anna","email":"\#(random.pick(Self.emails + ["\(random.below(90))@x.org"]))"}"#
            let names = ["name", "email", "phone", "address", "registration_date", "version", "x"]
            let members = (0..<random.below(5)).map { _ in "\"\(random.pick(names))\":\(random.pick(values))" }
            if random.once(in: 3) { return good }
            if random.once(in: 30) { return String(repeating: "[", count: 40_000) }
            if random.once(in: 30) { return String(repeating: " ", count: Call.maximumBodyBytes + 1) }
            return random.pick([
                good, #"{"text":"Hello"}"#, #"{"phone":null}"#, #"{"phone":"555 0100"}"#,
                "{\(members.joined(separator: ","))}", "", "[]",
                hostile(),
                String(good.dropLast(random.below(good.count))),
            ])
        }

        private mutating func hostile() -> String { random.pick(HostileText.corpus) }

        mutating func context() -> RequestContext {
            let role = Role.allCases.randomElement(using: &random) ?? .reader
            return random.pick([
                .of(role), .of(role), .of(role), .of(.admin), RequestContext(requestID: "r1"),
                RequestContext(requestID: "r1", caller: .unauthenticated(reason: "Who?")),
            ])
        }
    }

    /// A store with twenty customers, one of whom is gone, and requests about them.
    private func start() async throws -> (API, Maker) {
        let api = try API()
        var ids: [String] = []
        for name in "abcdefghijklmnopqrst" {
            ids.append(try await api.create("Anna \(name)", "\(name)@x.org").id.text)
        }
        #expect(await api.send(.delete, "/api/customers/\(ids[2])").status == .noContent)
        var cursors: [String] = []
        for target in ["customers?limit=1", "customers?limit=1&sort=-name", "customers?limit=1&search=anna"] {
            cursors.append(try #require(await api.send(.get, "/api/\(target)").nextCursor))
        }
        cursors.append(try #require(await api.send(.get, "/api/changes?limit=1").changePage?.cursor))
        return (api, Maker(random: SplitMix(seed: 2_024), ids: ids, cursors: cursors))
    }

    @Test("3,000 of them are each answered by the contract, and none is a failure of the server's")
    func requests() async throws {
        var (api, maker) = try await start()
        var statuses: [Int: Int] = [:]
        for number in 0..<3_000 {
            let (request, context) = (maker.request(), maker.context())
            let response = await api.api.respond(to: request, context: context)
            statuses[response.status.code, default: 0] += 1
            let what = "\(number): \(request.method) \(request.path)?\(request.query): \(response.status)"
            #expect(response.status.code < 500, "\(what)")
            #expect(response.fields[.cacheControl] == "no-store" && response.fields[.requestID] == "r1", "\(what)")
            if request.method == .head { #expect(response.body.isEmpty, "\(what)") }
            if response.status.kind == .clientError, request.method != .head {
                #expect(response.problem?.kind.status == response.status, "\(what)")
            }
            if case .unauthenticated = context.caller, Route(path: request.path)?.requiresAuthentication ?? true,
                request.method != .options || Route(path: request.path) == nil
            {
                #expect(response.status == .unauthorized, "\(what)")
            }
        }
        for status in [200, 201, 204, 304, 400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422] {
            #expect(statuses[status] != nil, "none is answered with \(status): \(statuses)")
        }
        let listed = await api.send(.get, "/api/customers")
        #expect(listed.status == .ok && listed.names != nil, "the store is whole")
    }
}
