import CustomerAPI
import Domain
import Testing
import Wire

extension CustomerStoreContract {
    static let timelines = [
        CustomerStoreContract("What is done with somebody is in their timeline, with who did it, newest first") {
            subject in
            let ann = try await subject.add("Ann", email: "ann@example.com", phone: "12345")
            let patch = try CustomerPatch([.phone: nil, .address: "1 Main St\nBath"])
            _ = try await subject.write(
                ann.id, .patch(patch), author: "kim", via: "customers/2.0", at: StoreUnderTest.later(1))
            _ = try await subject.write(
                ann.id, .note(NoteText(trusted: "She called.\nTwice.")), author: "lee", at: StoreUnderTest.later(2))
            try await subject.discard(ann.id, author: "kim", at: StoreUnderTest.later(3))
            _ = try await subject.write(ann.id, .restore, author: "lee", at: StoreUnderTest.later(4))
            let edit = CustomerEdit([
                .phone: FieldChange(from: "12345", to: nil), .address: FieldChange(from: nil, to: "1 Main St\nBath"),
            ])
            let expected = [
                TimelineEntry(
                    number: 1, moment: StoreUnderTest.noon, author: nil, kind: .created, version: 1,
                    edit: CustomerEdit(from: nil, to: ann.details)),
                TimelineEntry(
                    number: 2, moment: StoreUnderTest.later(1), author: "kim", kind: .changed, version: 2, edit: edit,
                    via: "customers/2.0"),
                TimelineEntry(
                    number: 3, moment: StoreUnderTest.later(2), author: "lee", kind: .note, version: 2,
                    note: "She called.\nTwice."),
                TimelineEntry(
                    number: 4, moment: StoreUnderTest.later(3), author: "kim", kind: .deleted, version: 3),
                TimelineEntry(
                    number: 5, moment: StoreUnderTest.later(4), author: "lee", kind: .restored, version: 4),
            ]
            #expect(try await subject.timeline(ann.id) == expected.reversed())
            #expect(try await subject.store.timeline(of: ann.id, below: 3, limit: 1).map(\.number) == [2])
            #expect(try await subject.store.timeline(of: .random(), below: nil, limit: 9).isEmpty)
        },
        CustomerStoreContract("What is refused, and what is repeated, is no entry") { subject in
            let (ann, key) = (try await subject.add("Ann", email: "ann@example.com"), StoreUnderTest.key())
            try await subject.add("Bea", email: "bea@example.com")
            let taken = CustomerWrite.Action.patch(try CustomerPatch([.email: "bea@example.com"]))
            let patch = CustomerWrite.Action.patch(try CustomerPatch([.name: "Anna"]))
            _ = try await subject.write(ann.id, taken)
            _ = try await subject.write(ann.id, patch, if: .matches(.versions([7])))
            for _ in 0..<3 { _ = try await subject.write(ann.id, patch, key: key) }
            try await subject.expectNoGap(ann.id, count: 2)
        },
        CustomerStoreContract("The first entry of somebody from before is what they were") { subject in
            for action in [
                CustomerWrite.Action.patch(try CustomerPatch([.name: "Anna"])), .note(NoteText(trusted: "Called.")),
                .delete,
            ] {
                let id = CustomerID.random()
                let details = try StoreUnderTest.details("Ann", email: "\(id.text)@example.com", address: "Here")
                let before = Customer(
                    id: id, details: details, registrationDate: StoreUnderTest.noon, createdAt: StoreUnderTest.noon,
                    updatedAt: StoreUnderTest.later(5), version: 7, updatedBy: "old")
                try await subject.putEarlier(before)
                #expect(try await subject.timeline(id).isEmpty)
                _ = try await subject.write(
                    id, action, at: StoreUnderTest.later(60), trashDays: StoreUnderTest.trashDays)
                let baseline = TimelineEntry(
                    number: 1, moment: StoreUnderTest.later(5), author: "old", kind: .baseline, version: 7,
                    edit: CustomerEdit(from: nil, to: details))
                #expect(try await subject.timeline(id).last == baseline)
                try await subject.expectNoGap(id, count: 2)
                guard try await subject.living(id) != nil else { continue }
                try await subject.rename(id, "Annabel", at: StoreUnderTest.later(61))
                #expect(try await subject.past(id, .version(7)) == before)
                #expect(try await subject.past(id, .version(6)) == nil)
            }
        },
        CustomerStoreContract("Every version that was recorded is made again from the timeline") { subject in
            var made = [try await subject.add("Ann", email: "ann@example.com", phone: "12345")]
            let id = made[0].id
            let patches: [[CustomerField: String?]] = [
                [.name: "Anna"], [.email: nil], [.tags: "vip new", .company: "Acme"], [.phone: "777", .tags: "vip"],
                [.email: "anna@example.com"], [.company: nil, .address: "Here"],
            ]
            for (number, values) in patches.enumerated() {
                let now = StoreUnderTest.later(Int64(number + 1) * 10)
                _ = try await subject.write(id, .patch(try CustomerPatch(values)), author: "kim\(number)", at: now)
                made.append(try #require(try await subject.living(id)))
                _ = try await subject.write(id, .note(NoteText(trusted: "Note \(number)")), at: now)
                guard number == 3 else { continue }
                // What is made within the same millisecond is at the same moment, as moments are shown.
                try await subject.discard(id, at: now.advanced(bySeconds: 1))
                _ = try await subject.write(id, .restore, at: now.advanced(bySeconds: 2))
                made.append(try #require(try await subject.living(id)))
            }
            for customer in made {
                #expect(try await subject.past(id, .version(customer.version)) == customer)
                #expect(try await subject.past(id, .moment(customer.updatedAt)) == customer)
            }
            #expect(try await subject.past(id, .version(6)) == nil, "the deletion's")
            #expect(try await subject.past(id, .moment(StoreUnderTest.later(-1))) == nil)
        },
        CustomerStoreContract("Of 32 writers, each of whom sends twice, none leaves a gap in the timeline") { subject in
            let ann = try await subject.add("Ann")
            let keys = (0..<32).map { _ in StoreUnderTest.key() }
            _ = try await subject.race(64) { number in
                let writer = number / 2
                let action: CustomerWrite.Action =
                    writer.isMultiple(of: 2)
                    ? .note(NoteText(trusted: "Note \(writer)")) : .patch(try CustomerPatch([.name: "Ann \(writer)"]))
                return try await subject.write(ann.id, action, key: keys[writer], author: "writer \(writer)")
            }
            try await subject.expectNoGap(ann.id, count: 33)
            let entries = try await subject.timeline(ann.id)
            let notes = Set((0..<32).filter { $0.isMultiple(of: 2) }.map { "Note \($0)" })
            #expect(entries.count { $0.kind == .note } == 16 && Set(entries.compactMap(\.note)) == notes)
            #expect(entries.filter(\.kind.makesVersion).map(\.version) == Array((1...17).reversed()))
            let names = entries.compactMap { $0.edit.changes[.name]?.to }
            for version in 1...17 {
                #expect(try await subject.past(ann.id, .version(version))?.name == names[17 - version])
            }
        },
    ]

    static let notes = [
        CustomerStoreContract("A note makes neither a version nor a change, and no edit meets it") { subject in
            let ann = try await subject.add("Ann", address: "Here")
            let position = try await subject.store.changes(after: nil, limit: 10).position
            let outcome = try await subject.write(ann.id, .note(NoteText(trusted: "Called.")), author: "kim")
            let expected = TimelineEntry(
                number: 2, moment: StoreUnderTest.noon, author: "kim", kind: .note, version: 1, note: "Called.")
            #expect(outcome == .noted(expected, replayOf: nil))
            #expect(try await subject.living(ann.id) == ann)
            #expect(try await subject.store.changes(after: position, limit: 10).elements.isEmpty)
            let patch = CustomerWrite.Action.patch(try CustomerPatch([.name: "Anna"]))
            guard case .changed = try await subject.write(ann.id, patch, if: .matches(.versions([1]))) else {
                throw ContractBreach("The note was in the way")
            }
        },
        CustomerStoreContract("A note is there once however often it is sent, and for good") { subject in
            let (ann, key) = (try await subject.add("Ann"), StoreUnderTest.key())
            let note = CustomerWrite.Action.note(NoteText(trusted: "Called."))
            guard case .noted(let entry, replayOf: nil) = try await subject.write(ann.id, note, key: key) else {
                throw ContractBreach("It was not noted")
            }
            // More than a record has receipts of.
            for number in 0..<20 {
                let patch = CustomerWrite.Action.patch(try CustomerPatch([.name: "Ann \(number)"]))
                _ = try await subject.write(ann.id, patch, key: StoreUnderTest.key())
            }
            #expect(try await subject.write(ann.id, note, key: key) == .noted(entry, replayOf: 1))
            let other = CustomerWrite.Idempotency(key: key.key, fingerprint: "another")
            #expect(try await subject.write(ann.id, note, key: other) == .rejected(.keyReused))
            _ = try await subject.write(ann.id, .retract(entry.number, ofAnybody: false))
            #expect(try await subject.write(ann.id, note, key: key) == .noted(entry.retracted, replayOf: 1))
            let bea = try await subject.add("Bea")
            guard case .noted(_, replayOf: nil) = try await subject.write(bea.id, note, key: key) else {
                throw ContractBreach("A key is one customer's")
            }
            try await subject.expectNoGap(ann.id, count: 22)
        },
        CustomerStoreContract("A note is taken back by who has said it, or by who may take back anybody's") { subject in
            let ann = try await subject.add("Ann")
            for author in ["kim", "lee", nil] {
                _ = try await subject.write(ann.id, .note(NoteText(trusted: "Secret \(author ?? "")")), author: author)
            }
            let before = try await subject.timeline(ann.id)
            func retract(_ number: Int, _ author: String?, ofAnybody: Bool = false) async throws -> WriteOutcome {
                try await subject.write(ann.id, .retract(number, ofAnybody: ofAnybody), author: author)
            }
            #expect(try await retract(2, "lee") == .rejected(.notOnesOwn))
            #expect(try await retract(1, "kim", ofAnybody: true) == .rejected(.noSuchNote))
            #expect(try await retract(9, "kim", ofAnybody: true) == .rejected(.noSuchNote))
            #expect(try await subject.timeline(ann.id) == before)
            #expect(try await retract(2, "kim") == .retracted)
            #expect(try await retract(3, "kim", ofAnybody: true) == .retracted)
            #expect(try await retract(3, "kim") == .retracted, "it is done already")
            let expected = before.map { [2, 3].contains($0.number) ? $0.retracted : $0 }
            #expect(try await subject.timeline(ann.id) == expected)
            #expect(try await subject.living(ann.id) == ann)
        },
        CustomerStoreContract("Nothing is said of who is not there") { subject in
            let (ann, note) = (try await subject.add("Ann"), CustomerWrite.Action.note(NoteText(trusted: "Called.")))
            let key = StoreUnderTest.key()
            _ = try await subject.write(ann.id, note, key: key)
            try await subject.discard(ann.id)
            guard case .rejected(.gone(replayOf: nil, .some)) = try await subject.write(ann.id, note) else {
                throw ContractBreach("It was said of a deleted customer")
            }
            guard case .rejected(.gone) = try await subject.write(ann.id, .retract(2, ofAnybody: true)) else {
                throw ContractBreach("It was taken back of a deleted customer")
            }
            #expect(try await subject.write(.random(), note) == .rejected(.notFound))
            _ = try await subject.write(ann.id, .restore)
            guard case .noted(_, replayOf: 1) = try await subject.write(ann.id, note, key: key) else {
                throw ContractBreach("It is not known any more what was said")
            }
            try await subject.expectNoGap(ann.id, count: 4)
        },
    ]
}
