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

    init(storing customer: Customer, _ history: WriteHistory, over old: Customer?, write: ID) {
        record = (CustomerItem.living(customer, history, write: write), Self.condition(over: old))
        owner = .string(customer.id.text)
        let new = SearchEntries(customer.id, customer.details)
        guard let old else {
            claim = new.ownClaim
            others = new.entries.map { .put($0, if: .none) }
            return
        }
        let before = SearchEntries(old.id, old.details)
        claim = before.claim == new.claim ? nil : new.ownClaim
        let isReleased = old.details.emailKey != customer.details.emailKey
        others = Self.moving(before.entries, to: new.entries) + (isReleased ? Self.release(before) : [])
    }

    init(writing tombstone: Tombstone, _ history: WriteHistory, over old: Customer, write: ID) {
        record = (CustomerItem.deleted(tombstone, history, write: write), Self.condition(over: old))
        owner = .string(tombstone.id.text)
        claim = nil
        let before = SearchEntries(old.id, old.details)
        others = Self.release(before) + Self.moving(before.entries, to: [])
    }

    /// Whether there is nothing but the record to write.
    var isSingle: Bool { claim == nil && others.isEmpty }

    var actions: [WriteAction] {
        [.put(record.item, if: record.condition)]
            + (claim.map { [.put($0, if: .absentOrEqual(Attribute.owner, owner))] } ?? []) + others
    }

    private static func condition(over old: Customer?) -> ItemCondition {
        old.map { .equal(Attribute.version, .number(Int64($0.version))) } ?? .absent(key: Attribute.id)
    }

    static func release(_ entries: SearchEntries) -> [WriteAction] {
        guard entries.ownClaim != nil else { return [] }
        let key = SearchEntries.claimKey(entries.details.emailKey)
        return [.delete(key: key, if: .absentOrEqual(Attribute.owner, .string(entries.id.text)))]
    }

    /// Entries keep their numbers: those that stay as they are cost nothing.
    private static func moving(_ old: [Item], to new: [Item]) -> [WriteAction] {
        let written = new.enumerated().filter { number, item in number >= old.count || old[number] != item }
        let dropped = old.dropFirst(new.count).map { $0.filter { $0.key == Attribute.id } }
        return written.map { .put($0.element, if: .none) } + dropped.map { .delete(key: $0, if: .none) }
    }
}
