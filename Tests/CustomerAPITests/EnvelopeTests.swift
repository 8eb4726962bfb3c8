import Crypto
import CustomerAPI
import Domain
import FoundationEssentials
import HTTP
import HTTPTypes
import Testing
import Wire

@testable import enum CustomerAPI.OpenAPIDocument

@Suite("What every answer has")
struct EnvelopeTests {
    @Test(
        "Every answer names its request and is kept by no cache",
        arguments: ["/api/customers", "/nowhere", "/api/health"])
    func commonFields(path: String) async throws {
        let response = try await API().send(.get, path)
        #expect(response.fields[.requestID] == "r1")
        #expect(response.fields[.cacheControl] == "no-store")
        #expect(response.fields[.xContentTypeOptions] == "nosniff")
        #expect(response.fields[.vary] == "Origin")
    }

    @Test(
        "Each refusal is a problem that names the request",
        arguments: [
            (HTTPRequest.Method.get, "/nowhere", [:], "", Problem.Kind.notFound),
            (.put, "/api/customers", [:], "", .methodNotAllowed),
            (.get, "/api/health", [.accept: "text/html"], "", .notAcceptable),
            (.post, "/api/customers", [.contentType: "text/plain"], "{}", .unsupportedMediaType),
            (.post, "/api/customers", [:], String(repeating: " ", count: 65_537), .contentTooLarge),
            (.post, "/api/customers", [:], "{", .invalidRequest),
            (.post, "/api/customers", [:], "{}", .validation),
            (.get, "/api/customers?cursor=x", [:], "", .badCursor),
        ] as [(HTTPRequest.Method, String, HTTPFields, String, Problem.Kind)])
    func refusals(
        method: HTTPRequest.Method, path: String, fields: HTTPFields, body: String, kind: Problem.Kind
    ) async throws {
        let response = try await API().send(method, path, fields, body)
        #expect(response.problem?.kind == kind && response.status == kind.status)
        #expect(response.problem?.instance == "r1")
    }

    @Test("An unknown caller reads health and contract and nothing else")
    func unauthenticated() async throws {
        let api = try API()
        let context = RequestContext(requestID: "r1", caller: .unauthenticated(reason: "Who?"))
        for path in ["/api/customers", "/api/changes", Route.customer(.random()).path, "/nowhere"] {
            let response = await api.send(.get, path, context: context)
            #expect(response.problem?.kind == .unauthenticated && response.problem?.detail == "Who?")
            #expect(response.fields[.wwwAuthenticate] == "Bearer")
        }
        for path in ["/api/health", "/api/openapi.json"] {
            #expect(await api.send(.get, path, context: context).status == .ok)
        }
        #expect(await api.send(.options, "/api/customers", context: context).status == .noContent)
    }

    @Test(
        "A store's failure becomes a problem without a word of the store's",
        arguments: [
            (StoreFailure.writeInProgress, Problem.Kind.writeInProgress, "1"),
            (.throttled(retryAfterSeconds: 3), .throttled, "3"),
            (.unavailable(detail: "secret words", retryAfterSeconds: 5), .unavailable, "5"),
            (.failed(detail: "secret words"), .internal, nil),
            (.badPosition, .badCursor, nil), (.positionExpired, .cursorExpired, nil),
        ] as [(StoreFailure, Problem.Kind, String?)])
    func storeFailures(failure: StoreFailure, kind: Problem.Kind, retryAfter: String?) async throws {
        let log = LogLines()
        let api = CustomerHandler(store: BrokenStore(failure: failure), logger: log.logger)
        for path in ["/api/customers", "/api/customers?email=a", "/api/changes", Route.customer(.random()).path] {
            let response = await api.respond(to: Request(.get, path), context: RequestContext(requestID: "r1"))
            #expect(response.problem?.kind == kind && response.fields[.retryAfter] == retryAfter)
            #expect(!String(decoding: response.body, as: UTF8.self).contains("secret"))
        }
        let hasDetail = String(describing: failure).contains("secret")
        #expect(log.all.allSatisfy { $0.contains("secret words") == hasDetail })
    }

    @Test("An answer that does not come before the deadline is given up")
    func deadline() async throws {
        let api = CustomerHandler(store: HangingStore(), logger: LogLines().logger)
        let context = RequestContext(requestID: "r1", deadline: .now + .milliseconds(20))
        let response = await api.respond(to: Request(.get, "/api/customers"), context: context)
        #expect(response.problem?.kind == .unavailable && response.fields[.retryAfter] == "1")
    }

