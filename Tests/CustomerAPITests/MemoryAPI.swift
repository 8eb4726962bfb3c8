import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import TestSupport
import Wire

/// The handler on a store in memory, with a clock that goes on when it is told to, asked by people with names and roles.
struct MemoryAPI {
    let store: MemoryStore
    let clock: ManualClock
    let api: CustomerHandler

    init(
        settings: CustomerHandler.Settings = .init(), audit: (any AuditTrail)? = nil,
        store: MemoryStore = MemoryStore(),
        clock: ManualClock = ManualClock(API.now)
    ) {
        self.store = store
        self.clock = clock
        api = CustomerHandler(
            store: store, settings: settings, audit: audit, logger: LogLines().logger, now: { clock.now })
    }

    /// The same store and clock, with what another operator decides.
    func with(_ settings: CustomerHandler.Settings) -> MemoryAPI {
        MemoryAPI(settings: settings, store: store, clock: clock)
    }

    func send(
        _ method: HTTPRequest.Method, _ target: String, _ fields: HTTPFields = [:], _ body: String = "",
        as role: Role? = .agent, _ name: String = "kim"
    ) async -> Response {
        var fields = fields
        let hasBody = [HTTPRequest.Method.post, .put, .patch].contains(method)
        if hasBody, fields[.contentType] == nil { fields[.contentType] = "application/json" }
        let context = role.map { RequestContext.of($0, name) } ?? RequestContext(requestID: "r1")
        return await api.respond(to: Request(method, target, fields: fields, body: Array(body.utf8)), context: context)
    }

    func get(_ target: String, as role: Role? = .agent) async -> Response { await send(.get, target, as: role) }

    func note(_ id: CustomerID, _ text: String, _ fields: HTTPFields = [:], by name: String = "kim") async -> Response {
        await send(
            .post, id.path("notes"), fields, String(decoding: JSONBody.bytes(["text": text]), as: UTF8.self),
            as: .agent, name)
    }

    /// Makes a customer by POST.
    func create(_ body: String = #"{"name": "Anna", "email": "anna@x.org"}"#) async throws -> Customer {
        guard let customer = await send(.post, "/api/customers", [:], body).customer else { throw NotMade() }
        return customer
    }

    func patch(_ id: CustomerID, _ body: String) async throws -> Customer {
        guard let customer = await send(.patch, id.path(), [:], body).customer else { throw NotMade() }
        return customer
    }

    /// All entries of the timeline, newest first.
    func entries(_ id: CustomerID) async throws -> [TimelineEntry] {
        guard let page = await get(id.path("timeline?limit=200")).timelinePage else { throw NotMade() }
        return page.entries
    }

    struct NotMade: Error {}
}

extension CustomerID {
    /// The customer's path, or that of something of theirs.
    func path(_ part: String = "") -> String { Route.customer(self).path + (part.isEmpty ? "" : "/" + part) }
}

extension Response {
    /// The body as a page of a timeline.
    var timelinePage: TimelinePage? {
        let call = ReadCall.timeline(.random(), TimelineQuery(limit: TimelineQuery.limits.upperBound), unlessTag: nil)
        guard case .timeline(let tagged)? = try? call.answer(in: self) else { return nil }
        return tagged.page
    }

    /// The body as an entry of a timeline.
    var entry: TimelineEntry? { (try? TimelineEntryJSON(parsing: body))?.entry }

    /// The body as a page of the trash.
    var trashPage: TrashPage? {
        guard case .trash(let page)? = try? ReadCall.trash(PageQuery()).answer(in: self) else { return nil }
        return page
    }

    /// The body as a page of the erasures.
    var erasurePage: ErasurePage? {
        guard case .erasures(let page)? = try? ReadCall.erasures(PageQuery()).answer(in: self) else { return nil }
        return page
    }

    var text: String { String(decoding: body, as: UTF8.self) }
}
