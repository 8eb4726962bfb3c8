import CustomerAPI
import Domain
import Testing
import Wire

extension CustomerStoreContract {
    static let erasures = [
        CustomerStoreContract("An erased customer leaves the id, the version and the times, and nothing else") {
            subject in
            // Each after the one before: of what is written at one time, a feed may be past the one with the lower id.
            for (isTrashed, start) in [(false, Int64(0)), (true, 600)] {
                let key = StoreUnderTest.key()
                let email = "ann\(isTrashed)@example.com"
                let ann = try await subject.add("Zelda", email: email, key: key)
                _ = try await subject.write(ann.id, .note(NoteText(trusted: "Called.")), key: StoreUnderTest.key())
                if isTrashed { try await subject.discard(ann.id, at: StoreUnderTest.later(start + 60)) }
                let position = try await subject.store.changes(after: nil, limit: 10).position
                let erased = StoreUnderTest.later(start + 120)
                #expect(try await subject.write(ann.id, .erase, at: erased) == .deleted(replayOf: nil))
                let expected = Tombstone(
                    id: ann.id, deletedAt: isTrashed ? StoreUnderTest.later(start + 60) : erased,
                    version: isTrashed ? 3 : 2, erasedAt: erased)
                guard case .deleted(let tombstone, let history)? = try await subject.store.record(ann.id) else {
                    throw ContractBreach("There is no tombstone")
                }
                #expect(tombstone == expected)
                #expect(history.entries == 0 && history.creation?.key == key.key.text)
                #expect(history.creation?.fingerprint.isEmpty == true)
                // A feed may go back some way, to miss nothing.
                let changes = try await subject.store.changes(after: position, limit: 10).elements
                #expect(changes.last == .deleted(expected))
                #expect(try await subject.timeline(ann.id).isEmpty)
                #expect(try await subject.trash().isEmpty)
                #expect(try await subject.found("zelda").isEmpty)
                #expect(try await subject.store.customer(emailKey: email) == nil)
                try await subject.add("Another", email: email)
            }
        },
        CustomerStoreContract("Who is erased is gone to every later write, and is erased once") { subject in
            let key = StoreUnderTest.key()
            let ann = try await subject.add("Ann", key: key)
            _ = try await subject.write(ann.id, .note(NoteText(trusted: "Called.")))
            _ = try await subject.write(ann.id, .erase)
            let record = try await subject.store.record(ann.id)
            let actions: [CustomerWrite.Action] = [
                .create(NewCustomer(ann.details)), .replace(NewCustomer(ann.details)), .patch(try CustomerPatch([:])),
                .delete, .note(NoteText(trusted: "Again.")), .retract(2, ofAnybody: true), .restore,
            ]
            for action in actions {
                #expect(
                    try await subject.write(ann.id, action, trashDays: StoreUnderTest.trashDays)
                        == .rejected(.gone(replayOf: nil)))
            }
            let repeated = try await subject.write(ann.id, .create(NewCustomer(ann.details)), key: key)
            #expect(repeated == .rejected(.gone(replayOf: 1)))
            #expect(try await subject.write(ann.id, .erase) == .deleted(replayOf: nil))
            #expect(try await subject.store.record(ann.id) == record)
            #expect(try await subject.erasures().0.count == 1)
            #expect(try await subject.write(.random(), .erase) == .rejected(.notFound))
        },
        CustomerStoreContract("Erasures are read in their order, and from where one was on") { subject in
            var expected: [Erasure] = []
            let (none, start) = try await subject.erasures()
            #expect(none.isEmpty)
            for number in 0..<5 {
                let customer = try await subject.add("Customer \(number)")
                if number == 2 { try await subject.discard(customer.id) }
                if number == 3 { _ = try await subject.write(try await subject.add("Other").id, .delete) }
                let now = StoreUnderTest.later(Int64(60 * (number + 1)))
                _ = try await subject.write(customer.id, .erase, at: now)
                expected.append(Erasure(customer.id, at: now))
            }
            let (all, end) = try await subject.erasures()
            #expect(all == expected)
            #expect(try await subject.erasures(after: start).0 == expected)
            #expect(try await subject.erasures(after: end).0.isEmpty)
            let late = try await subject.add("Late")
            _ = try await subject.write(late.id, .erase, at: StoreUnderTest.later(600))
            #expect(
                try await subject.erasures(after: end).0 == [Erasure(late.id, at: StoreUnderTest.later(600))])
        },
        CustomerStoreContract("Of 32 who erase, note and change at once nothing is left") { subject in
            let ann = try await subject.add("Ann", email: "ann@example.com")
            _ = try await subject.race(32) { number in
                let action: CustomerWrite.Action =
                    switch number % 4 {
                    case 0: .note(NoteText(trusted: "Note \(number)"))
                    case 1: .patch(try CustomerPatch([.name: "Ann \(number)"]))
                    case 2 where number > 10: .erase
                    default: number == 7 ? .delete : .restore
                    }
                return try await subject.write(ann.id, action, trashDays: StoreUnderTest.trashDays)
            }
            #expect(try await subject.timeline(ann.id).isEmpty)
            #expect(try await subject.trash().isEmpty)
            #expect(try await subject.store.customer(emailKey: "ann@example.com") == nil)
            #expect(try await subject.erasures().0.map(\.customerID) == [ann.id])
        },
    ]

    static let dismissals = [
        CustomerStoreContract("Who is not the same person is remembered, in whatever order they are named") { subject in
            var ids: [CustomerID] = []
            for number in 0..<4 { ids.append(try await subject.add("Customer \(number)").id) }
            let pairs = [CustomerPair(ids[0], ids[1]), CustomerPair(ids[0], ids[2]), CustomerPair(ids[2], ids[3])]
            #expect(try await subject.store.dismissed(among: pairs).isEmpty)
            for pair in pairs.dropLast() { try await subject.store.dismiss(pair) }
            try await subject.store.dismiss(pairs[0])
            #expect(try await subject.store.dismissed(among: pairs) == Set(pairs.dropLast()))
            #expect(try await subject.store.dismissed(among: [CustomerPair(ids[1], ids[0])]) == [pairs[0]])
            #expect(try await subject.store.dismissed(among: []).isEmpty)
            let others = [[ids[1], ids[2]], [ids[0]], [ids[0]], []]
            for (id, others) in zip(ids, others) {
                #expect(try await subject.store.dismissed(of: id) == Set(others))
            }
        },
        CustomerStoreContract("It is forgotten with who is erased, and outlives the trash") { subject in
            let (ann, bea, cid) = (
                try await subject.add("Ann"), try await subject.add("Bea"), try await subject.add("Cid")
            )
            let pairs = [CustomerPair(ann.id, bea.id), CustomerPair(ann.id, cid.id), CustomerPair(bea.id, cid.id)]
            for pair in pairs { try await subject.store.dismiss(pair) }
            try await subject.discard(ann.id)
            _ = try await subject.write(ann.id, .restore)
            #expect(try await subject.store.dismissed(among: pairs) == Set(pairs))
            _ = try await subject.write(ann.id, .erase)
            #expect(try await subject.store.dismissed(among: pairs) == [pairs[2]])
        },
    ]
}
