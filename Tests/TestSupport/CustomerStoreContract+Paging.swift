import CustomerAPI
import Domain
import Testing
import Wire

extension CustomerStoreContract {
    static let paging = [
        CustomerStoreContract("An empty store has one empty page") { subject in
            for sort in subject.store.orders {
                let page = try await subject.store.page(.directory(sort), after: nil, limit: 10)
                #expect(page == StorePage(elements: [], next: nil))
            }
        },
        CustomerStoreContract("Everybody is listed by name fold and then by id, both ways, on pages of any size") {
            subject in
            let names = ["Émile", "emil", "Zoë", "Ann", "ann", "ANN", "Ann", "Øre", "李", "Ann B", "Ann-B"]
            for name in names { try await subject.add(name) }
            let ordered = try await subject.all(.directory(.name), limit: 100)
            #expect(ordered.count == names.count)
            for (one, next) in zip(ordered, ordered.dropFirst()) {
                let (left, right) = (Array(one.details.nameFold.utf8), Array(next.details.nameFold.utf8))
                #expect(left.lexicographicallyPrecedes(right) || left == right && one.id < next.id)
            }
            for limit in 1...names.count + 1 {
                #expect(try await subject.all(.directory(.name), limit: limit) == ordered)
                #expect(try await subject.all(.directory(.nameDescending), limit: limit) == ordered.reversed())
            }
        },
        CustomerStoreContract("A full last page has no next") { subject in
            for name in ["Ann", "Bea"] { try await subject.add(name) }
            for sort in subject.store.orders {
                #expect(try await subject.store.page(.directory(sort), after: nil, limit: 2).next == nil)
            }
        },
        CustomerStoreContract(
            "A customer who comes or goes between two pages makes nobody else appear twice or not at all"
        ) {
            subject in
            for sort in ListQuery.Sort.names {
                let stayers = try await subject.addMany(["Ann", "Ann", "Bea", "Cid", "Cid", "Dan", "Eve"])
                let leavers = try await subject.addMany(["Ann", "Bea", "Cid", "Dan"])
                var seen: [CustomerID] = []
                var position: StorePosition?
                var rest = leavers
                repeat {
                    let page = try await subject.store.page(.directory(sort), after: position, limit: 2)
                    seen += page.elements.map(\.id)
                    position = page.next
                    for name in ["Aaa", "Bea", "Zoe"] { try await subject.add(name) }
                    if let leaver = rest.popLast() { _ = try await subject.write(leaver, .delete) }
                } while position != nil && seen.count < 100
                #expect(Set(seen).count == seen.count)
                #expect(Set(stayers).isSubset(of: seen))
            }
        },
    ]

    static let changes = [
        CustomerStoreContract("The change feed lists each record once, in its latest state, in order of changes") {
            subject in
            let ann = try await subject.add("Ann")
            let bea = try await subject.add("Bea")
            let cid = try await subject.add("Cid")
            // Some stores know the order by the clock alone.
            let noon = StoreUnderTest.noon
            _ = try await subject.write(
                ann.id, .patch(try CustomerPatch([.name: "Anna"])), at: noon.advanced(bySeconds: 1))
            _ = try await subject.write(bea.id, .delete, at: noon.advanced(bySeconds: 2))
            let latest = try #require(try await subject.living(ann.id))
            let page = try await subject.store.changes(after: nil, limit: 10)
            #expect(page.elements.map(\.id) == [cid.id, ann.id, bea.id])
            #expect(page.elements.prefix(2) == [.changed(cid), .changed(latest)])
            guard case .deleted(let tombstone)? = page.elements.last else {
                throw ContractBreach("The last change is no tombstone")
            }
            #expect(tombstone.version == 2)
            #expect(!page.more)
        },
        CustomerStoreContract("A reader who goes on from page to page misses no change made meanwhile") { subject in
            let ids = try await subject.addMany((0..<20).map { "Customer \($0)" })
            var known: [CustomerID: String?] = [:]
            var position: StorePosition?
            for round in 0..<40 {
                let page = try await subject.store.changes(after: position, limit: 3)
                for change in page.elements { known[change.id] = .some(change.name) }
                position = page.position
                if round < 8 {
                    let now = StoreUnderTest.noon.advanced(bySeconds: Int64(round) + 1)
                    _ = try await subject.write(
                        ids[round], .patch(try CustomerPatch([.name: "Changed \(round)"])), at: now)
                    _ = try await subject.write(ids[19 - round], .delete, at: now)
                    try await subject.add("New \(round)", at: now)
                } else if !page.more {
                    break
                }
            }
            let living = try await subject.all(.directory(.name), limit: 100)
            #expect(known.compactMapValues { $0 } == Dictionary(uniqueKeysWithValues: living.map { ($0.id, $0.name) }))
            #expect(known.count == 28)
        },
        CustomerStoreContract("A poll without news has the next position and no more") { subject in
            let empty = try await subject.store.changes(after: nil, limit: 5)
            #expect(empty.elements.isEmpty && !empty.more)
            let ann = try await subject.add("Ann")
            let first = try await subject.store.changes(after: empty.position, limit: 5)
            #expect(first.elements == [.changed(ann)])
            _ = try await subject.write(ann.id, .delete)
            let second = try await subject.store.changes(after: first.position, limit: 5)
            #expect(second.elements.contains { $0.id == ann.id && $0.name == nil })
        },
        CustomerStoreContract(
            "The newest position leads to all that is changed from then on, and to nothing that was long before"
        ) {
            subject in
            let (old, now) = (try await subject.add("Old"), Timestamp.now())
            let newest = try await subject.store.latestChange()
            let none = try await subject.store.changes(after: newest, limit: 5)
            #expect(none.elements.isEmpty && !none.more)
            let ann = try await subject.add("Ann", at: now)
            _ = try await subject.write(old.id, .delete, at: now.advanced(bySeconds: 1))
            let page = try await subject.store.changes(after: newest, limit: 5)
            #expect(page.elements.map(\.id) == [ann.id, old.id])
        },
        CustomerStoreContract("A refused or repeated write is not a change") { subject in
            let key = StoreUnderTest.key()
            let ann = try await subject.add("Ann", key: key)
            let before = try await subject.store.changes(after: nil, limit: 5)
            _ = try await subject.write(ann.id, .create(NewCustomer(ann.details)), key: key)
            _ = try await subject.write(ann.id, .delete, if: .matches(.versions([5])))
            #expect(try await subject.store.changes(after: nil, limit: 5) == before)
        },
    ]

