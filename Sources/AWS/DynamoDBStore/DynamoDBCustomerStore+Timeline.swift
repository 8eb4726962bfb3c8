package import CustomerAPI
package import Domain
import DynamoDB

extension DynamoDBCustomerStore {
    /// How often a timeline is read again because its entries were moved meanwhile.
    private static let maximumReadings = 4

    /// The newest page reads the record's item, strongly consistent, and its blocks; an older one mostly its blocks alone,
    /// which are eventually consistent: what was retracted a moment ago may still show.
    package func timeline(
        of id: CustomerID, below number: Int?, limit: Int
    ) async throws(StoreFailure) -> [TimelineEntry] {
        let limit = min(limit, DynamoDBClient.maximumBatch * (TimelineBlock.size - 1))
        guard limit > 0, number.map({ $0 > 1 }) ?? true else { return [] }
        if let number, let page = try await entries(max(1, number - limit)...number - 1, of: id, isSure: false) {
            return page.map(\.entry)
        }
        for _ in 0..<Self.maximumReadings {
            guard let item = try await item(CustomerItem.key(id)) else { return [] }
            let recent = try RecentEntries(item)
            let last = min(recent.count, number.map { $0 - 1 } ?? recent.count)
            let first = max(1, last - limit + 1)
            guard first <= last else { return [] }
            let own = recent.entries.filter { (first...last).contains($0.entry.number) }.reversed().map(\.entry)
            guard first <= recent.moved else { return own }
            if let older = try await entries(first...min(last, recent.moved), of: id) {
                return own + older.map(\.entry)
            }
        }
        throw .writeInProgress
    }

    /// Entries that lie in blocks, newest first; `nil` when some are not there.
    ///
    /// - Parameters:
    ///   - numbers: of as many blocks as one batch reads, at most.
    ///   - isSure: whether the record says that they lie there, so that it is the reading that lags when they do not.
    func entries(
        _ numbers: ClosedRange<Int>, of id: CustomerID, isSure: Bool = true
    ) async throws(StoreFailure) -> [StoredEntry]? {
        for isConsistent in isSure ? [false, true] : [false] {
            let blocks = TimelineBlock.number(of: numbers.lowerBound)...TimelineBlock.number(of: numbers.upperBound)
            let keys = blocks.map { TimelineBlock.key(id, $0) }
            let items = try await asking { () async throws(DynamoDBFailure) in
                try await client.items(keys, of: table, isConsistent: isConsistent)
            }
            var found: [StoredEntry] = []
            for item in items { found += try TimelineBlock(item)?.entries ?? [] }
            found = found.filter { numbers.contains($0.entry.number) }.sorted { $0.entry.number > $1.entry.number }
            if found.count == numbers.count { return found }
        }
        return nil
    }

    /// The block that the entry with a number lies in, strongly consistent.
    func block(of entry: Int, _ id: CustomerID) async throws(StoreFailure) -> TimelineBlock? {
        let item = try await item(TimelineBlock.key(id, TimelineBlock.number(of: entry)))
        return try item.flatMap { item throws(StoreFailure) in try TimelineBlock(item) }
    }
}

// MARK: - Moving entries to blocks

extension DynamoDBCustomerStore {
    /// What lies in the record's item after a change, having copied to blocks what does not.
    ///
    /// - Returns: `nil` when the record is not the one that was read any more.
    func recent(after change: RecordChange, over old: StoredItem?) async throws(StoreFailure) -> RecentEntries? {
        guard change.effect != .erasure else { return RecentEntries() }
        let before = (old?.recent ?? RecentEntries()).trimmed(before: retentionStart)
        let further = change.entries
        let count: Int
        switch change.effect {
        case .retraction(let number): return before.retracting(number)
        // A tombstone keeps no values; that somebody was deleted, by whom and when, is none.
        case .deletion: count = before.entries.count
        case .change, .note, .restoration, .erasure:
            let item = CustomerItem.item(change.record, before.adding(further), write: .random())
            count = before.excess(adding: further, itemSize: item.size)
        }
        guard try await copy(before.entries.prefix(count), change.record.id, old) else { return nil }
        if case .deletion = change.effect {
            return RecentEntries(behind: before.count + further.count - 1, Array(further.suffix(1)))
        }
        return before.dropping(count).adding(further)
    }

