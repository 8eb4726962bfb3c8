import Domain
import FoundationEssentials
import HTTP
import HTTPTypes
import SQLiteStore
import SearchCases
import Synchronization
import TestSupport
import Testing
import Wire

@testable import CustomerAPI

@Suite("Who may be the same, as the API finds them")
struct DuplicateTests {
    /// The stores on which the API finds them.
    enum Place: String, CaseIterable {
        case memory, sqlite
    }

    /// An API on a store of its own, with people in it.
    private final class Desk {
        let handler: CustomerHandler
        private let directory: URL?

        init(_ place: Place) throws {
            switch place {
            case .memory:
                directory = nil
                handler = CustomerHandler(store: MemoryStore(), logger: LogLines().logger)
            case .sqlite:
                let directory = FileManager.default.temporaryDirectory.appending(
                    path: "duplicates-\(CustomerID.random())")
                try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
                let store = try SQLiteCustomerStore(path: directory.appending(path: "customers.db").path)
                handler = CustomerHandler(store: store, logger: LogLines().logger)
                self.directory = directory
            }
        }

        deinit { directory.map { try? FileManager.default.removeItem(at: $0) } }

        @discardableResult
        func add(_ details: CustomerDetails) async throws -> CustomerID {
            let id = CustomerID.random()
            let write = CustomerWrite(id: id, action: .create(NewCustomer(details)), now: .now())
            guard case .created = try await handler.store.perform(write) else { throw NotAdded() }
            return id
        }

        func add(_ name: String, _ email: String, phone: String? = nil) async throws -> CustomerID {
            try await add(CustomerDetails(name: name, email: email, phone: phone))
        }

        func duplicates(of id: CustomerID) async throws -> [Duplicate] {
            let call = ReadCall.duplicates(id)
            guard case .duplicates(let found) = try call.answer(in: await respond(call.request)) else {
                throw NotAdded()
            }
            return found.duplicates
        }

        func dismissals(of id: CustomerID) async throws -> [CustomerID] {
            let call = ReadCall.dismissals(id)
            guard case .dismissals(let found) = try call.answer(in: await respond(call.request)) else {
                throw NotAdded()
            }
            return found.others
        }

        func respond(_ request: Request) async -> Response {
            await handler.respond(to: request, context: RequestContext(requestID: "r"))
        }

        struct NotAdded: Error {}
    }

    @Test(
        "Every pair of the table is found with its reason, from either side, and nobody else", arguments: Place.allCases
    )
    func table(_ place: Place) async throws {
        let desk = try Desk(place)
        for pair in try DuplicateTable().cases {
            let (one, other) = (try await desk.add(pair.one), try await desk.add(pair.other))
            for (id, its) in [(one, other), (other, one)] {
                let found = try await desk.duplicates(of: id).map { ($0.customer.id, $0.reason) }
                #expect(found.map(\.0) == (pair.reason == nil ? [] : [its]), "\(pair.line)")
                #expect(found.first?.1 == pair.reason, "\(pair.line)")
            }
            for id in [one, other] {
                _ = try await desk.handler.store.perform(CustomerWrite(id: id, action: .delete, now: .now()))
            }
        }
    }

    @Test("The most telling come first, twenty at most, however many there are")
    func most() async throws {
        let desk = try Desk(.sqlite)
        let anna = try await desk.add("Anna Berg", "anna@acme.test", phone: "030 1234567")
        for number in 0..<30 { _ = try await desk.add("Anna Berg", "a\(number)@acme.test") }
        let phone = try await desk.add("Zoe", "zoe@b.test", phone: "+49 30 1234567")
        let found = try await desk.duplicates(of: anna)
        #expect(found.count == Duplicate.maximumShown && found.first?.customer.id == phone)
        #expect(found.dropFirst().allSatisfy { $0.reason == .name })
    }

    @Test("Of many with one word in common only so many are judged, and the rest is not read")
    func bounded() async throws {
        let store = CountingStore()
        let handler = CustomerHandler(store: store, logger: LogLines().logger)
        let id = CustomerID.random()
        func add(_ id: CustomerID, _ number: Int) {
            let details = CustomerDetails(
                trustedName: "Anna Berg", email: "a\(number)@gmail.com", phone: nil, address: "\(number) Main St")
            _ = store.base.perform(CustomerWrite(id: id, action: .create(NewCustomer(details)), now: .now()))
        }
        add(id, 1)
        for number in 2..<1_000 { add(.random(), number) }
        let response = await handler.respond(
            to: ReadCall.duplicates(id).request, context: RequestContext(requestID: "r"))
        #expect(response.status == .ok)
        #expect(store.rows <= 2 * CustomerHandler.maximumCandidates && store.listings.allSatisfy(\.isSearch))
    }

