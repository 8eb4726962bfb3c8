import Domain
import FoundationEssentials
import HTTP
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

    mutating func some<Value>(of values: [Value]) -> [Value] {
        values.filter { _ in isHeads() }
    }

    /// A word of letters of many scripts, and of what has a meaning in URLs, JSON and headers.
    mutating func word() -> String {
        let letters = Array("abcXYZ019-'&=+%#?/\\\"<>;,.äøßłñ中文한글あعربية👩‍👩‍👧é")
        return String((0..<Int.random(in: 1...12, using: &self)).map { _ in pick(letters) })
    }

    mutating func id<Meaning>() -> Identifier<Meaning> {
        var bytes = UUID().uuid
        withUnsafeMutableBytes(of: &bytes) { buffer in
            for index in buffer.indices { buffer[index] = UInt8.random(in: 0...255, using: &self) }
        }
        return Identifier(UUID(uuid: bytes))
    }

    mutating func key() -> IdempotencyKey? {
        isHeads() ? id() : nil
    }

    /// Milliseconds are what the wire carries.
    mutating func moment() -> Timestamp {
        Timestamp(microseconds: Int64.random(in: -1_000_000_000_000...4_000_000_000_000, using: &self) * 1_000)
    }

    mutating func details() throws -> CustomerDetails {
        let local = word().filter { $0.isLetter || $0.isNumber }
        let email = maybe { "\(local)x@\($0.pick(["example", "EXAMPLE", "bücher"])).org" }
        let phone = maybe { $0.pick(["+1 555 0100", "030/1".replacing("/", with: "-"), "(0) 1x2#3"]) }
        let raw: [CustomerField: String?] = [
            .name: word() + " " + word(), .email: email, .phone: phone ?? (email == nil ? "0" : nil),
            .address: maybe { "\($0.word())\n\($0.word())" }, .company: maybe { $0.word() },
            .tags: maybe { $0.some(of: ["VIP", "berlin", "größe", "a.b-c_1", "東京"]).joined(separator: " ") },
        ]
        return try CustomerDetails { raw[$0] ?? nil }
    }

    /// - Parameter isNew: otherwise it is to take the place of one, and may take later fields away.
    mutating func newCustomer(isNew: Bool) throws -> NewCustomer {
        NewCustomer(
            try details(), registrationDate: isNew ? maybe { $0.moment() } : nil,
            cleared: isNew ? [] : Set(some(of: CustomerField.later)))
    }

    mutating func customer() throws -> Customer {
        Customer(
            id: id(), details: try details(), registrationDate: moment(), createdAt: moment(), updatedAt: moment(),
            version: Int.random(in: Customer.versions, using: &self), updatedBy: maybe { $0.word() })
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

    /// A call, and a response that answers it.
    mutating func exchange() throws -> (call: Call, response: Response) {
        if isHeads() {
            let call = readCall()
            let answer: ReadAnswer = try self.answer(to: call)
            return (Call.read(call), answer.response)
        }
        let call = try writeCall()
        let answer: WriteAnswer = try self.answer(to: call)
        return (Call.write(call), answer.response)
    }

    mutating func readCall() -> ReadCall {
        switch Int.random(in: 0...13, using: &self) {
        case 7:
            return .timeline(
                id(),
                TimelineQuery(limit: Int.random(in: TimelineQuery.limits, using: &self), cursor: maybe { $0.word() }),
                unlessTag: maybe { $0.tag() })
        case 8: return .past(id(), isHeads() ? .version(Int.random(in: 1...99, using: &self)) : .moment(moment()))
        case 9: return .duplicates(id())
        case 12: return .dismissals(id())
        case 10:
            return .trash(
                PageQuery(limit: Int.random(in: ListQuery.limits, using: &self), cursor: maybe { $0.word() }))
        case 11:
            return .erasures(
                PageQuery(limit: Int.random(in: ListQuery.limits, using: &self), cursor: maybe { $0.word() }))
        case 0: return .health
        case 1: return .openAPI
        case 2: return .list(listQuery())
        case 3: return .find(email: word())
        case 4: return .get(id(), unlessVersion: maybe { $0.match() })
        case 5: return .whoAmI
        case 6: return .similar(word())
        default:
            return .changes(
                ChangesQuery(
                    limit: Int.random(in: ListQuery.limits, using: &self), cursor: maybe { $0.word() },
                    waitSeconds: maybe { Int.random(in: ChangesQuery.waits, using: &$0) }))
        }
    }

    mutating func writeCall() throws -> WriteCall {
        switch Int.random(in: 0...8, using: &self) {
        case 4: return .note(id(), try NoteText("\(word())\n\(word())"), idempotencyKey: key())
        case 5: return .retract(id(), Int.random(in: 1...99, using: &self))
        case 6: return .restore(id(), idempotencyKey: key())
        case 7: return .erase(id())
        case 8: return .dismiss(id(), id())
        case 0: return .create(try newCustomer(isNew: true), idempotencyKey: key())
        case 1:
            let condition = pick([.mustNotExist, condition()])
            let customer = try newCustomer(isNew: condition == .mustNotExist)
            return .put(id(), customer, condition: condition, idempotencyKey: key())
        case 2: return .patch(id(), try patch(), condition: condition(), idempotencyKey: key())
        default: return .delete(id(), condition: condition(), idempotencyKey: key())
        }
    }

    /// One of the answers that fit a call.
    mutating func answer(to call: ReadCall) throws -> ReadAnswer {
        switch call {
        case .health:
            return .health(
                HealthJSON(
                    timestamp: moment(), version: word(), replicate: isHeads(), contract: word(),
                    capabilities: some(of: Capability.allCases)))
        case .whoAmI:
            return .whoAmI(CallerJSON(name: maybe { $0.word() }, role: word(), may: some(of: Permission.allCases)))
        case .openAPI: return .openAPI(Array("{\"openapi\":\"3.1.0\"}".utf8))
        case .list(var query):
            query.cursor = word()
            let customers = Array(try customers().prefix(query.limit))
            return .page(CustomerPage(customers: customers, next: isHeads() ? query : nil))
        case .find(let email):
            let other = try customer()
            let details = CustomerDetails(
                trustedName: other.name, email: email.trimmed, phone: other.phone, address: nil)
            return .page(
                CustomerPage(customers: isHeads() ? [other.with(id: other.id, details: details)] : [], next: nil))
        case .similar: return .page(CustomerPage(customers: try customers(), next: nil))
        case .get(let id, let known):
            if isHeads(), let known { return .notModified(version: version(in: known)) }
            let versions = if case .versions(let versions)? = known { versions } else { Set<Int>() }
            var customer = try customer()
            customer = customer.with(id: id, version: max(customer.version, versions.max() ?? 1))
            return .customer(customer)
        case .timeline(_, let query, let known):
            if isHeads(), let known { return .timelineNotModified(tag: known) }
            let entries = try (0..<Int.random(in: 0...3, using: &self)).map { _ in try entry() }
            let page = TimelinePage(entries: Array(entries.prefix(query.limit)), cursor: maybe { $0.word() })
            let tag = tag()
            return .timeline(TaggedTimelinePage(page) { _ in tag })
        case .past(let id, let target):
            let version = if case .version(let version) = target { version } else { 7 }
            return .past(try customer().with(id: id, version: version))
        case .duplicates:
            let found = try customers().map { Duplicate($0, by: pick(Duplicate.Reason.allCases)) }
            return .duplicates(DuplicatesJSON(found))
        case .dismissals: return .dismissals(DismissalsJSON((0..<3).map { _ in id() }))
        case .trash(let query):
            let trashed = try customers().prefix(query.limit).map { customer in
                TrashedCustomer(
                    customer, deletedAt: moment(), deletedBy: maybe { $0.word() }, restorableUntil: moment())
            }
            return .trash(TrashPage(customers: trashed, cursor: maybe { $0.word() }))
        case .erasures(let query):
            let erasures = (0..<min(3, query.limit)).map { _ in Erasure(id(), at: moment()) }
            return .erasures(ErasurePage(erasures: erasures, cursor: word(), more: isHeads()))
        case .changes(let query):
            let changes = Array(try changes().prefix(query.limit))
            return .changes(ChangePageJSON(changes: changes, cursor: word(), more: isHeads()))
        }
    }

    /// One of the answers that fit a call.
    mutating func answer(to call: WriteCall) throws -> WriteAnswer {
        switch call {
        case .create(let new, _): return try created(id(), new)
        case .put(let id, let new, .mustNotExist, _): return try created(id, new)
        case .put(let id, let new, let condition, _): return try changed(id, condition) { new.replacement(of: $0) }
        case .patch(let id, let patch, let condition, _):
            return try changed(id, condition) { patch.edit(of: $0).applied(to: $0) }
        case .delete(_, let condition, _): return .deleted(replayOf: maybe { $0.version(madeUnder: condition) })
        case .note(_, let text, _):
            return .noted(try entry(saying: text), replayOf: maybe { Int.random(in: 1...99, using: &$0) })
        case .retract: return .retracted
        case .restore(let id, _): return .changed(try customer().with(id: id), replayOf: nil)
        case .erase: return .deleted(replayOf: nil)
        case .dismiss: return .dismissed
        }
    }

    mutating func tag() -> String { "\"t\(Int.random(in: 0...999, using: &self))\"" }

    /// - Parameter text: what is said in it; without one it is any entry.
    mutating func entry(saying text: NoteText? = nil) throws -> TimelineEntry {
        let kind = text == nil ? pick(TimelineEntry.Kind.allCases) : .note
        let isTrimmed = text == nil && isHeads()
        let changes =
            try isTrimmed || !kind.makesVersion ? [:] : patch().changes.mapValues { FieldChange(from: nil, to: $0) }
        return TimelineEntry(
            number: Int.random(in: 1...99, using: &self), moment: moment(), author: maybe { $0.word() }, kind: kind,
            version: Int.random(in: 1...99, using: &self), edit: CustomerEdit(changes), note: text?.text,
            via: maybe { $0.word() }, isTrimmed: isTrimmed)
    }

    private mutating func created(_ id: CustomerID, _ new: NewCustomer) throws -> WriteAnswer {
        if isHeads() {
            // What others have made of them since may have any values.
            let other = try customer()
            return .created(other.with(id: id, version: max(other.version, 2)), replayOf: 1)
        }
        var customer = try customer().with(id: id, details: new.details, version: 1)
        customer.registrationDate = new.registrationDate ?? customer.registrationDate
        return .created(customer, replayOf: nil)
    }

    private mutating func changed(
        _ id: CustomerID, _ condition: WriteCondition, _ change: (CustomerDetails) -> CustomerDetails
    ) throws -> WriteAnswer {
        let (other, made) = (try customer().with(id: id), version(madeUnder: condition))
        if isHeads() { return .changed(other.with(id: id, version: max(other.version, made + 1)), replayOf: made) }
        return .changed(other.with(id: id, details: change(other.details), version: made), replayOf: nil)
    }

    private mutating func version(madeUnder condition: WriteCondition) -> Int {
        if case .matches(let match) = condition { version(in: match) + 1 } else { Int.random(in: 2...99, using: &self) }
    }

    private mutating func version(in match: VersionMatch) -> Int {
        if case .versions(let versions) = match {
            pick(versions.sorted())
        } else {
            Int.random(in: 1...99, using: &self)
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

extension Customer {
    fileprivate func with(id: CustomerID, details: CustomerDetails? = nil, version: Int? = nil) -> Customer {
        Customer(
            id: id, details: details ?? self.details, registrationDate: registrationDate, createdAt: createdAt,
            updatedAt: updatedAt, version: version ?? self.version, updatedBy: updatedBy)
    }
}