    /// The blocks that change along with the record, as they are to be.
    ///
    /// Those of somebody in the trash go when nobody can be restored from it any more, if they are not very many (then they
    /// stay until they are erased); who is restored has them for good again.
    ///
    /// - Returns: `nil` when the record is not the one that was read any more.
    func blocks(
        after change: RecordChange, over old: StoredItem?, _ found: TimelineBlock?
    ) async throws(StoreFailure) -> [TimelineBlock]? {
        let count = TimelineBlock.count(for: old?.recent.count ?? 0)
        switch change.effect {
        case .change, .note, .erasure: return []
        case .retraction(let number): return found.map { [$0.retracting(number)] } ?? []
        case .deletion(let trashed):
            return try await blocks(count, of: change.record.id)?.map { $0.deleted(trashed) }
        case .restoration:
            let moved = TimelineBlock.count(for: old?.recent.moved ?? 0)
            return try await blocks(moved, of: change.record.id)?.filter { $0.expires != nil }
                .map { $0.holding($0.entries) }
        }
    }

    /// The first so many blocks; none of them when they are too many for one transaction, and `nil` when one is missing.
    private func blocks(_ count: Int, of id: CustomerID) async throws(StoreFailure) -> [TimelineBlock]? {
        guard (1...Self.maximumDated).contains(count) else { return [] }
        var blocks: [TimelineBlock] = []
        for item in try await items((0..<count).map { TimelineBlock.key(id, $0) }, isConsistent: true) {
            if let block = try TimelineBlock(item) { blocks.append(block) }
        }
        return blocks.count == count ? blocks : nil
    }

    /// Blocks that are written along with a deletion: with all the rest they are less than a hundred actions.
    static let maximumDated = 32

    /// Copies entries that the record's item has to their blocks.
    ///
    /// What lies in the place may be this copy already, or that of a writer who has stopped; or an older one, if a note was
    /// retracted since. So it is written over only while the record is still the one that was read, and what lies there
    /// too: a writer who has stalled takes nothing back, not even an erasure, which leaves a stub in the place.
    ///
    /// - Returns: whether they lie there.
    private func copy(
        _ entries: ArraySlice<StoredEntry>, _ id: CustomerID, _ old: StoredItem?
    ) async throws(StoreFailure) -> Bool {
        let groups = Dictionary(grouping: entries) { TimelineBlock.number(of: $0.entry.number) }
        for (number, entries) in groups.sorted(by: { $0.key < $1.key }) {
            guard try await copy(entries, to: number, id, old) else { return false }
        }
        return true
    }

    private func copy(
        _ entries: [StoredEntry], to number: Int, _ id: CustomerID, _ old: StoredItem?
    ) async throws(StoreFailure) -> Bool {
        guard let first = entries.first?.entry.number else { return true }
        let start = number * TimelineBlock.size + 1
        var there = first == start ? nil : try await block(of: first, id)
        for _ in 0..<Self.maximumReadings {
            let before = there?.entries.prefix(first - start) ?? []
            guard before.count == first - start else { return false }
            let block = there?.holding(before + entries) ?? TimelineBlock(id, number, entries)
            if let there {
                if there.entries.prefix(block.entries.count) == block.entries[...] { return true }
                if there.entries.count > before.count, try await !isStill(old, id) { return false }
            }
            let condition = there.map { ItemCondition.equal(Attribute.revision, .number($0.revision)) }
            do throws(DynamoDBFailure) {
                try await client.put(block.item, into: table, if: condition ?? .absent(key: Attribute.id))
                return true
            } catch {
                guard case .conditionFailed(let current) = error else { throw StoreFailure(error, table: table) }
                guard let current, let block = try TimelineBlock(current) else { return false }
                there = block
            }
        }
        return false
    }

    private func isStill(_ old: StoredItem?, _ id: CustomerID) async throws(StoreFailure) -> Bool {
        let item = try await item(CustomerItem.key(id))
        return item?[Attribute.revision]?.integer == old?.revision
    }

    /// An item that a long note has made heavy is relieved of it at once, if nothing comes between; else by the next write.
    func lighten(_ item: Item) async {
        do throws(StoreFailure) {
            let stored = try StoredItem(item)
            guard stored.recent.isLong, item.size > Self.maximumItemSize,
                try await copy(stored.recent.entries[...], stored.record.id, stored)
            else { return }
            var lighter = item
            lighter[Attribute.timeline] = stored.recent.dropping(stored.recent.entries.count).attribute
            lighter[Attribute.revision] = .number(stored.nextRevision)
            try await asking { [lighter] () async throws(DynamoDBFailure) in
                try await client.put(lighter, into: table, if: stored.condition)
            }
        } catch {}
    }

    /// What one read unit reads.
    private static let maximumItemSize = 4_096

    /// Older entries lose their values; `nil` when none do.
    private var retentionStart: Timestamp? {
        timelineDays.map { now().advanced(bySeconds: -Int64($0) * 86_400) }
    }
}
