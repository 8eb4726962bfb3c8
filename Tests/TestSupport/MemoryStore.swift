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
        /// Oldest entry first.
        var timelines: [CustomerID: [StoredEntry]] = [:]
        var trash: [CustomerID: TrashedCustomer] = [:]
        /// Oldest first.
        var erasures: [Erasure] = []
        var dismissed: Set<CustomerPair> = []
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

    package var findsAddresses: Bool { true }

    package var orders: [ListQuery.Sort] { ListQuery.Sort.allCases }

    package func page(
        _ listing: StoreListing, after position: StorePosition?, limit: Int
    ) throws(StoreFailure) -> StorePage<Customer> {
        let (kind, found) = state.withLock { ($0.kind(of: listing), $0.customers(of: listing)) }
        var rest = found[...]
        if let position {
            guard position.bytes.starts(with: kind), position.bytes.count >= kind.count + 16 else { throw .badPosition }
            let key = Array(position.bytes.dropFirst(kind.count))
            let descends = listing.isDescending
            rest = found.drop { customer in
                let other = listing.key(of: customer)
                return descends ? !other.lexicographicallyPrecedes(key) : !key.lexicographicallyPrecedes(other)
            }
        }
        let page = Array(rest.prefix(limit))
        let next = rest.count > limit ? page.last.map { StorePosition(kind + listing.key(of: $0)) } : nil
        return StorePage(elements: page, next: next)
    }

    package func changes(after position: StorePosition?, limit: Int) throws(StoreFailure) -> StoreFeed<Change> {
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
        return StoreFeed(
            elements: page.compactMap { state.change(of: $0.key) },
            position: StorePosition(kind + state.epoch.bytes + end.bigEndianBytes), more: found.count > page.count)
    }

    package func latestChange() -> StorePosition {
        let state = state.withLock { $0 }
        return StorePosition([UInt8(ascii: "c")] + state.epoch.bytes + state.lastSequence.bigEndianBytes)
    }

    // MARK: Writing

    package func perform(_ write: CustomerWrite) -> WriteOutcome {
        state.withLock { state in
            let (trashed, entry) = state.lookUp(write)
            switch write.decide(
                on: state.records[write.id], trashed: trashed, entry: entry, isKeyOfNote: state.isKeyOfNote(write))
            {
            case .refuse(let outcome): return outcome
            case .carryOut(let change, let outcome):
                if case .living(let customer, _) = change.record, let key = customer.details.emailKey {
                    if let owner = state.owners[key], owner != write.id {
                        return .rejected(.emailTaken(owner: owner))
                    }
                }
                state.carryOut(change, write)
                return outcome
            }
        }
    }

    /// Keeps somebody as one from before there were timelines.
    package func addWithoutTimeline(_ customer: Customer) {
        state.withLock { state in
            state.records[customer.id] = .living(customer, WriteHistory())
            if let key = customer.details.emailKey { state.owners[key] = customer.id }
            state.lastSequence += 1
            state.sequences[customer.id] = state.lastSequence
        }
    }

    // MARK: What was, and who is gone

    package func timeline(of id: CustomerID, below number: Int?, limit: Int) -> [TimelineEntry] {
        let entries = state.withLock { $0.timelines[id] ?? [] }
        return Array(entries.map(\.entry).reversed().filter { $0.number < number ?? .max }.prefix(limit))
    }

    package func trash(after position: StorePosition?, limit: Int) throws(StoreFailure) -> StorePage<TrashedCustomer> {
        let all = state.withLock { Array($0.trash.values) }.sorted { $1.place.lexicographicallyPrecedes($0.place) }
        var rest = all[...]
        if let position {
            guard position.bytes.count == 24 else { throw .badPosition }
            rest = all.drop { !$0.place.lexicographicallyPrecedes(position.bytes) }
        }
        let page = Array(rest.prefix(limit))
        let next = rest.count > limit ? page.last.map { StorePosition($0.place) } : nil
        return StorePage(elements: page, next: next)
    }

    package func erasures(after position: StorePosition?, limit: Int) throws(StoreFailure) -> StoreFeed<Erasure> {
        let (erasures, epoch) = state.withLock { ($0.erasures, $0.epoch) }
        var start = 0
        if let position {
            guard position.bytes.count == 24 else { throw .badPosition }
            start = position.bytes.suffix(8).reduce(0) { $0 << 8 | Int($1) }
            guard Array(position.bytes.prefix(16)) == Array(epoch.bytes), (0...erasures.count).contains(start) else {
                throw .positionExpired
            }
        }
        let page = Array(erasures[start...].prefix(limit))
        let end = start + page.count
        return StoreFeed(
            elements: page, position: StorePosition(Array(epoch.bytes) + Int64(end).bigEndianBytes),
            more: end < erasures.count)
    }

    package var findsManyWordsAtOnce: Bool { true }

    package func dismiss(_ pair: CustomerPair) {
        _ = state.withLock { $0.dismissed.insert(pair) }
    }

    package func dismissed(among pairs: [CustomerPair]) -> Set<CustomerPair> {
        state.withLock { $0.dismissed.intersection(pairs) }
    }

    package func dismissed(of id: CustomerID) -> Set<CustomerID> {
        state.withLock { Set($0.dismissed.compactMap { $0.other(of: id) }) }
    }
}

