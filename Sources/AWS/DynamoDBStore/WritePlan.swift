import CustomerAPI
import Domain
import DynamoDB

/// What has to be written for a decision: the customer's item first, then the claim that the email needs, then the rest.
struct WritePlan {
    /// Names one attempt to write, in the item that it makes.
    typealias ID = Identifier<WritePlan>

    /// The record's own item and what must be true of the one that it replaces.
    let record: (item: Item, condition: ItemCondition)
    /// The claim of an email that must not be another's; `nil` when the customer has it already.
    let claim: Item?
    /// What goes along with them.
    let others: [WriteAction]
    private let owner: AttributeValue

    /// - Parameters:
    ///   - recent: the entries that lie in the item afterwards.
    ///   - blocks: those of the timeline that change, as they are to be.
    init(
        _ change: RecordChange, over old: StoredItem?, _ recent: RecentEntries, blocks: [TimelineBlock] = [], write: ID
    ) {
        let id = change.record.id
        owner = .string(id.text)
        let condition = old?.condition ?? .absent(key: Attribute.id)
        var item = CustomerItem.item(change.record, recent, revision: old?.nextRevision ?? 1, write: write)
        // Each is one further than what has to be there.
        var others = blocks.map { block in
            WriteAction.put(block.item, if: .equal(Attribute.revision, .number(block.revision - 1)))
        }
        others += Self.accompanying(change)
        let before = old?.customer.map { SearchEntries($0.id, $0.details) }
        let isCurrent = old?.hasCurrentEntries ?? true
        switch change.record {
        case .living(let customer, _):
            let new = SearchEntries(id, customer.details)
            claim = isCurrent && before != nil && before?.claim == new.claim ? nil : new.claim
            if let before {
                let isReleased = before.details.emailKey != new.details.emailKey
                others +=
                    Self.moving(Self.old(before, isCurrent), to: new.entries) + (isReleased ? Self.release(before) : [])
            } else {
                others += new.entries.map { .put($0, if: .none) }
            }
        case .deleted(let tombstone, _):
            claim = nil
            if let before { others += Self.release(before) + Self.moving(Self.old(before, isCurrent), to: []) }
            if tombstone.erasedAt != nil, let old {
                item[Attribute.erasedBlocks] = .number(Int64(TimelineBlock.count(for: old.recent.count)))
            }
        }
        record = (item, condition)
        self.others = others
    }

    /// What else is written with the record, in the same transaction.
    private static func accompanying(_ change: RecordChange) -> [WriteAction] {
        let id = change.record.id
        switch change.effect {
        case .change, .note, .retraction: return []
        case .deletion(let trashed):
            // Values of somebody from before there were timelines: a tombstone is to have none.
            let baseline = change.entries.dropLast()
            let blocks = baseline.isEmpty ? [] : [TimelineBlock(id, 0, Array(baseline)).deleted(trashed).item]
            return (blocks + [trashed.map(TrashItem.item)].compactMap { $0 }).map { .put($0, if: .none) }
        case .restoration: return [.delete(key: TrashItem.key(id), if: .none)]
        case .erasure:
            guard case .deleted(let tombstone, _) = change.record, let moment = tombstone.erasedAt else { return [] }
            return [.put(ErasureItem.item(id, at: moment), if: .none), .delete(key: TrashItem.key(id), if: .none)]
        }
    }

    private static func old(_ entries: SearchEntries, _ isCurrent: Bool) -> [Item] {
        isCurrent ? entries.entries : SearchEntries.formerEntries(entries.id)
    }

    /// Whether there is nothing but the record to write.
    var isSingle: Bool { claim == nil && others.isEmpty }

    var actions: [WriteAction] {
        [.put(record.item, if: record.condition)]
            + (claim.map { [.put($0, if: .absentOrEqual(Attribute.owner, owner))] } ?? []) + others
    }

    static func release(_ entries: SearchEntries) -> [WriteAction] {
        guard let key = entries.claimKey else { return [] }
        return [.delete(key: key, if: .absentOrEqual(Attribute.owner, .string(entries.id.text)))]
    }

    /// Entries keep their numbers: those that stay as they are cost nothing.
    private static func moving(_ old: [Item], to new: [Item]) -> [WriteAction] {
        let written = new.enumerated().filter { number, item in number >= old.count || old[number] != item }
        let dropped = old.dropFirst(new.count).map { $0.filter { $0.key == Attribute.id } }
        return written.map { .put($0.element, if: .none) } + dropped.map { .delete(key: $0, if: .none) }
    }
}