    @Test("A page of ours may call from a browser, another may not")
    func crossOrigin() async throws {
        let api = try API()
        let ours = await api.send(.get, "/api/customers", [.origin: "http://localhost:3000"])
        #expect(ours.fields[.accessControlAllowOrigin] == "http://localhost:3000")
        let exposed = try #require(ours.fields[.accessControlExposeHeaders])
        for name in ["ETag", "Link", "Location", "Idempotency-Replayed", "Idempotency-Version"] {
            #expect(exposed.split(separator: ", ").contains(Substring(name)))
        }
        let other = await api.send(.get, "/api/customers", [.origin: "http://localhost:3001"])
        #expect(other.fields[.accessControlAllowOrigin] == nil)
        let failure = await api.send(.get, "/nowhere", [.origin: "http://localhost:3000"])
        #expect(failure.fields[.accessControlAllowOrigin] == "http://localhost:3000")
        let open = try API(settings: .init(crossOrigin: CrossOriginPolicy(origins: ["*"])))
        let anyone = await open.send(.get, "/api/customers", [.origin: "https://x.example"])
        #expect(anyone.fields[.accessControlAllowOrigin] == "*")
    }

    @Test("A preflight gets methods and headers, a bare OPTIONS the methods")
    func preflight() async throws {
        let api = try API()
        let asked: HTTPFields = [.origin: "http://localhost:3000", .accessControlRequestMethod: "PUT"]
        let preflight = await api.send(.options, Route.customer(.random()).path, asked)
        #expect(preflight.status == .noContent && preflight.body.isEmpty)
        #expect(preflight.fields[.accessControlAllowMethods] == "GET, HEAD, PUT, PATCH, DELETE, OPTIONS")
        #expect(preflight.fields[.accessControlAllowHeaders]?.contains("Idempotency-Key") == true)
        let bare = await api.send(.options, "/api/customers")
        #expect(bare.fields[.allow] == "GET, HEAD, POST, OPTIONS")
        #expect(bare.fields[.accessControlAllowMethods] == nil)
        #expect(await api.send(.options, "/nowhere").status == .notFound)
    }

    @Test("One line of log for each request, and nothing personal in it")
    func log() async throws {
        let api = try API()
        let customer = try await api.create("Secretname", "secretname@x.org")
        let method = try #require(HTTPRequest.Method("SECRETNAME"))
        _ = await api.send(.get, "/api/customers?search=Secretname&cursor=secretname")
        _ = await api.send(.get, "/secretname/Secretname?secretname")
        _ = await api.send(method, Route.customer(customer.id).path, [.ifMatch: "secretname"])
        _ = await api.send(.post, "/api/customers", [:], #"{"name": "Secretname", "email": "secretname@x.org"}"#)
        #expect(api.log.all.count == 5)
        let text = api.log.all.joined(separator: "\n").lowercased()
        #expect(!text.contains("secretname") && !text.contains(customer.id.text))
        #expect(api.log.all[3].contains("method=other"))
        #expect(api.log.all[3].contains("route=/api/customers/{id} status=405"))
    }

    @Test("A request that takes as long as the operator says gets a warning before its line, with the same words")
    func slowRequests() async throws {
        let api = try API(settings: .init(slowRequest: .zero))
        _ = await api.send(.get, "/api/customers?search=Secretname")
        #expect(api.log.all.count == 2)
        #expect(api.log.all[0].hasPrefix("warning slow request ") && api.log.all[1].hasPrefix("info request "))
        #expect(api.log.all[0].dropFirst("warning slow ".count) == api.log.all[1].dropFirst("info ".count))
        let patient = try API(settings: .init(slowRequest: .seconds(60)))
        _ = await patient.send(.get, "/api/customers")
        #expect(patient.log.all.count == 1)
    }

    @Test("The contract in the program is made from the contract in Assets")
    func contractIsFresh() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let yaml = try Data(contentsOf: root.appending(path: "Assets/contract/openapi.yaml"))
        let digest = SHA256.hash(data: yaml).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(OpenAPIDocument.sourceSHA256 == digest, "run Assets/contract/write-swift")
    }
}
