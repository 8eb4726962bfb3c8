import CustomerAPI
import Domain
import Testing
import Wire

@Suite("Deciding on what is said, taken back and erased")
struct TimelineDecisionTests {
    private let id = CustomerID.random()
    private let noon = Timestamp(microseconds: 1_767_268_800_000_000)
    private let key = CustomerWrite.Idempotency(key: .random(), fingerprint: "this")

    private var later: Timestamp { noon.advanced(bySeconds: 60) }

    private func customer(version: Int = 3) throws -> Customer {
        Customer(
            id: id, details: try CustomerDetails(name: "Ann", email: "ann@example.com"), registrationDate: noon,
            createdAt: noon, updatedAt: noon, version: version, updatedBy: "ann")
    }

    private func decide(
        _ action: CustomerWrite.Action, keyed: Bool = false, trashDays: Int = 0, on record: StoredRecord?,
        trashed: TrashedCustomer? = nil, entry: StoredEntry? = nil
    ) -> WriteDecision {
        CustomerWrite(
            id: id, action: action, idempotency: keyed ? key : nil, author: "bob", via: "test/1", now: later,
            trashDays: trashDays
        ).decide(on: record, trashed: trashed, entry: entry)
    }

    private func actions() throws -> [CustomerWrite.Action] {
        [.note(try NoteText("Hello")), .retract(2, ofAnybody: true), .restore, .erase]
    }

    private func tombstone(until: Timestamp? = nil, erasedAt: Timestamp? = nil) -> Tombstone {
        Tombstone(id: id, deletedAt: noon, version: 4, restorableUntil: until, erasedAt: erasedAt)
    }

    private func trashed() throws -> TrashedCustomer {
        TrashedCustomer(
            try customer(), deletedAt: noon, deletedBy: "ann", restorableUntil: noon.advanced(bySeconds: 61))
    }

    private func note(_ number: Int = 2, by author: String? = "bob", key: CustomerWrite.Idempotency? = nil)
        -> StoredEntry
    {
        StoredEntry(
            TimelineEntry(number: number, moment: noon, author: author, kind: .note, version: 3, note: "Hello"),
            idempotency: key)
    }

