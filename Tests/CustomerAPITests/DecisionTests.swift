import CustomerAPI
import Domain
import Testing
import Wire

@Suite("Deciding on a write")
struct DecisionTests {
    private let id = CustomerID.random()
    private let noon = Timestamp(microseconds: 1_767_268_800_000_000)
    private let key = CustomerWrite.Idempotency(key: .random(), fingerprint: "this")

    private func details(_ name: String = "Ann") throws -> CustomerDetails {
        try CustomerDetails(name: name, email: "ann@example.com", phone: "12345")
    }

    private func customer(version: Int = 3) throws -> Customer {
        Customer(
            id: id, details: try details(), registrationDate: noon, createdAt: noon, updatedAt: noon,
            version: version, updatedBy: nil)
    }

    private func decide(
        _ action: CustomerWrite.Action, if condition: WriteCondition = .none, keyed: Bool = false,
        secondsAfterNoon: Int64 = 60, on record: StoredRecord?
    ) -> WriteDecision {
        CustomerWrite(
            id: id, action: action, condition: condition, idempotency: keyed ? key : nil, author: "bob",
            now: noon.advanced(bySeconds: secondsAfterNoon)
        ).decide(on: record)
    }

    private func actions() throws -> [CustomerWrite.Action] {
        [
            .create(NewCustomer(try details())), .replace(NewCustomer(try details())), .patch(try CustomerPatch([:])),
            .delete,
        ]
    }

    private func entry(
        _ number: Int, _ kind: TimelineEntry.Kind, _ customer: Customer, edit: CustomerEdit
    ) -> StoredEntry {
        StoredEntry(
            TimelineEntry(
                number: number, moment: customer.updatedAt, author: "bob", kind: kind, version: customer.version,
                edit: edit))
    }

    private func receipt(_ kind: WriteReceipt.Kind, fingerprint: String = "this") -> WriteReceipt {
        WriteReceipt(key: key.key.text, fingerprint: fingerprint, kind: kind, version: 2)
    }

