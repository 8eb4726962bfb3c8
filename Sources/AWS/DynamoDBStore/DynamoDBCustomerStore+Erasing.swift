import CustomerAPI
import Domain
import DynamoDB

extension DynamoDBCustomerStore {
    /// Actions in one transaction, of which DynamoDB takes a hundred.
    private static let maximumActions = 50

    /// Removes what is left of somebody whose tombstone says that they were erased: the blocks of the timeline, and the pairs.
    ///
    /// All of it may be done again, and is when the erasure is asked for again: what is there of the record says how many
    /// blocks there were. Who was not erased keeps everything.
    func sweep(_ id: CustomerID, _ stored: StoredItem) async throws(StoreFailure) {
        guard stored.tombstone?.erasedAt != nil else { return }
        let now = now()
        let stubs = (0..<stored.erasedBlocks).map { number in
            WriteAction.put(TimelineBlock.stub(id, number, at: now), if: .none)
        }
        let pairs = try await pairs(of: id).map { WriteAction.delete(key: PairItem.key($0), if: .none) }
        try await transact(stubs + pairs)
    }

    /// Any number of actions without conditions, some at a time; they may all be done again.
    private func transact(_ actions: [WriteAction]) async throws(StoreFailure) {
        for start in stride(from: 0, to: actions.count, by: Self.maximumActions) {
            let part = Array(actions[start..<min(start + Self.maximumActions, actions.count)])
            try await asking { () async throws(DynamoDBFailure) in
                try await client.transact(part, in: table, token: WritePlan.ID.random().text)
            }
        }
    }
}
