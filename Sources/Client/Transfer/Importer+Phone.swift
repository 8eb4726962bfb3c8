import APIClient
import Domain
import Wire

/// Looks for somebody whom a line knows by phone and name alone, and who was entered by hand: a number may be many people's,
/// so the API would not refuse to create them again.
extension Importer {
    /// Who has the phone and the name of a record that gives neither an id nor an email.
    enum PhoneMatch {
        /// Nobody has, or the customer whose id follows from them.
        case none
        case one(Customer)
        case several([CustomerID])
    }

    func phoneMatch(for record: ImportRecord) async throws(APIFailure) -> PhoneMatch {
        guard !record.isIDGiven, record.emailKey == nil, let phone = record.creation?.details.phone else {
            return .none
        }
        var found: [Customer] = []
        var query: ListQuery? = ListQuery(search: phone)
        while let page = query {
            let answer = try await api.page(page)
            found += answer.customers.filter { record.isAbout($0.details) }
            query = answer.next
        }
        guard let first = found.first, !found.contains(where: { $0.id == record.id }) else { return .none }
        return found.count == 1 ? .one(first) : .several(found.map(\.id))
    }

    static func severalMessage(_ customers: [CustomerID]) -> String {
        let named = customers.prefix(3).map(\.text).joined(separator: ", ") + (customers.count > 3 ? ", …" : "")
        return "has the phone and name of several customers (\(named)): give the customer_id of the one who is meant"
    }
}