extension MemoryStore.State {
    fileprivate func lookUp(_ write: CustomerWrite) -> (TrashedCustomer?, StoredEntry?) {
        let entries = timelines[write.id] ?? []
        return switch write.lookup {
        case .nothing: (nil, nil)
        case .trash: (trash[write.id], nil)
        case .entryWithKey(let key): (nil, entries.first { $0.idempotency?.key == key })
        case .entry(let number): (nil, entries.first { $0.entry.number == number })
        }
    }

    fileprivate func isKeyOfNote(_ write: CustomerWrite) -> Bool {
        guard let key = write.changeKey, case .living? = records[write.id] else { return false }
        return (timelines[write.id] ?? []).contains { $0.idempotency?.key == key }
    }

    fileprivate mutating func carryOut(_ change: RecordChange, _ write: CustomerWrite) {
        timelines[write.id, default: []] += change.entries
        switch change.effect {
        case .note: records[write.id] = change.record
        case .retraction(let number):
            records[write.id] = change.record
            timelines[write.id] = timelines[write.id]?.map { stored in
                stored.entry.number == number
                    ? StoredEntry(stored.entry.retracted, idempotency: stored.idempotency) : stored
            }
        case .change: keep(change.record, write)
        case .restoration:
            trash[write.id] = nil
            keep(change.record, write)
        case .deletion(let trashed):
            trash[write.id] = trashed
            keep(change.record, write)
        case .erasure:
            trash[write.id] = nil
            timelines[write.id] = nil
            dismissed = dismissed.filter { $0.first != write.id && $0.second != write.id }
            keep(change.record, write)
            if case .deleted(let tombstone, _) = change.record, let erasedAt = tombstone.erasedAt {
                erasures.append(Erasure(write.id, at: erasedAt))
            }
        }
    }
}

extension TrashedCustomer {
    /// Where it stands in the trash, counted from the first deleted.
    fileprivate var place: [UInt8] { deletedAt.microseconds.bigEndianBytes + customer.id.bytes }
}

extension MemoryStore.State {
    func living(_ id: CustomerID) -> Customer? {
        if case .living(let customer, _)? = records[id] { customer } else { nil }
    }

    mutating func keep(_ record: StoredRecord, _ write: CustomerWrite) {
        let before = living(write.id)?.details
        if let key = before?.emailKey { owners[key] = nil }
        records[write.id] = record
        let version: Int
        switch record {
        case .living(let customer, _):
            version = customer.version
            if let key = customer.details.emailKey { owners[key] = write.id }
        case .deleted(let tombstone, _): version = tombstone.version
        }
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
            case .search(let term): everybody.filter { term.matches(SearchTokens($0)) }
            case .filtered(let filter, _): everybody.filter { filter.matches($0) }
            }
        let keyed = found.map { (key: listing.key(of: $0), customer: $0) }
        let sorted = keyed.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.customer)
        return listing.isDescending ? sorted.reversed() : sorted
    }

    /// What the positions of a listing begin with: a search's are bound to its term.
    func kind(of listing: StoreListing) -> [UInt8] {
        switch listing {
        case .directory(.name): [UInt8(ascii: "n")]
        case .directory(.nameDescending): [UInt8(ascii: "d")]
        case .directory(let sort): Array(sort.rawValue.utf8)
        case .filtered(let filter, let sort):
            [UInt8(ascii: "f")] + CustomerID(derivedFrom: filter.text + sort.rawValue, in: .importedEmail).bytes
        case .search(let term): [UInt8(ascii: "s")] + CustomerID(derivedFrom: "\(term)", in: .importedEmail).bytes
        }
    }
}

extension StoreListing {
    /// Decides the order.
    fileprivate func key(of customer: Customer) -> [UInt8] {
        switch self {
        case .directory(let sort), .filtered(_, let sort):
            if let moment = sort.moment {
                moment.of(customer).microseconds.bigEndianBytes + customer.id.bytes
            } else {
                Array(customer.details.nameFold.utf8) + [0] + customer.id.bytes
            }
        case .search: Array(customer.id.bytes)
        }
    }

    fileprivate var isDescending: Bool {
        switch self {
        case .directory(let sort), .filtered(_, let sort): sort.isDescending
        case .search: false
        }
    }
}

extension Int64 {
    fileprivate var bigEndianBytes: [UInt8] { Swift.withUnsafeBytes(of: bigEndian) { Array($0) } }
}