    @Test("Without a record only a create does something")
    func decidesOnNothing() throws {
        for action in try actions().dropFirst() {
            #expect(decide(action, if: .matches(.any), on: nil) == .refuse(.rejected(.notFound)))
        }
        let now = noon.advanced(bySeconds: 60)
        let expected = Customer(
            id: id, details: try details(), registrationDate: now, createdAt: now, updatedAt: now, version: 1,
            updatedBy: "bob")
        let create = CustomerWrite.Action.create(NewCustomer(try details()))
        #expect(
            decide(create, if: .mustNotExist, on: nil)
                == .carryOut(
                    RecordChange(
                        record: .living(expected, WriteHistory(entries: 1)),
                        entries: [entry(1, .created, expected, edit: CustomerEdit(from: nil, to: expected.details))],
                        effect: .change),
                    outcome: .created(expected, replayOf: nil)))
    }

    @Test("On a tombstone every action is gone")
    func decidesOnTombstones() throws {
        let tombstone = StoredRecord.deleted(Tombstone(id: id, deletedAt: noon, version: 4), WriteHistory())
        for action in try actions() {
            #expect(decide(action, keyed: true, on: tombstone) == .refuse(.rejected(.gone(replayOf: nil))))
        }
    }

    @Test(
        "A condition holds for the versions it names",
        arguments: [
            (WriteCondition.none, true), (.matches(.any), true), (.matches(.versions([3])), true),
            (.matches(.versions([1, 3])), true), (.matches(.versions([4])), false), (.matches(.versions([])), false),
        ])
    func decidesOnConditions(condition: WriteCondition, holds: Bool) throws {
        let current = try customer()
        for action in try actions().dropFirst() {
            let decision = decide(action, if: condition, on: .living(current, WriteHistory()))
            let refusal = WriteDecision.refuse(.rejected(.versionMismatch(current: current)))
            #expect((decision == refusal) == !holds)
        }
    }

    @Test("A change makes the next version, later than the last whatever the clock says", arguments: [-60, 0, 60])
    func changes(secondsAfterNoon: Int64) throws {
        var expected = try customer()
        expected.details = try details("Anna")
        expected.version = 4
        expected.updatedBy = "bob"
        expected.updatedAt =
            secondsAfterNoon > 0
            ? noon.advanced(bySeconds: secondsAfterNoon) : Timestamp(microseconds: noon.microseconds + 1)
        let record = StoredRecord.living(try customer(), WriteHistory(entries: 4))
        let action = CustomerWrite.Action.replace(NewCustomer(try details("Anna")))
        #expect(
            decide(action, secondsAfterNoon: secondsAfterNoon, on: record)
                == .carryOut(
                    RecordChange(
                        record: .living(expected, WriteHistory(entries: 5)),
                        entries: [
                            entry(5, .changed, expected, edit: CustomerEdit(from: try details(), to: expected.details))
                        ],
                        effect: .change),
                    outcome: .changed(expected, replayOf: nil)))
    }

    @Test("A deletion buries the customer with the receipt of its key")
    func buries() throws {
        let expected = Tombstone(id: id, deletedAt: noon.advanced(bySeconds: 60), version: 4)
        guard
            case .carryOut(let change, .deleted(replayOf: nil)) = decide(
                .delete, keyed: true, on: .living(try customer(), WriteHistory())),
            case .deleted(expected, let history) = change.record, change.effect == .deletion(trashed: nil)
        else {
            Issue.record("It is not buried")
            return
        }
        #expect(history.receipt(for: key.key)?.kind == .delete)
        #expect(history.receipt(for: key.key)?.version == 4)
    }

    @Test("A repeated key is answered by what its first request did")
    func replays() throws {
        let current = try customer()
        func living(_ kind: WriteReceipt.Kind) -> StoredRecord { .living(current, history(kind)) }
        func deleted(_ kind: WriteReceipt.Kind) -> StoredRecord {
            .deleted(Tombstone(id: id, deletedAt: noon, version: 4), history(kind))
        }
        func history(_ kind: WriteReceipt.Kind) -> WriteHistory { WriteHistory(recent: [receipt(kind)]) }
        for action in try actions() {
            let stale = WriteCondition.matches(.versions([1]))
            let expectations: [(StoredRecord, WriteOutcome)] = [
                (living(.create), .created(current, replayOf: 2)), (living(.change), .changed(current, replayOf: 2)),
                (deleted(.create), .rejected(.gone(replayOf: 2))), (deleted(.change), .rejected(.gone(replayOf: 2))),
                (deleted(.delete), .deleted(replayOf: 2)),
            ]
            for (record, outcome) in expectations {
                #expect(decide(action, if: stale, keyed: true, on: record) == .refuse(outcome))
            }
        }
    }

    @Test("A key that came with another request is refused on any record")
    func refusesReusedKeys() throws {
        let history = WriteHistory(creation: receipt(.create, fingerprint: "that"))
        let records: [StoredRecord] = [
            .living(try customer(), history), .deleted(Tombstone(id: id, deletedAt: noon, version: 4), history),
        ]
        for (record, action) in try records.flatMap({ record in try actions().map { (record, $0) } }) {
            #expect(decide(action, keyed: true, on: record) == .refuse(.rejected(.keyReused)))
        }
    }

    @Test("A history keeps the creation and the last 16 changes")
    func keepsHistory() throws {
        var record: StoredRecord?
        var keys: [IdempotencyKey] = []
        for number in 0..<18 {
            let key = IdempotencyKey.random()
            keys.append(key)
            let action =
                number == 0
                ? CustomerWrite.Action.create(NewCustomer(try details())) : .replace(NewCustomer(try details()))
            let write = CustomerWrite(
                id: id, action: action, idempotency: .init(key: key, fingerprint: "\(number)"), now: noon)
            guard case .carryOut(let change, _) = write.decide(on: record) else {
                Issue.record("Write \(number) was refused")
                return
            }
            record = change.record
        }
        let known = keys.map { record?.history.receipt(for: $0)?.version }
        #expect(known == [1, nil] + (3...18).map { $0 })
    }
}
