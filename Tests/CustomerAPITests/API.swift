import CustomerAPI
import Domain
import FoundationEssentials
import HTTP
import HTTPTypes
import Logging
import SQLiteStore
import Testing
import Wire

/// The handler on a store of its own in a temporary file, with a clock that stands still.
final class API {
    static let now = Timestamp(microseconds: 1_709_290_200_000_000)

    let api: CustomerHandler
    let log = LogLines()
    private let directory: URL

    /// - Parameter audit: takes what is recorded.
    init(settings: CustomerHandler.Settings = .init(), audit: (any AuditTrail)? = nil) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "api-\(CustomerID.random())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let store = try SQLiteCustomerStore(path: directory.appending(path: "customers.db").path)
        api = CustomerHandler(store: store, settings: settings, audit: audit, logger: log.logger) { Self.now }
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    /// Sends a request as the server would hand it on.
    func send(
        _ method: HTTPRequest.Method, _ target: String, _ fields: HTTPFields = [:], _ body: String = "",
        context: RequestContext = RequestContext(requestID: "r1")
    ) async -> Response {
        var fields = fields
        let hasBody = [HTTPRequest.Method.post, .put, .patch].contains(method)
        if hasBody, fields[.contentType] == nil { fields[.contentType] = "application/json" }
        return await api.respond(
            to: Request(method, target, fields: fields, body: Array(body.utf8)), context: context)
    }

    /// Makes a customer by POST.
    func create(_ name: String, _ email: String, phone: String? = nil) async throws -> Customer {
        let details = try CustomerDetails(name: name, email: email, phone: phone)
        let call = WriteCall.create(NewCustomer(details), idempotencyKey: nil)
        let response = await api.respond(to: call.request, context: RequestContext(requestID: "r1"))
        guard case .created(let customer, _) = try call.answer(in: response) else { throw NotCreated() }
        return customer
    }

    struct NotCreated: Error {}
}

extension Response {
    /// The body as a customer.
    var customer: Customer? {
        (try? JSONBody.decode(CustomerJSON.self, from: body))?.customer
    }

    /// The body as a page of the change feed.
    var changePage: ChangePageJSON? {
        guard case .changes(let page)? = try? ReadCall.changes(ChangesQuery()).answer(in: self) else { return nil }
        return page
    }

    /// The names in a page.
    var names: [String]? {
        (try? JSONBody.decode([CustomerJSON].self, from: body))?.map(\.customer.name)
    }

    /// The body as a problem, which it is only with the right media type.
    var problem: Problem? {
        guard fields[.contentType] == Problem.mediaType else { return nil }
        return try? JSONBody.decode(Problem.self, from: body)
    }

    /// The cursor of the next page.
    var nextCursor: String? {
        guard case .page(let page) = try? ReadCall.list(ListQuery()).answer(in: self) else { return nil }
        return page.next?.cursor
    }
}
