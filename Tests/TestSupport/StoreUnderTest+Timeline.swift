import CustomerAPI
import Domain
import Testing
import Wire

extension StoreUnderTest {
    /// Who is deleted can be restored so long.
    static let trashDays = 30

    static func later(_ seconds: Int64) -> Timestamp { noon.advanced(bySeconds: seconds) }

    func rename(_ id: CustomerID, _ name: String, at now: Timestamp = noon) async throws {
        guard case .changed = try await write(id, .patch(try CustomerPatch([.name: name])), author: "kim", at: now)
        else { throw ContractBreach("\(name) could not be set") }
    }

    /// Moves somebody to the trash.
    func discard(_ id: CustomerID, author: String? = nil, at now: Timestamp = noon) async throws {
        let outcome = try await write(id, .delete, author: author, at: now, trashDays: Self.trashDays)
        guard outcome == .deleted(replayOf: nil) else { throw ContractBreach("Nobody was deleted: \(outcome)") }
    }

    /// Puts in what an earlier version has written, which knew no timelines.
    func putEarlier(_ customer: Customer) async throws {
        guard let store = store as? any StoreTransfer else { throw ContractBreach("Nothing can be put in") }
        let progress = TransferProgress(source: .random(), position: nil, records: 1)
        try await store.put([TransferredRecord(.living(customer, WriteHistory()))], then: progress)
        try await store.endTransfer()
    }

    /// The whole timeline, newest entry first, read in small pages.
    func timeline(_ id: CustomerID, limit: Int = 3) async throws -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        while true {
            let page = try await store.timeline(of: id, below: entries.last?.number, limit: limit)
            guard page.count <= limit else { throw ContractBreach("A page has more than \(limit)") }
            entries += page
            guard page.count == limit else { return entries }
        }
    }

    /// As the timeline tells it; `nil` for what was not recorded.
    func past(_ id: CustomerID, _ target: Rewind.Target) async throws -> Customer? {
        guard let customer = try await living(id) else { return nil }
        var rewind = Rewind(from: customer, to: target)
        for entry in try await timeline(id) {
            switch rewind.step(behind: entry) {
            case .found(let customer): return customer
            case .further: continue
            case .notRecorded: return nil
            }
        }
        return nil
    }

    /// Expects that no number is missing and none is there twice.
    func expectNoGap(_ id: CustomerID, count: Int) async throws {
        #expect(try await timeline(id, limit: 7).map(\.number) == Array((1...count).reversed()))
    }

    /// All of the trash, read in small pages.
    func trash() async throws -> [TrashedCustomer] {
        var (customers, position): ([TrashedCustomer], StorePosition?) = ([], nil)
        repeat {
            let page = try await store.trash(after: position, limit: 2)
            guard page.elements.count <= 2 else { throw ContractBreach("A page has more than 2") }
            customers += page.elements
            position = page.next
        } while position != nil
        return customers
    }

    /// Who was erased behind a position, read in small pages, and the position behind them.
    func erasures(after start: StorePosition? = nil) async throws -> ([Erasure], StorePosition?) {
        var (erasures, position, more): ([Erasure], StorePosition?, Bool) = ([], start, true)
        while more {
            let page = try await store.erasures(after: position, limit: 2)
            guard page.elements.count <= 2 else { throw ContractBreach("A page has more than 2") }
            erasures += page.elements
            (position, more) = (page.position, page.more)
        }
        return (erasures, position)
    }
}
