package import CustomerAPI
import Domain
import DynamoDB

extension DynamoDBCustomerStore {
    /// How often a write is decided again because another one came between.
    private static let maximumRounds = 12

    package func perform(_ write: CustomerWrite) async throws(StoreFailure) -> WriteOutcome {
        // A creation is expected to find nothing, and what it meets it is told.
        var item = write.isCreation ? nil : try await self.item(CustomerItem.key(write.id))
        for _ in 0..<Self.maximumRounds {
            let stored = try item.map { item throws(StoreFailure) in try StoredItem(item) }
            let attempt: Attempt
            if let found = try await lookUp(write, stored) {
                // Notes that lie in blocks would take a read for each change.
                let isKeyOfNote = write.changeKey.flatMap { stored?.recent.hasNote(with: $0) } ?? false
                switch write.decide(
                    on: stored?.record, trashed: found.trashed, entry: found.entry, isKeyOfNote: isKeyOfNote)
                {
                case .refuse(let refusal):
                    // An erasure that was cut off is finished by its repeat.
                    if write.action == .erase, let stored { try await sweep(write.id, stored) }
                    return refusal
                case .carryOut(let change, let outcome):
                    attempt = try await carryOut(change, over: stored, found.block)
                    if case .written(let made) = attempt {
                        try await finish(change, made)
                        return outcome
                    }
                }
            } else {
                attempt = .unclear
            }
            switch attempt {
            case .emailTaken(let owner): return .rejected(.emailTaken(owner: owner))
            case .met(let current): item = current
            case .unclear, .written: item = try await self.item(CustomerItem.key(write.id))
            }
        }
        throw .writeInProgress
    }

    /// What became of an attempt to write.
    private enum Attempt {
        /// The record's item is this one now.
        case written(Item)
        /// The record is not the one that was decided on, but this one.
        case met(Item?)
        /// The record is, or may be, another one.
        case unclear
        case emailTaken(owner: CustomerID)
    }

    private func carryOut(
        _ change: RecordChange, over old: StoredItem?, _ block: TimelineBlock?
    ) async throws(StoreFailure) -> Attempt {
        let name = WritePlan.ID.random()
        guard let recent = try await recent(after: change, over: old),
            let blocks = try await blocks(after: change, over: old, block)
        else { return .unclear }
        let plan = WritePlan(change, over: old, recent, blocks: blocks, write: name)
        do throws(DynamoDBFailure) {
            if plan.isSingle {
                try await client.put(plan.record.item, into: table, if: plan.record.condition)
            } else {
                try await client.transact(plan.actions, in: table, token: name.text)
            }
            return .written(plan.record.item)
        } catch {
            switch error {
            case .conditionFailed(let current):
                // An answer may have been lost: what is in the way is what this attempt wrote.
                return current?.isOf(write: name) == true ? .written(plan.record.item) : .met(current)
            case .cancelled(let reasons): return try attempt(reasons, plan)
            default: throw StoreFailure(error, table: table)
            }
        }
    }

    /// Reads the reasons in the order of the actions: only where the record is the one that was decided on, which settled
    /// the idempotency key and the version, does a taken email count.
    private func attempt(_ reasons: [CancellationReason], _ plan: WritePlan) throws(StoreFailure) -> Attempt {
        switch reasons.first {
        case .conditionFailed(let current): return .met(current)
        case .none?:
            if plan.claim != nil, reasons.count > 1, case .conditionFailed(let claim) = reasons[1] {
                guard let owner = try claim?.text(Attribute.owner), let id = CustomerID(owner) else { return .unclear }
                return .emailTaken(owner: id)
            }
            return .unclear
        case .conflict, .throttled: return .unclear
        case .other, nil: throw StoreFailure(.cancelled(reasons), table: table)
        }
    }

    private func finish(_ change: RecordChange, _ item: Item) async throws(StoreFailure) {
        switch change.effect {
        case .erasure: try await sweep(change.record.id, try StoredItem(item))
        case .change, .note, .retraction, .restoration: await lighten(item)
        case .deletion: break
        }
    }
}

// MARK: - What is decided on besides the record

extension DynamoDBCustomerStore {
    /// What a write asks for besides the record.
    private struct Found {
        var trashed: TrashedCustomer?
        var entry: StoredEntry?
        /// Where the entry lies, when not in the record's item.
        var block: TimelineBlock?
    }

    /// - Returns: `nil` when the timeline is being changed, and the record has to be read again.
    private func lookUp(_ write: CustomerWrite, _ stored: StoredItem?) async throws(StoreFailure) -> Found? {
        guard let stored else { return Found() }
        switch write.lookup {
        case .nothing: return Found()
        case .trash:
            let item = stored.tombstone == nil ? nil : try await item(TrashItem.key(write.id))
            return Found(trashed: try item.map { item throws(StoreFailure) in try TrashItem.trashed(item) })
        case .entry(let number):
            if let entry = stored.recent.entry(number) { return Found(entry: entry) }
            guard (1...max(1, stored.recent.moved)).contains(number), stored.recent.moved > 0 else { return Found() }
            let block = try await block(of: number, write.id)
            guard let entry = block?.entries.first(where: { $0.entry.number == number }) else { return nil }
            return Found(entry: entry, block: block)
        case .entryWithKey(let key):
            guard stored.customer != nil else { return Found() }
            if let entry = stored.recent.entries.last(where: { $0.idempotency?.key == key }) {
                return Found(entry: entry)
            }
            guard let older = try await newestMoved(stored.recent, of: write.id) else { return nil }
            return Found(entry: older.first { $0.idempotency?.key == key })
        }
    }

    /// The entries in blocks that are searched for the key of a note, newest first.
    ///
    /// A note's receipt lies in its own entry for good, and nothing else names it: that a key is new is known when all have
    /// been looked at. That costs half a read unit for each seven entries that do not lie in the customer's item (of up to
    /// 500 bytes), and so next to nothing for most; the newest 700 are looked at, for at most 50 units, and who repeats a
    /// note behind so many would say it twice.
    private func newestMoved(
        _ recent: RecentEntries, of id: CustomerID
    ) async throws(StoreFailure) -> [StoredEntry]? {
        guard recent.moved > 0 else { return [] }
        let newest = TimelineBlock.number(of: recent.moved)
        let first = max(0, newest - DynamoDBClient.maximumBatch + 1) * TimelineBlock.size + 1
        return try await entries(first...recent.moved, of: id)
    }
}
