import APIClient
import Domain
import Wire

/// The API as the commands use it: connected as the settings say.
struct Desk: Sendable {
    let api: APIClient

    /// - Throws: ``ExitStatus/notFound`` when nobody has that id or email.
    func find(_ reference: CustomerReference) async throws -> Customer {
        switch reference {
        case .id(let id):
            return try await api.customer(id)
        case .email(let email):
            guard let customer = try await api.customer(email: email) else {
                throw CommandFailure(.notFound, "No customer has the email \(email).")
            }
            return customer
        }
    }

    /// The pages of a listing, until `limit` customers have come.
    func pages(_ query: ListQuery, limit: Int? = nil) -> Pages {
        Pages(api: api, query: query, limit: limit ?? .max)
    }
}

/// The pages of a listing, each asked for when the one before has been used: memory holds one at a time.
struct Pages: AsyncSequence, Sendable {
    let api: APIClient
    let query: ListQuery
    let limit: Int

    struct Iterator: AsyncIteratorProtocol {
        let api: APIClient
        var next: ListQuery?
        var left: Int

        mutating func next() async throws(APIFailure) -> [Customer]? {
            guard left > 0, var query = next else { return nil }
            query.limit = Swift.min(query.limit, left)
            let page = try await api.page(query)
            next = page.next
            let customers = page.customers.prefix(left)
            left -= customers.count
            return Array(customers)
        }
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(api: api, next: query, left: limit)
    }
}
