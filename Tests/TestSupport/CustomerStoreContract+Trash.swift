import CustomerAPI
import Domain
import Testing
import Wire

extension CustomerStoreContract {
    static let trash = [
        CustomerStoreContract("Who is deleted lies in the trash as they were, and comes back the same") { subject in
            let ann = try await subject.add("Ann", email: "ann@example.com", phone: "12345", address: "Here")
            let deleted = StoreUnderTest.later(60)
            try await subject.discard(ann.id, author: "kim", at: deleted)
            let until = deleted.advanced(bySeconds: 30 * 86_400)
            let trashed = TrashedCustomer(ann, deletedAt: deleted, deletedBy: "kim", restorableUntil: until)
            #expect(try await subject.trash() == [trashed])
            #expect(
                try await subject.write(ann.id, .delete, at: deleted)
                    == .rejected(.gone(replayOf: nil, restorableUntil: until)))
            #expect(try await subject.found("ann").isEmpty)
            guard case .deleted(let tombstone, _)? = try await subject.store.record(ann.id) else {
                throw ContractBreach("There is no tombstone")
            }
            #expect(tombstone == Tombstone(id: ann.id, deletedAt: deleted, version: 2, restorableUntil: until))
            let position = try await subject.store.changes(after: nil, limit: 10).position
            var expected = ann
            (expected.version, expected.updatedAt, expected.updatedBy) = (3, StoreUnderTest.later(120), "lee")
            let outcome = try await subject.write(ann.id, .restore, author: "lee", at: StoreUnderTest.later(120))
            #expect(outcome == .changed(expected, replayOf: nil))
            #expect(try await subject.living(ann.id) == expected)
            #expect(try await subject.store.customer(emailKey: "ann@example.com") == expected)
            #expect(try await subject.found("ann") == ["Ann"])
            #expect(try await subject.all(.directory(.name), limit: 10) == [expected])
            #expect(try await subject.store.changes(after: position, limit: 10).elements == [.changed(expected)])
            #expect(try await subject.trash().isEmpty)
        },
        CustomerStoreContract("The trash is read in pages, the last deleted first") { subject in
            for number in 0..<5 {
                let customer = try await subject.add("Customer \(number)")
                try await subject.discard(customer.id, at: StoreUnderTest.later(Int64(60 * (number + 1))))
            }
            let names = try await subject.trash().map(\.customer.name)
            #expect(names == (0..<5).reversed().map { "Customer \($0)" })
            await #expect(throws: StoreFailure.badPosition) {
                try await subject.store.trash(after: StorePosition([1, 2, 3]), limit: 2)
            }
        },
        CustomerStoreContract("Nobody comes back after their time, nor who never was in the trash") { subject in
            let (ann, bea) = (try await subject.add("Ann"), try await subject.add("Bea"))
            try await subject.discard(ann.id)
            _ = try await subject.write(bea.id, .delete)
            guard case .deleted(let tombstone, _)? = try await subject.store.record(ann.id),
                let until = tombstone.restorableUntil
            else { throw ContractBreach("There is no time") }
            for (id, now) in [(ann.id, until), (bea.id, StoreUnderTest.later(1))] {
                let outcome = try await subject.write(id, .restore, at: now)
                #expect(outcome == .rejected(.gone(replayOf: nil, restorableUntil: nil)))
            }
            #expect(try await subject.write(.random(), .restore) == .rejected(.notFound))
            #expect(try await subject.trash().allSatisfy { $0.customer.id == ann.id })
            let late = Timestamp(microseconds: until.microseconds - 1)
            guard case .changed = try await subject.write(ann.id, .restore, at: late) else {
                throw ContractBreach("Nobody was restored in time")
            }
        },
        CustomerStoreContract("Who has lost the email meanwhile is not restored, and is told whose it is") { subject in
            let ann = try await subject.add("Ann", email: "same@example.com")
            try await subject.discard(ann.id)
            let bea = try await subject.add("Bea", email: "SAME@example.com")
            #expect(try await subject.write(ann.id, .restore) == .rejected(.emailTaken(owner: bea.id)))
            #expect(try await subject.trash().map(\.customer) == [ann])
            try await subject.expectNoGap(ann.id, count: 2)
            _ = try await subject.write(bea.id, .patch(try CustomerPatch([.email: nil, .phone: "12345"])))
            guard case .changed(let restored, replayOf: nil) = try await subject.write(ann.id, .restore) else {
                throw ContractBreach("The email is free")
            }
            #expect(try await subject.store.customer(emailKey: "same@example.com") == restored)
            try await subject.discard(bea.id)
            guard case .changed(let other, replayOf: nil) = try await subject.write(bea.id, .restore) else {
                throw ContractBreach("Who has no email needs none")
            }
            #expect(other.email == nil)
        },
        CustomerStoreContract("The timeline of somebody in the trash is whole, and so it is when they are back") {
            subject in
            let ann = try await subject.add("Ann", phone: "12345")
            for number in 1...20 { try await subject.rename(ann.id, "Ann \(number)") }
            _ = try await subject.write(ann.id, .note(NoteText(trusted: "Called.")), author: "kim")
            let before = try await subject.timeline(ann.id)
            try await subject.discard(ann.id, author: "kim")
            let inTrash = try await subject.timeline(ann.id)
            #expect(inTrash.first?.kind == .deleted && Array(inTrash.dropFirst()) == before)
            guard case .changed = try await subject.write(ann.id, .restore) else {
                throw ContractBreach("Nobody was restored")
            }
            let back = try await subject.timeline(ann.id)
            #expect(back.first?.kind == .restored && Array(back.dropFirst()) == inTrash)
        },
        CustomerStoreContract("Deletions and restores are known when they are repeated after each other") { subject in
            let ann = try await subject.add("Ann")
            let (first, second, third) = (StoreUnderTest.key(), StoreUnderTest.key(), StoreUnderTest.key())
            func delete(_ key: CustomerWrite.Idempotency) async throws -> WriteOutcome {
                try await subject.write(ann.id, .delete, key: key, trashDays: StoreUnderTest.trashDays)
            }
            func restore(_ key: CustomerWrite.Idempotency?) async throws -> WriteOutcome {
                try await subject.write(ann.id, .restore, key: key)
            }
            #expect(try await delete(first) == .deleted(replayOf: nil))
            #expect(try await delete(first) == .deleted(replayOf: 2))
            guard case .changed(let restored, replayOf: nil) = try await restore(second) else {
                throw ContractBreach("Nobody was restored")
            }
            #expect(try await restore(second) == .changed(restored, replayOf: 3))
            #expect(try await restore(nil) == .changed(restored, replayOf: nil), "nobody has to be restored")
            #expect(try await delete(first) == .deleted(replayOf: 2), "of before")
            #expect(try await subject.living(ann.id) == restored)
            #expect(try await delete(third) == .deleted(replayOf: nil))
            guard case .rejected(.gone(replayOf: 3, .some)) = try await restore(second) else {
                throw ContractBreach("What is repeated was done again")
            }
            try await subject.expectNoGap(ann.id, count: 4)
        },
        CustomerStoreContract("Of 64 who want one email, restored and new ones, a single one has it") { subject in
            var trashed: [CustomerID] = []
            for number in 0..<16 {
                let customer = try await subject.add("Former \(number)", email: "same@example.com")
                try await subject.discard(customer.id)
                trashed.append(customer.id)
            }
            let former = trashed
            let outcomes = try await subject.race(64) { number in
                if number.isMultiple(of: 2) { return try await subject.write(former[number / 2 % 16], .restore) }
                let new = NewCustomer(try StoreUnderTest.details("New \(number)", email: "same@example.com"))
                return try await subject.write(.random(), .create(new), if: .mustNotExist)
            }
            let owner = try #require(try await subject.store.customer(emailKey: "same@example.com"))
            let lost = outcomes.count { $0 == .rejected(.emailTaken(owner: owner.id)) }
            let won = outcomes.filter { $0 == .created(owner, replayOf: nil) || $0 == .changed(owner, replayOf: nil) }
            #expect(won.count + lost == 64 && won.count >= 1)
            // Two of them each restore the same customer.
            #expect(won.count == (former.contains(owner.id) ? 2 : 1))
            #expect(try await subject.all(.directory(.name), limit: 100) == [owner])
            #expect(try await subject.trash().count == (former.contains(owner.id) ? 15 : 16))
        },
        CustomerStoreContract("Of 32 deletions and restores at once each is whole") { subject in
            let ann = try await subject.add("Ann", email: "ann@example.com")
            _ = try await subject.race(32) { number in
                try await subject.write(
                    ann.id, number.isMultiple(of: 2) ? .delete : .restore, trashDays: StoreUnderTest.trashDays)
            }
            let entries = try await subject.timeline(ann.id)
            #expect(entries.map(\.number) == Array((1...entries.count).reversed()))
            #expect(entries.map(\.version) == entries.map(\.number))
            for (entry, before) in zip(entries, entries.dropFirst()) {
                #expect((entry.kind == .deleted) == (before.kind != .deleted))
            }
            let isDeleted = entries.first?.kind == .deleted
            #expect(try await subject.trash().count == (isDeleted ? 1 : 0))
            #expect(try await subject.store.customer(emailKey: "ann@example.com")?.id == (isDeleted ? nil : ann.id))
        },
    ]
}