    @Test("Who was said not to be the same is not named again, from neither side, and others still are")
    func dismiss() async throws {
        let desk = try Desk(.memory)
        let anna = try await desk.add("Anna Berg", "anna@a.test", phone: "030 1234567")
        let bao = try await desk.add("Bao Berg", "bao@b.test", phone: "030 1234567")
        let cid = try await desk.add("Cid Berg", "cid@c.test", phone: "030 1234567")
        #expect(await desk.respond(WriteCall.dismiss(anna, bao).request).status == .noContent)
        #expect(try await desk.duplicates(of: anna).map(\.customer.id) == [cid])
        #expect(try await desk.duplicates(of: bao).map(\.customer.id) == [cid])
        #expect(try await desk.duplicates(of: cid).map(\.customer.id) == [anna, bao])
    }

    @Test("Of whom somebody has said it is told for either of them, also in the trash, and nothing of who is erased")
    func dismissals() async throws {
        let desk = try Desk(.memory)
        let anna = try await desk.add("Anna Berg", "anna@a.test")
        let bao = try await desk.add("Bao Berg", "bao@b.test")
        let cid = try await desk.add("Cid Berg", "cid@c.test")
        #expect(try await desk.dismissals(of: anna) == [])
        for pair in [(anna, bao), (cid, anna)] {
            #expect(await desk.respond(WriteCall.dismiss(pair.0, pair.1).request).status == .noContent)
        }
        #expect(try await desk.dismissals(of: anna) == [bao, cid].sorted())
        #expect(try await desk.dismissals(of: bao) == [anna])
        let delete = WriteCall.delete(anna, condition: .none, idempotencyKey: nil)
        #expect(await desk.respond(delete.request).status == .noContent)
        #expect(try await desk.dismissals(of: anna) == [bao, cid].sorted())
        #expect(await desk.respond(WriteCall.erase(anna).request).status == .noContent)
        #expect(await desk.respond(ReadCall.dismissals(anna).request).status == .gone)
        #expect(try await desk.dismissals(of: bao) == [])
        #expect(await desk.respond(ReadCall.dismissals(.random()).request).status == .notFound)
    }

    @Test("Of somebody who is deleted, or was never there, nobody is a duplicate, and the answer says why")
    func gone() async throws {
        let desk = try Desk(.sqlite)
        let anna = try await desk.add("Anna", "anna@a.test", phone: "030 1234567")
        let bao = try await desk.add("Bao", "bao@b.test", phone: "030 1234567")
        _ = try await desk.handler.store.perform(CustomerWrite(id: bao, action: .delete, now: .now()))
        #expect(try await desk.duplicates(of: anna).isEmpty)
        #expect(await desk.respond(ReadCall.duplicates(bao).request).problem?.kind == .deleted)
        #expect(await desk.respond(ReadCall.duplicates(.random()).request).problem?.kind == .notFound)
    }
}

/// Notes what is read of it.
private final class CountingStore: CustomerStore {
    let base = MemoryStore()
    private let pages = Mutex<[(listing: StoreListing, rows: Int)]>([])

    var rows: Int { pages.withLock { $0.reduce(0) { $0 + $1.rows } } }
    var listings: [StoreListing] { pages.withLock { $0.map(\.listing) } }

    func record(_ id: CustomerID) -> StoredRecord? { base.record(id) }
    func customer(emailKey: String) -> Customer? { base.customer(emailKey: emailKey) }
    func page(
        _ listing: StoreListing, after position: StorePosition?, limit: Int
    ) throws(StoreFailure) -> StorePage<Customer> {
        let page = try base.page(listing, after: position, limit: limit)
        pages.withLock { $0.append((listing, page.elements.count)) }
        return page
    }
    func changes(after position: StorePosition?, limit: Int) throws(StoreFailure) -> StoreFeed<Change> {
        try base.changes(after: position, limit: limit)
    }
    func latestChange() -> StorePosition { base.latestChange() }
    func cursorKey() -> CursorKey { base.cursorKey() }
    func perform(_ write: CustomerWrite) -> WriteOutcome { base.perform(write) }
    func timeline(of id: CustomerID, below number: Int?, limit: Int) -> [TimelineEntry] {
        base.timeline(of: id, below: number, limit: limit)
    }
    func trash(after position: StorePosition?, limit: Int) throws(StoreFailure) -> StorePage<TrashedCustomer> {
        try base.trash(after: position, limit: limit)
    }
    func erasures(after position: StorePosition?, limit: Int) throws(StoreFailure) -> StoreFeed<Erasure> {
        try base.erasures(after: position, limit: limit)
    }
    func dismiss(_ pair: CustomerPair) { base.dismiss(pair) }
    func dismissed(among pairs: [CustomerPair]) -> Set<CustomerPair> { base.dismissed(among: pairs) }
    func dismissed(of id: CustomerID) -> Set<CustomerID> { base.dismissed(of: id) }
}

extension StoreListing {
    fileprivate var isSearch: Bool { if case .search = self { true } else { false } }
}
