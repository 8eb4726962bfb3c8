import CustomerAPI
import Domain
import Testing
import Wire

extension CustomerStoreContract {
    static let idempotency = [
        CustomerStoreContract("A repeated create changes nothing and shows the customer as it is now") { subject in
            let key = StoreUnderTest.key()
            let ann = try await subject.add("Ann", key: key)
            let create = CustomerWrite.Action.create(NewCustomer(ann.details))
            #expect(try await subject.write(ann.id, create, key: key) == .created(ann, replayOf: 1))
            _ = try await subject.write(ann.id, .patch(try CustomerPatch([.name: "Anna"])))
            let current = try #require(try await subject.living(ann.id))
            #expect(try await subject.write(ann.id, create, key: key) == .created(current, replayOf: 1))
            #expect(try await subject.living(ann.id) == current)
        },
        CustomerStoreContract("A repeated change is answered by its key, whatever its condition says by now") {
            subject in
            let ann = try await subject.add("Ann")
            let key = StoreUnderTest.key()
            let patch = CustomerWrite.Action.patch(try CustomerPatch([.name: "Anna"]))
            _ = try await subject.write(ann.id, patch, if: .matches(.versions([1])), key: key)
            _ = try await subject.write(ann.id, .patch(try CustomerPatch([.name: "Annika"])))
            let current = try #require(try await subject.living(ann.id))
            let repeated = try await subject.write(ann.id, patch, if: .matches(.versions([1])), key: key)
            #expect(repeated == .changed(current, replayOf: 2))
            #expect(current.name == "Annika")
        },
        CustomerStoreContract("A repeated deletion is a deletion, other repeats on a deleted customer are gone") {
            subject in
            let (createKey, patchKey, deleteKey) = (StoreUnderTest.key(), StoreUnderTest.key(), StoreUnderTest.key())
            let ann = try await subject.add("Ann", key: createKey)
            let patch = CustomerWrite.Action.patch(try CustomerPatch([.name: "Anna"]))
            _ = try await subject.write(ann.id, patch, key: patchKey)
            _ = try await subject.write(ann.id, .delete, key: deleteKey)
            let create = CustomerWrite.Action.create(NewCustomer(ann.details))
            #expect(try await subject.write(ann.id, .delete, key: deleteKey) == .deleted(replayOf: 3))
            #expect(try await subject.write(ann.id, patch, key: patchKey) == .rejected(.gone(replayOf: 2)))
            #expect(try await subject.write(ann.id, create, key: createKey) == .rejected(.gone(replayOf: 1)))
            #expect(try await subject.write(ann.id, .delete) == .rejected(.gone(replayOf: nil)))
        },
        CustomerStoreContract("A key that comes with another request is refused before anything else") { subject in
            let key = StoreUnderTest.key("first")
            let other = CustomerWrite.Idempotency(key: key.key, fingerprint: "second")
            let ann = try await subject.add("Ann", key: key)
            let patch = CustomerWrite.Action.patch(try CustomerPatch([.name: "Anna"]))
            #expect(
                try await subject.write(ann.id, patch, if: .matches(.versions([9])), key: other)
                    == .rejected(.keyReused))
            _ = try await subject.write(ann.id, .delete)
            #expect(try await subject.write(ann.id, patch, key: other) == .rejected(.keyReused))
        },
        CustomerStoreContract("A key of a note is refused for a change, and that of a change for a note") { subject in
            let ann = try await subject.add("Ann")
            let note = CustomerWrite.Action.note(NoteText(trusted: "Called."))
            let patch = CustomerWrite.Action.patch(try CustomerPatch([.name: "Anna"]))
            let (noteKey, patchKey) = (StoreUnderTest.key("note"), StoreUnderTest.key("patch"))
            guard case .noted(let entry, replayOf: nil) = try await subject.write(ann.id, note, key: noteKey) else {
                throw ContractBreach("It was not noted")
            }
            let keyOfNote = CustomerWrite.Idempotency(key: noteKey.key, fingerprint: "patch")
            for action in [patch, .replace(NewCustomer(ann.details)), .delete] {
                #expect(try await subject.write(ann.id, action, key: keyOfNote) == .rejected(.keyReused))
            }
            #expect(try await subject.living(ann.id) == ann)
            _ = try await subject.write(ann.id, .retract(entry.number, ofAnybody: true))
            #expect(try await subject.write(ann.id, patch, key: keyOfNote) == .rejected(.keyReused))
            guard case .changed(_, replayOf: nil) = try await subject.write(ann.id, patch, key: patchKey) else {
                throw ContractBreach("A key that nobody has used is in the way")
            }
            let keyOfPatch = CustomerWrite.Idempotency(key: patchKey.key, fingerprint: "note")
            #expect(try await subject.write(ann.id, note, key: keyOfPatch) == .rejected(.keyReused))
            #expect(try await subject.write(ann.id, note, key: noteKey) == .noted(entry.retracted, replayOf: 1))
        },
        CustomerStoreContract("The creation is remembered for good, and the last 16 changes") { subject in
            let createKey = StoreUnderTest.key()
            let ann = try await subject.add("Ann", key: createKey)
            let keys = (0..<17).map { _ in StoreUnderTest.key() }
            for (number, key) in keys.enumerated() {
                _ = try await subject.write(ann.id, .patch(try CustomerPatch([.name: "Ann \(number)"])), key: key)
            }
            let current = try #require(try await subject.living(ann.id))
            let patch = CustomerWrite.Action.patch(try CustomerPatch([.name: "Ann"]))
            for (number, key) in keys.enumerated().dropFirst() {
                #expect(try await subject.write(ann.id, patch, key: key) == .changed(current, replayOf: number + 2))
            }
            let create = CustomerWrite.Action.create(NewCustomer(ann.details))
            #expect(try await subject.write(ann.id, create, key: createKey) == .created(current, replayOf: 1))
            // The oldest change is forgotten, so this is a new one.
            _ = try await subject.write(ann.id, patch, key: keys[0])
            #expect(try await subject.living(ann.id)?.version == 19)
        },
        CustomerStoreContract("A refused write leaves its key free") { subject in
            let ann = try await subject.add("Ann")
            let key = StoreUnderTest.key()
            let patch = CustomerWrite.Action.patch(try CustomerPatch([.name: "Anna"]))
            _ = try await subject.write(ann.id, patch, if: .matches(.versions([7])), key: key)
            let outcome = try await subject.write(ann.id, patch, if: .matches(.versions([1])), key: key)
            let current = try #require(try await subject.living(ann.id))
            #expect(outcome == .changed(current, replayOf: nil))
            #expect(current.name == "Anna")
        },
        CustomerStoreContract("Of 32 sendings of one create a single one creates") { subject in
            let (id, key) = (CustomerID.random(), StoreUnderTest.key())
            let new = NewCustomer(try StoreUnderTest.details("Ann", email: "ann@example.com"))
            let outcomes = try await subject.race(32) { _ in try await subject.write(id, .create(new), key: key) }
            let ann = try #require(try await subject.living(id))
            #expect(outcomes.filter { $0 == .created(ann, replayOf: nil) }.count == 1)
            #expect(outcomes.filter { $0 == .created(ann, replayOf: 1) }.count == 31)
        },
    ]

    static let emails = [
        CustomerStoreContract("An email belongs to one living customer, however it is written") { subject in
            let ann = try await subject.add("Ann", email: "J\u{F6}rg@Example.com")
            for taken in ["j\u{F6}rg@example.com", "J\u{D6}RG@EXAMPLE.COM", "jo\u{308}rg@example.com"] {
                let new = NewCustomer(try StoreUnderTest.details("Bea", email: taken))
                let outcome = try await subject.write(.random(), .create(new))
                #expect(outcome == .rejected(.emailTaken(owner: ann.id)))
            }
            try await subject.add("Jorg", email: "jorg@example.com")
            #expect(try await subject.all(.directory(.name), limit: 10).map(\.name) == ["Ann", "Jorg"])
        },
        CustomerStoreContract("A customer may write its own email differently") { subject in
            let ann = try await subject.add("Ann", email: "ann@example.com")
            _ = try await subject.write(ann.id, .patch(try CustomerPatch([.email: "Ann@Example.com"])))
            #expect(try await subject.store.customer(emailKey: "ann@example.com")?.email == "Ann@Example.com")
        },
        CustomerStoreContract("An email is free again when its customer changes it or is deleted") { subject in
            let ann = try await subject.add("Ann", email: "first@example.com")
            _ = try await subject.write(ann.id, .patch(try CustomerPatch([.email: "second@example.com"])))
            let bea = try await subject.add("Bea", email: "first@example.com")
            _ = try await subject.write(ann.id, .delete)
            _ = try await subject.write(bea.id, .patch(try CustomerPatch([.email: "second@example.com"])))
            #expect(try await subject.store.customer(emailKey: "second@example.com")?.id == bea.id)
            #expect(try await subject.store.customer(emailKey: "first@example.com") == nil)
        },
        CustomerStoreContract("An email is found as a whole only") { subject in
            try await subject.add("Ann", email: "ann@example.com")
            for other in ["ann@example.com\0", "ann@example.com\0.org", "ann@example.co", "nn@example.com", "", "%"] {
                #expect(try await subject.store.customer(emailKey: other) == nil)
            }
        },
        CustomerStoreContract("A write refused for its email changes nothing") { subject in
            let ann = try await subject.add("Ann", email: "ann@example.com")
            let bea = try await subject.add("Bea", email: "bea@example.com")
            let details = try StoreUnderTest.details("Changed", email: "ANN@example.com")
            #expect(
                try await subject.write(bea.id, .replace(NewCustomer(details))) == .rejected(.emailTaken(owner: ann.id))
            )
            #expect(try await subject.living(bea.id) == bea)
            #expect(try await subject.found("changed").isEmpty)
        },
        CustomerStoreContract("Of 64 customers created at once with one email there is one") { subject in
            let outcomes = try await subject.race(64) { number in
                let email = number.isMultiple(of: 2) ? "same@example.com" : "SAME@example.com"
                let new = NewCustomer(try StoreUnderTest.details("Writer \(number)", email: email))
                return try await subject.write(.random(), .create(new))
            }
            let owner = try #require(try await subject.store.customer(emailKey: "same@example.com"))
            #expect(outcomes.filter { $0 == .created(owner, replayOf: nil) }.count == 1)
            #expect(outcomes.filter { $0 == .rejected(.emailTaken(owner: owner.id)) }.count == 63)
            #expect(try await subject.all(.directory(.name), limit: 100) == [owner])
        },
    ]
}
