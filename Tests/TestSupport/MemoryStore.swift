package import CustomerAPI
package import Domain
import FoundationEssentials
import Synchronization
package import Wire

/// Customers in memory, and a log of every version that was made.
package final class MemoryStore: CustomerStore {
    let state: Mutex<State>
    private let key = CursorKey.random()

    struct State {
        var records: [CustomerID: StoredRecord] = [:]
        var owners: [String: CustomerID] = [:]
        /// When each record changed last, by number.
        var sequences: [CustomerID: Int64] = [:]
        var lastSequence: Int64 = 0
        var log: [MadeVersion] = []
        /// Of a copy into this store.
        var transfer: TransferProgress?
        let epoch: FeedEpoch
    }

    /// One version of one customer, and the write that made it.
    package struct MadeVersion: Hashable, Sendable {
        package let id: CustomerID
        package let version: Int
        package let key: IdempotencyKey?
        package let author: String?
        /// `nil` for a creation.
        package let before: CustomerDetails?
        /// `nil` for a deletion.
        package let after: CustomerDetails?
    }

    /// - Parameter epoch: names the sequence of changes.
    package init(epoch: FeedEpoch = .random()) {
        state = Mutex(State(epoch: epoch))
    }

    /// Every version that was ever made, oldest first.
    package var log: [MadeVersion] { state.withLock(\.log) }

    package func cursorKey() -> CursorKey { key }

    // MARK: Reading

    package func record(_ id: CustomerID) -> StoredRecord? {
        state.withLock { $0.records[id] }
    }

    package func customer(emailKey: String) -> Customer? {
        state.withLock { state in state.owners[emailKey].flatMap { state.living($0) } }
    }

    package func page(
        _ listing: StoreListing, after position: StorePosition?, limit: Int
    ) throws(StoreFailure) -> StorePage {
        let (kind, found) = state.withLock { ($0.kind(of: listing), $0.customers(of: listing)) }
        var rest = found[...]
        if let position {
            guard position.bytes.starts(with: kind), position.bytes.count >= kind.count + 16 else { throw .badPosition }
            let key = Array(position.bytes.dropFirst(kind.count))
            let descends = listing == .directory(.nameDescending)
            rest = found.drop { customer in
                let other = listing.key(of: customer)
                return descends ? !other.lexicographicallyPrecedes(key) : !key.lexicographicallyPrecedes(other)
            }
        }
        let page = Array(rest.prefix(limit))
        let next = rest.count > limit ? page.last.map { StorePosition(kind + listing.key(of: $0)) } : nil
        return StorePage(customers: page, next: next)
    }

    package func changes(after position: StorePosition?, limit: Int) throws(StoreFailure) -> StoreChanges {
        let state = state.withLock { $0 }
        let kind = [UInt8(ascii: "c")]
        var start: Int64 = 0
        if let position {
            guard position.bytes.starts(with: kind), position.bytes.count == 25 else { throw .badPosition }
            start = position.bytes.suffix(8).reduce(0) { $0 << 8 | Int64($1) }
            guard Array(position.bytes[1..<17]) == Array(state.epoch.bytes), start <= state.lastSequence, start >= 0
            else {
                throw .positionExpired
            }
        }
        let found = state.sequences.filter { $0.value > start }.sorted { $0.value < $1.value }
        let page = found.prefix(limit)
        let end = page.last?.value ?? start
        return StoreChanges(
            changes: page.compactMap { state.change(of: $0.key) },
            position: StorePosition(kind + state.epoch.bytes + end.bigEndianBytes), more: found.count > page.count)
    }

    package func latestChange() -> StorePosition {
        let state = state.withLock { $0 }
        return StorePosition([UInt8(ascii: "c")] + state.epoch.bytes + state.lastSequence.bigEndianBytes)
    }

    // MARK: Writing

    package func perform(_ write: CustomerWrite) -> WriteOutcome {
        state.withLock { state in
            switch write.decide(on: state.records[write.id]) {
            case .refuse(let outcome): return outcome
            case .store(let customer, let history, let outcome):
                let key = customer.details.emailKey
                if let owner = state.owners[key], owner != write.id { return .rejected(.emailTaken(owner: owner)) }
                state.keep(.living(customer, history), write, customer.version)
                state.owners[key] = write.id
                return outcome
            case .writeTombstone(let tombstone, let history, let outcome):
                state.keep(.deleted(tombstone, history), write, tombstone.version)
                return outcome
            }
        }
    }
}

extension MemoryStore.State {
    func living(_ id: CustomerID) -> Customer? {
        if case .living(let customer, _)? = records[id] { customer } else { nil }
    }

    mutating func keep(_ record: StoredRecord, _ write: CustomerWrite, _ version: Int) {
        let before = living(write.id)?.details
        if let before { owners[before.emailKey] = nil }
        records[write.id] = record
        lastSequence += 1
        sequences[write.id] = lastSequence
        log.append(
            MemoryStore.MadeVersion(
                id: write.id, version: version, key: write.idempotency?.key, author: write.author, before: before,
                after: living(write.id)?.details))
    }

    func change(of id: CustomerID) -> Change? {
        switch records[id] {
        case .living(let customer, _)?: .changed(customer)
        case .deleted(let tombstone, _)?: .deleted(tombstone)
        case nil: nil
        }
    }

    func customers(of listing: StoreListing) -> [Customer] {
        let everybody = records.keys.compactMap(living)
        let found =
            switch listing {
            case .directory: everybody
            case .search(let term): everybody.filter { term.matches(SearchTokens($0.details)) }
            }
        let keyed = found.map { (key: listing.key(of: $0), customer: $0) }
        let sorted = keyed.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.customer)
        return listing == .directory(.nameDescending) ? sorted.reversed() : sorted
    }

    /// What the positions of a listing begin with: a search's are bound to its term.
    func kind(of listing: StoreListing) -> [UInt8] {
        switch listing {
        case .directory(.name): [UInt8(ascii: "n")]
        case .directory(.nameDescending): [UInt8(ascii: "d")]
        case .search(let term): [UInt8(ascii: "s")] + CustomerID(derivedFrom: "\(term)", in: .importedEmail).bytes
        }
    }
}

extension StoreListing {
    /// Decides the order.
    fileprivate func key(of customer: Customer) -> [UInt8] {
        switch self {
        case .directory: Array(customer.details.nameFold.utf8) + [0] + customer.id.bytes
        case .search: Array(customer.id.bytes)
        }
    }
}

extension Int64 {
    fileprivate var bigEndianBytes: [UInt8] { Swift.withUnsafeBytes(of: bigEndian) { Array($0) } }
}
