import Domain
import FoundationEssentials
import Randomness
import Wire

/// What the wire carries, and what a hostile client might put into it.
extension SplitMix {
    mutating func isHeads() -> Bool {
        Bool.random(using: &self)
    }

    mutating func maybe<Value>(_ make: (inout SplitMix) throws -> Value) rethrows -> Value? {
        isHeads() ? try make(&self) : nil
    }

    /// A word of letters of many scripts, and of what has a meaning in URLs, JSON and headers.
    mutating func word() -> String {
        let letters = Array("abcXYZ019-'&=+%#?/\\\"<>;,.äøßłñ中文한글あعربية👩‍👩‍👧é")
        return String((0..<Int.random(in: 1...12, using: &self)).map { _ in pick(letters) })
    }

    mutating func id() -> CustomerID {
        var bytes = UUID().uuid
        withUnsafeMutableBytes(of: &bytes) { buffer in
            for index in buffer.indices { buffer[index] = UInt8.random(in: 0...255, using: &self) }
        }
        return CustomerID(UUID(uuid: bytes))
    }

    mutating func key() -> IdempotencyKey? {
        isHeads() ? IdempotencyKey(id().text) : nil
    }

    /// Milliseconds are what the wire carries.
    mutating func moment() -> Timestamp {
        Timestamp(microseconds: Int64.random(in: -1_000_000_000_000...4_000_000_000_000, using: &self) * 1_000)
    }

    mutating func details() throws -> CustomerDetails {
        let local = word().filter { $0.isLetter || $0.isNumber }
        return try CustomerDetails(
            name: word() + " " + word(), email: "\(local)x@\(pick(["example", "EXAMPLE", "bücher"])).org",
            phone: maybe { $0.pick(["+1 555 0100", "030/1".replacing("/", with: "-"), "(0) 1x2#3"]) },
            address: maybe { "\($0.word())\n\($0.word())" })
    }

    mutating func newCustomer(mayHaveDate: Bool) throws -> NewCustomer {
        NewCustomer(try details(), registrationDate: mayHaveDate ? maybe { $0.moment() } : nil)
    }

    mutating func customer() throws -> Customer {
        Customer(
            id: id(), details: try details(), registrationDate: moment(), createdAt: moment(), updatedAt: moment(),
            version: Int.random(in: 1...Int.max, using: &self), updatedBy: maybe { $0.word() })
    }

    mutating func patch() throws -> CustomerPatch {
        let (old, new) = (try details(), try details())
        return CustomerPatch(from: old, to: new)
    }

    mutating func match() -> VersionMatch {
        isHeads()
            ? .any
            : .versions(
                Set((0..<Int.random(in: 1...4, using: &self)).map { _ in Int.random(in: 1...99, using: &self) }))
    }

    mutating func condition() -> WriteCondition {
        isHeads() ? .none : .matches(match())
    }

    mutating func listQuery() -> ListQuery {
        ListQuery(
            limit: Int.random(in: ListQuery.limits, using: &self), sort: pick(ListQuery.Sort.allCases),
            search: maybe { "\($0.word()) \($0.word())" }, cursor: maybe { $0.word() })
    }

    mutating func call() throws -> Call {
        switch Int.random(in: 0...9, using: &self) {
        case 0: return .health
        case 1: return .openAPI
        case 2: return .list(listQuery())
        case 3: return .find(email: word())
        case 4: return .get(id(), unlessVersion: maybe { $0.match() })
        case 5: return .create(try newCustomer(mayHaveDate: true), idempotencyKey: key())
        case 6:
            let condition = pick([.mustNotExist, condition()])
            let customer = try newCustomer(mayHaveDate: condition == .mustNotExist)
            return .put(id(), customer, condition: condition, idempotencyKey: key())
        case 7: return .patch(id(), try patch(), condition: condition(), idempotencyKey: key())
        case 8: return .delete(id(), condition: condition(), idempotencyKey: key())
        default:
            return .changes(
                ChangesQuery(limit: Int.random(in: ListQuery.limits, using: &self), cursor: maybe { $0.word() }))
        }
    }

    /// One of the answers that fit a call.
    mutating func answer(to call: Call) throws -> Answer {
        let replay = maybe { Int.random(in: 1...99, using: &$0) }
        switch call {
        case .health: return .health(HealthJSON(timestamp: moment(), version: word(), replicate: isHeads()))
        case .openAPI: return .openAPI(Array("{\"openapi\":\"3.1.0\"}".utf8))
        case .list(var query):
            query.cursor = word()
            return .page(CustomerPage(customers: try customers(), next: isHeads() ? query : nil))
        case .find: return .page(CustomerPage(customers: Array(try customers().prefix(1)), next: nil))
        case .get:
            return isHeads()
                ? .customer(try customer()) : .notModified(version: Int.random(in: 1...Int.max, using: &self))
        case .create: return .created(try customer(), replayOf: replay)
        case .put:
            return isHeads() ? .created(try customer(), replayOf: replay) : .changed(try customer(), replayOf: replay)
        case .patch: return .changed(try customer(), replayOf: replay)
        case .delete: return .deleted(replayOf: replay)
        case .changes: return .changes(ChangePageJSON(changes: try changes(), cursor: word(), more: isHeads()))
        }
    }

    private mutating func customers() throws -> [Customer] {
        var customers: [Customer] = []
        for _ in 0..<Int.random(in: 0...3, using: &self) { customers.append(try customer()) }
        return customers
    }

    private mutating func changes() throws -> [Change] {
        var changes: [Change] = []
        for _ in 0..<Int.random(in: 0...3, using: &self) {
            let tombstone = Tombstone(id: id(), deletedAt: moment(), version: Int.random(in: 1...99, using: &self))
            changes.append(isHeads() ? .changed(try customer()) : .deleted(tombstone))
        }
        return changes
    }
}
