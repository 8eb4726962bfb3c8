import Cache
import Domain
import Journal
import SampleData
import TestSupport
import Testing
import Wire
import Workspace

@Suite("A listing of what is kept here")
struct CachedListingTests {
    @Test("Has everybody once while the copy is being changed, even those who move from ahead of the reader to behind")
    func renamedMeanwhile() async throws {
        let cache = try CustomerCache(at: .memory, origin: "https://a.example")
        let people = try (0..<1_200).map { number in try Self.customer(number, "Person \(1_000 + number)") }
        _ = try await cache.apply(people.map(Change.changed), after: nil, cursor: "a", isComplete: true)
        var listing = CachedListing(cache, ListQuery(), limit: .max, on: EditQueue())
        var listed = try listing.next() ?? []
        #expect(listed.count == 500)
        let moved = [try Self.customer(1_199, "Aaa", version: 2), try Self.customer(0, "Zzz", version: 2)]
        _ = try await cache.apply(moved.map(Change.changed), after: "a", cursor: "b", isComplete: true)
        while let page = try listing.next() { listed += page }
        #expect(listed.count == 1_200)
        #expect(Set(listed.map(\.id)).count == 1_200)
        #expect(listed.last?.name == "Aaa")
    }

    private static func customer(_ number: Int, _ name: String, version: Int = 1) throws -> Customer {
        let now = Timestamp.now()
        return Customer(
            id: CustomerID(derivedFrom: "\(number)", in: .importedEmail),
            details: try CustomerDetails(name: name, email: "p\(number)@example.com"), registrationDate: now,
            createdAt: now, updatedAt: now, version: version, updatedBy: nil)
    }
}