    static let positions = [
        CustomerStoreContract("Bytes that are not a position are refused, whatever they are") { subject in
            let listings: [StoreListing] = [
                .directory(.name), .directory(.nameDescending), .search(try StoreUnderTest.term("ann")),
                .search(try StoreUnderTest.term("345")),
            ]
            for name in ["Ann", "Anna", "Annika"] { try await subject.add(name, phone: "12345") }
            for listing in listings {
                let position = try #require(try await subject.store.page(listing, after: nil, limit: 1).next)
                for hostile in position.corrupted {
                    try await subject.expectAnswer { try await subject.store.page(listing, after: hostile, limit: 2) }
                }
            }
            let position = try await subject.store.changes(after: nil, limit: 1).position
            for hostile in position.corrupted {
                try await subject.expectAnswer { try await subject.store.changes(after: hostile, limit: 2) }
            }
        },
        CustomerStoreContract("A position in one listing is not valid in another kind of listing") { subject in
            for name in ["Ann", "Anna"] { try await subject.add(name) }
            let search = StoreListing.search(try StoreUnderTest.term("ann"))
            let inSearch = try #require(try await subject.store.page(search, after: nil, limit: 1).next)
            let inDirectory = try #require(try await subject.store.page(.directory(.name), after: nil, limit: 1).next)
            let inChanges = try await subject.store.changes(after: nil, limit: 1).position
            await #expect(throws: StoreFailure.badPosition) {
                try await subject.store.page(.directory(.name), after: inSearch, limit: 1)
            }
            await #expect(throws: StoreFailure.badPosition) {
                try await subject.store.page(search, after: inDirectory, limit: 1)
            }
            await #expect(throws: StoreFailure.badPosition) {
                try await subject.store.page(.search(try StoreUnderTest.term("zoe")), after: inSearch, limit: 1)
            }
            await #expect(throws: StoreFailure.badPosition) {
                try await subject.store.page(search, after: inChanges, limit: 1)
            }
            await #expect(throws: StoreFailure.badPosition) {
                try await subject.store.changes(after: inSearch, limit: 1)
            }
        },
    ]
}

extension StoreUnderTest {
    func addMany(_ names: [String]) async throws -> [CustomerID] {
        var ids: [CustomerID] = []
        for name in names { ids.append(try await add(name).id) }
        return ids
    }

    /// A page, or a failure that names the position; never a crash nor another failure.
    fileprivate func expectAnswer(_ read: () async throws -> some Any) async throws {
        do {
            _ = try await read()
        } catch StoreFailure.badPosition, StoreFailure.positionExpired {
        } catch {
            Issue.record("A hostile position was answered with \(error)")
        }
    }
}

extension StorePosition {
    /// Cut anywhere, with each byte changed, prolonged, and nonsense.
    fileprivate var corrupted: [StorePosition] {
        let cuts = bytes.indices.map { Array(bytes[..<$0]) }
        let flips = bytes.indices.flatMap { index in
            [0x00, 0x7F, 0xC0, 0xFF].map { (byte: UInt8) in
                var changed = bytes
                changed[index] = byte
                return changed
            }
        }
        let nonsense: [[UInt8]] = [bytes + [0], bytes + [0xFF], Array(repeating: 0xFF, count: 10_000)]
        return (cuts + flips + nonsense).map { StorePosition($0) }
    }
}

extension Change {
    fileprivate var id: CustomerID {
        switch self {
        case .changed(let customer): customer.id
        case .deleted(let tombstone): tombstone.id
        }
    }

    fileprivate var name: String? {
        if case .changed(let customer) = self { customer.name } else { nil }
    }
}
