package import CustomerAPI
import Domain
import DynamoDB

extension DynamoDBStore {
    /// How often a write is decided again because another one came between.
    private static let maximumRounds = 12

    package func perform(_ write: CustomerWrite) async throws(StoreFailure) -> WriteOutcome {
        // A creation is expected to find nothing, and what it meets it is told.
        var record = write.isCreation ? nil : try await self.record(write.id)
        for _ in 0..<Self.maximumRounds {
            let (plan, outcome): (WritePlan, WriteOutcome)
            let name = WritePlan.ID.random()
            switch (write.decide(on: record), record?.customer) {
            case (.refuse(let refusal), _): return refusal
            case (.store(let customer, let history, let made), let old):
                plan = WritePlan(storing: customer, history, over: old, write: name)
                outcome = made
            case (.writeTombstone(let tombstone, let history, let made), let old?):
                plan = WritePlan(writing: tombstone, history, over: old, write: name)
                outcome = made
            case (.writeTombstone, nil):
                throw .failed(detail: "A deletion was decided on, but the customer does not exist.")
            }
            switch try await carryOut(plan, name) {
            case .written: return outcome
            case .emailTaken(let owner): return .rejected(.emailTaken(owner: owner))
            case .met(let current): record = try current.map(CustomerItem.record)
            case .unclear: record = try await self.record(write.id)
            }
        }
        throw .writeInProgress
    }

    /// What became of an attempt to write.
    private enum Attempt {
        case written
        /// The record is not the one that was decided on, but this one.
        case met(Item?)
        /// The record is, or may be, another one.
        case unclear
        case emailTaken(owner: CustomerID)
    }

    private func carryOut(_ plan: WritePlan, _ name: WritePlan.ID) async throws(StoreFailure) -> Attempt {
        do throws(DynamoDBFailure) {
            if plan.isSingle {
                try await client.put(plan.record.item, into: table, if: plan.record.condition)
            } else {
                try await client.transact(plan.actions, in: table, token: name.text)
            }
            return .written
        } catch {
            switch error {
            case .conditionFailed(let current):
                // An answer may have been lost: what is in the way is what this attempt wrote.
                return current?.isOf(write: name) == true ? .written : .met(current)
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
}

extension StoredRecord {
    fileprivate var customer: Customer? {
        if case .living(let customer, _) = self { customer } else { nil }
    }
}
