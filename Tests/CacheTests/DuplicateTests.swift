import Domain
import SearchCases
import Synchronization
import Testing

@testable import Cache

@Suite("Who may be the same, among the customers kept here")
struct DuplicateTests {
    @Test("Every pair of the table is found from either side, and nobody else", arguments: [0, 1_000_000])
    func table(indexDelay: Int) async throws {
        let cache = try CustomerCache(indexDelay: indexDelay)
        try await cache.store(samplePeople(200), seenAt: noon)
        for pair in try DuplicateTable().cases {
            let (one, other) = (somebody(pair.one), somebody(pair.other))
            try await cache.store([one, other], seenAt: noon)
            for (customer, its) in [(one, other), (other, one)] {
                let found = try cache.duplicates(of: DuplicateTraits(customer.details), except: customer.id)
                #expect(found.map(\.customer.id) == (pair.reason == nil ? [] : [its.id]), "\(pair.line)")
            }
            for customer in [one, other] { try await cache.remove(customer.id) }
        }
    }

    @Test("The most telling come first, twenty at most")
    func most() async throws {
        let cache = try CustomerCache()
        let people = (0..<30).map { somebody(acme("Anna Berg", "a\($0)@acme.test")) }
        let phone = somebody(acme("Zoe", "zoe@b.test", phone: "+49 30 1234567"))
        try await cache.store(people + [phone], seenAt: noon)
        let typed = DuplicateTraits(acme("Anna Berg", "anna@acme.test", phone: "030 1234567"))
        let found = try cache.duplicates(of: typed, except: .random())
        #expect(found.count == Duplicate.maximumShown && found.first?.customer.id == phone.id)
    }

    @Test("Of thousands with one name so many rows are read and no more")
    func bounded() async throws {
        let statements = Mutex<[String]>([])
        let cache = try CustomerCache { statement in statements.withLock { $0.append(statement) } }
        let people = (0..<1_000).map { somebody(at("\($0) Main St", "a\($0)@gmail.com")) }
        try await cache.store(people, seenAt: noon)
        statements.withLock { $0 = [] }
        _ = try cache.duplicates(of: DuplicateTraits(at("5 Main St", "x@gmail.com")), except: .random())
        let rows = statements.withLock { $0.count { $0.contains("FROM customer WHERE row") } }
        #expect(rows > 0 && rows <= 2 * CustomerCache.maximumCompared)
    }

    private func acme(_ name: String, _ email: String, phone: String? = nil) -> CustomerDetails {
        CustomerDetails(trustedName: name, email: email, phone: phone, address: nil)
    }

    private func at(_ address: String, _ email: String) -> CustomerDetails {
        CustomerDetails(trustedName: "Anna Berg", email: email, phone: nil, address: address)
    }

    private func somebody(_ details: CustomerDetails) -> Customer {
        Customer(
            id: .random(), details: details, registrationDate: noon, createdAt: noon, updatedAt: noon, version: 1,
            updatedBy: nil)
    }
}
