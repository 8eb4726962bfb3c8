import CustomerAPI
import Domain
import Journal
import Randomness
import TestSupport
import Wire

/// Somebody else who works on the same server and knows nothing of the programs: edits, deletes, creates, takes emails.
struct Rival {
    private var chance: SplitMix
    private var pool = Pool()

    init(seed: UInt64) {
        chance = SplitMix(seed: seed)
    }

    private enum Intention {
        case patch, replace, delete, create, takeEmail, hammer, note, restore, erase
    }

    /// - Returns: what was done, for the trace.
    mutating func act(on server: SimulatedServer, customers: [CustomerID]) -> String {
        let intention = chance.weighted(
            [
                (40, Intention.patch), (10, .replace), (12, .delete), (12, .create), (22, .takeEmail), (4, .hammer),
                (8, .note), (10, .restore), (4, .erase),
            ], otherwise: .patch)
        if intention == .create { return create(on: server) }
        if intention == .restore || intention == .erase {
            guard let id = chance.one(of: customers) else { return "finds nobody" }
            return perform(id, intention == .restore ? .restore : .erase, on: server)
        }
        guard let customer = chance.one(of: customers.compactMap(server.customer)) else { return "finds nobody" }
        switch intention {
        case .patch:
            let field = CustomerField.allCases[chance.number(0...3)]
            return change(customer, field, on: server)
        case .takeEmail: return change(customer, .email, on: server)
        case .replace:
            return perform(customer.id, .replace(NewCustomer(pool.details(&chance))), on: server)
        case .delete: return perform(customer.id, .delete, on: server)
        case .hammer:
            // More changes than the server remembers the keys of.
            for _ in 0..<20 { _ = change(customer, .address, on: server) }
            return "hammers on \(customer.id.mark)"
        case .note: return perform(customer.id, .note(pool.note(&chance)), on: server)
        case .create, .restore, .erase: return create(on: server)
        }
    }

    private mutating func create(on server: SimulatedServer) -> String {
        let email = pool.email(&chance)
        let details = CustomerDetails(trustedName: "Imported", email: email, phone: nil, address: nil)
        let id =
            chance.happens(50)
            ? CustomerID(imported: details) : CustomerID.random(using: &chance)
        return perform(id, .create(NewCustomer(details)), condition: .mustNotExist, on: server)
    }

    private mutating func change(_ customer: Customer, _ field: CustomerField, on server: SimulatedServer) -> String {
        let value = pool.value(of: field, &chance)
        let edit = CustomerEdit([field: FieldChange(from: customer.details[field], to: value)])
        return perform(customer.id, .patch(CustomerPatch(edit)), on: server)
    }

    private mutating func perform(
        _ id: CustomerID, _ action: CustomerWrite.Action, condition: WriteCondition = .none, on server: SimulatedServer
    ) -> String {
        let key: CustomerWrite.Idempotency? =
            chance.happens(80) ? .init(key: .random(using: &chance), fingerprint: "rival") : nil
        let outcome = server.store.perform(
            CustomerWrite(
                id: id, action: action, condition: condition, idempotency: key, author: Self.name,
                now: server.clock.now, trashDays: SimulatedServer.trashDays))
        return "\(action.verb) \(id.mark) \(outcome.mark)"
    }

    static let name = "rival"
}

extension CustomerWrite.Action {
    fileprivate var verb: String {
        switch self {
        case .create: "creates"
        case .replace: "replaces"
        case .patch: "changes"
        case .delete: "deletes"
        case .note: "says something of"
        case .retract: "retracts something of"
        case .restore: "restores"
        case .erase: "erases"
        }
    }
}

extension WriteOutcome {
    var mark: String {
        switch self {
        case .created(let customer, let replay), .changed(let customer, let replay):
            "v\(customer.version)\(replay.map { " again, made v\($0)" } ?? "")"
        case .deleted: "gone"
        case .noted(let entry, _): "said, entry \(entry.number)"
        case .retracted: "retracted"
        case .rejected(let rejection):
            switch rejection {
            case .keyReused: "refused: key reused"
            case .notFound: "refused: nobody"
            case .gone: "refused: gone"
            case .versionMismatch(let current): "refused: v\(current.version)"
            case .emailTaken: "refused: email taken"
            case .invalid: "refused: invalid"
            case .noSuchNote: "refused: no such note"
            case .notOnesOwn: "refused: somebody else's note"
            }
        }
    }
}