    @Test("Nobody is no one to say or do anything of")
    func nothing() throws {
        for action in try actions() { #expect(decide(action, on: nil) == .refuse(.rejected(.notFound))) }
    }

    @Test("Of somebody deleted all is gone but restoring them in time, and erasing")
    func deleted() throws {
        let trashed = try trashed()
        let times: [Timestamp?] = [nil, later, noon.advanced(bySeconds: 61)]
        for (until, named) in zip(times, [nil, nil, noon.advanced(bySeconds: 61)]) {
            let record = StoredRecord.deleted(tombstone(until: until), WriteHistory(entries: 4))
            let gone = WriteDecision.refuse(.rejected(.gone(replayOf: nil, restorableUntil: named)))
            for action in try actions().dropLast(2) { #expect(decide(action, on: record) == gone) }
            if named == nil { #expect(decide(.restore, on: record, trashed: trashed) == gone) }
            #expect(decide(.restore, on: record) == gone, "the trash has nobody")
            guard case .carryOut(let change, .deleted(replayOf: nil)) = decide(.erase, on: record) else {
                Issue.record("not erased")
                continue
            }
            let erased = Tombstone(id: id, deletedAt: noon, version: 5, erasedAt: later)
            #expect(change == RecordChange(record: .deleted(erased, WriteHistory()), entries: [], effect: .erasure))
        }
    }

    @Test("Somebody erased stays so, whatever key comes")
    func erased() throws {
        let receipt = WriteReceipt(key: key.key.text, fingerprint: "", kind: .delete, version: 4)
        let record = StoredRecord.deleted(tombstone(erasedAt: noon), WriteHistory(recent: [receipt]))
        let patch = CustomerWrite.Action.patch(try CustomerPatch([:]))
        for action in [.delete, patch] + (try actions()).dropLast() {
            #expect(decide(action, on: record) == .refuse(.rejected(.gone(replayOf: nil))))
            #expect(decide(action, keyed: true, on: record) == .refuse(.rejected(.gone(replayOf: 4))))
        }
        #expect(decide(.erase, on: record) == .refuse(.deleted(replayOf: nil)))
    }

    @Test("A note is the next entry and leaves record and version; its key is in the entry, and not among the receipts")
    func notes() throws {
        let (current, action) = (try customer(), CustomerWrite.Action.note(try NoteText("Hello")))
        let expected = TimelineEntry(
            number: 5, moment: later, author: "bob", kind: .note, version: 3, note: "Hello", via: "test/1")
        #expect(
            decide(action, keyed: true, on: .living(current, WriteHistory(entries: 4)))
                == .carryOut(
                    RecordChange(
                        record: .living(current, WriteHistory(entries: 5)),
                        entries: [StoredEntry(expected, idempotency: key)], effect: .note),
                    outcome: .noted(expected, replayOf: nil)))
    }

    @Test("The first entry of somebody from before there were timelines stands behind what they were then")
    func baselines() throws {
        let current = try customer()
        for action in [.note(try NoteText("Hello")), .delete, .patch(try CustomerPatch([.phone: "1"]))]
            as [CustomerWrite.Action]
        {
            guard case .carryOut(let change, _) = decide(action, on: .living(current, WriteHistory())) else {
                Issue.record("refused")
                continue
            }
            #expect(change.record.history.entries == 2 && change.entries.map(\.entry.number) == [1, 2])
            let baseline = TimelineEntry(
                number: 1, moment: noon, author: "ann", kind: .baseline, version: 3,
                edit: CustomerEdit(from: nil, to: current.details))
            #expect(change.entries.first == StoredEntry(baseline))
        }
    }

    @Test("The key of a note is known by its entry, and one of another request refused")
    func noteKeys() throws {
        let living = StoredRecord.living(try customer(), WriteHistory(entries: 2))
        let action = CustomerWrite.Action.note(try NoteText("Hello"))
        let known = note(key: key)
        #expect(
            decide(action, keyed: true, on: living, entry: known) == .refuse(.noted(known.entry, replayOf: 3)))
        let reused = note(key: .init(key: key.key, fingerprint: "that"))
        #expect(decide(action, keyed: true, on: living, entry: reused) == .refuse(.rejected(.keyReused)))
        let receipt = WriteReceipt(key: key.key.text, fingerprint: "that", kind: .change, version: 2)
        let changed = StoredRecord.living(try customer(), WriteHistory(recent: [receipt], entries: 2))
        #expect(decide(action, keyed: true, on: changed) == .refuse(.rejected(.keyReused)))
        let write = CustomerWrite(id: id, action: action, idempotency: key, now: noon)
        #expect(write.lookup == .entryWithKey(key.key))
        #expect(CustomerWrite(id: id, action: action, now: noon).lookup == .nothing)
        #expect(CustomerWrite(id: id, action: .retract(7, ofAnybody: false), now: noon).lookup == .entry(7))
        #expect(CustomerWrite(id: id, action: .restore, now: noon).lookup == .trash)
    }

    @Test("A change under the key of a note is another request, whatever it is to change")
    func keysOfNotes() throws {
        let living = StoredRecord.living(try customer(), WriteHistory(entries: 2))
        for action in [CustomerWrite.Action.patch(try CustomerPatch([.name: "Anna"])), .delete] {
            let write = CustomerWrite(
                id: id, action: action, condition: .matches(.versions([9])), idempotency: key, now: later)
            #expect(write.changeKey == key.key)
            #expect(write.decide(on: living, isKeyOfNote: true) == .refuse(.rejected(.keyReused)))
        }
        for action in try actions() {
            #expect(CustomerWrite(id: id, action: action, idempotency: key, now: later).changeKey == nil)
        }
    }

    @Test("Whoever has said it, or may erase, takes it back, and nothing else is taken back")
    func retractions() throws {
        let living = StoredRecord.living(try customer(), WriteHistory(entries: 4))
        func retract(_ entry: StoredEntry?, _ ofAnybody: Bool) -> WriteDecision {
            decide(.retract(2, ofAnybody: ofAnybody), on: living, entry: entry)
        }
        let done = WriteDecision.carryOut(
            RecordChange(record: living, entries: [], effect: .retraction(2)), outcome: .retracted)
        #expect(retract(note(), false) == done && retract(note(), true) == done)
        #expect(retract(note(by: "ann"), true) == done)
        for author in ["ann", nil] { #expect(retract(note(by: author), false) == .refuse(.rejected(.notOnesOwn))) }
        let gone = StoredEntry(note(by: "ann").entry.retracted)
        #expect(retract(gone, false) == .refuse(.retracted))
        #expect(retract(nil, true) == .refuse(.rejected(.noSuchNote)))
        for kind in TimelineEntry.Kind.allCases where kind != .note && kind != .retracted {
            let entry = StoredEntry(TimelineEntry(number: 2, moment: noon, author: "bob", kind: kind, version: 2))
            #expect(retract(entry, true) == .refuse(.rejected(.noSuchNote)))
        }
    }

    @Test("A restoration is the next version with the values that were deleted, and its key is remembered")
    func restorations() throws {
        let record = StoredRecord.deleted(
            tombstone(until: noon.advanced(bySeconds: 61)), WriteHistory(entries: 4))
        var expected = try customer(version: 5)
        expected.updatedAt = later
        expected.updatedBy = "bob"
        guard
            case .carryOut(let change, .changed(expected, replayOf: nil)) = decide(
                .restore, keyed: true, on: record, trashed: try trashed())
        else {
            Issue.record("not restored")
            return
        }
        #expect(change.effect == .restoration && change.record.history.entries == 5)
        #expect(change.entries.map(\.entry.kind) == [.restored] && change.entries[0].entry.number == 5)
        #expect(change.record.history.receipt(for: key.key)?.version == 5)
        #expect(decide(.restore, keyed: true, on: change.record) == .refuse(.changed(expected, replayOf: 5)))
        #expect(decide(.restore, on: change.record) == .refuse(.changed(expected, replayOf: nil)))
    }

    @Test(
        "An erasure leaves which keys were used, and nothing that tells for what; a deletion as long as the trash says")
    func erasures() throws {
        let receipt = WriteReceipt(key: key.key.text, fingerprint: "this", kind: .create, version: 1)
        let history = WriteHistory(creation: receipt, recent: [receipt], entries: 3)
        guard case .carryOut(let change, _) = decide(.erase, on: .living(try customer(), history)) else {
            Issue.record("not erased")
            return
        }
        let blank = WriteReceipt(key: key.key.text, fingerprint: "", kind: .create, version: 1)
        let erased = Tombstone(id: id, deletedAt: later, version: 4, erasedAt: later)
        #expect(change.record == .deleted(erased, WriteHistory(creation: blank, recent: [blank])))
        let trashed = TrashedCustomer(
            try customer(), deletedAt: later, deletedBy: "bob", restorableUntil: later.advanced(bySeconds: 2 * 86_400))
        guard
            case .carryOut(let deletion, _) = decide(.delete, trashDays: 2, on: .living(try customer(), history))
        else {
            Issue.record("not deleted")
            return
        }
        #expect(deletion.effect == .deletion(trashed: trashed))
    }
}
