import Domain
package import HTTP
import HTTPTypes

extension Call {
    /// The longest body that the API takes, in bytes.
    package static let maximumBodyBytes = 64 * 1024

    /// Reads a request as the server does. HEAD reads as GET; OPTIONS is the handler's own affair.
    ///
    /// - Throws: a ``Problem`` that names what is wrong and how to fix it.
    package init(_ routed: RoutedRequest) throws(Problem) {
        let request = routed.request
        guard let route = routed.route else {
            throw Problem(.notFound, "There is no resource at this path.")
        }
        guard route.methods.contains(request.method) else {
            throw Problem(
                .methodNotAllowed, "\(route.template) takes \(route.allowedMethods).", allowed: route.allowedMethods)
        }
        guard request.body.count <= Self.maximumBodyBytes else {
            throw Problem(.contentTooLarge, "A body may have \(Self.maximumBodyBytes) bytes at most.")
        }
        if let accept = request.fields[.accept], !MediaType.acceptsJSON(accept) {
            throw Problem(.notAcceptable, "This API answers in application/json only.")
        }
        try self.init(route, RequestReader(request))
    }

    /// The same for one whose path nobody has read yet.
    package init(_ request: Request) throws(Problem) {
        try self.init(RoutedRequest(request))
    }

    private init(_ route: Route, _ reader: RequestReader) throws(Problem) {
        switch (route, reader.request.method) {
        case (.health, _): self = .read(.health)
        case (.openAPI, _): self = .read(.openAPI)
        case (.whoAmI, _): self = .read(.whoAmI)
        case (.customers, .post):
            let (customer, key) = (try reader.newCustomer(readsRegistrationDate: true), try reader.idempotencyKey())
            self = .write(.create(customer, idempotencyKey: key))
        case (.customers, _): self = .read(try reader.listing())
        case (.similar, _): self = .read(.similar(try reader.term()))
        case (.customer(let id), .put):
            let condition = try reader.condition()
            let customer = try reader.newCustomer(readsRegistrationDate: condition == .mustNotExist)
            let key = try reader.idempotencyKey()
            self = .write(.put(id, customer, condition: condition, idempotencyKey: key))
        case (.customer(let id), .patch):
            let (condition, key) = (try reader.condition(), try reader.idempotencyKey())
            self = .write(.patch(id, try reader.patch(), condition: condition, idempotencyKey: key))
        case (.customer(let id), .delete):
            let (condition, key) = (try reader.condition(), try reader.idempotencyKey())
            self = .write(.delete(id, condition: condition, idempotencyKey: key))
        case (.customer(let id), _):
            self = .read(.get(id, unlessVersion: try reader.unlessVersion()))
        case (.part(let id, let part), _): self = try reader.call(to: part, of: id)
        case (.trash, _): self = .read(.trash(try reader.page()))
        case (.erasures, _): self = .read(.erasures(try reader.page()))
        case (.changes, _):
            let query = try reader.query()
            let (limit, cursor, wait) = (try query.limit(), try query.single("cursor"), try query.wait())
            self = .read(.changes(ChangesQuery(limit: limit, cursor: cursor, waitSeconds: wait)))
        case (.audit, _): self = .report(ReportCall(try reader.reportedUses()))
        }
    }
}

extension RequestReader {
    fileprivate func call(to part: CustomerPart, of id: CustomerID) throws(Problem) -> Call {
        switch part {
        case .timeline: .read(.timeline(id, try timelineQuery(), unlessTag: try unlessTag()))
        case .past(let target): .read(.past(id, target))
        case .duplicates: .read(.duplicates(id))
        case .dismissals: .read(.dismissals(id))
        case .notes: .write(.note(id, try note(), idempotencyKey: try idempotencyKey()))
        case .note(let number): .write(.retract(id, number))
        case .restoration: try command(.restore(id, idempotencyKey: try idempotencyKey()))
        case .erasure: try command(.erase(id))
        case .dismissal(let other):
            if other == id {
                throw Problem(.invalidRequest, "A customer is no duplicate of theirs. Name another one.")
            } else {
                try command(.dismiss(id, other))
            }
        }
    }

    /// A call that has said everything in its path.
    private func command(_ call: WriteCall) throws(Problem) -> Call {
        try checkMediaType()
        return .write(call)
    }
}
