import CustomerAPI
import Domain
import DynamoDB
import FoundationEssentials
import Randomness
import TestSupport
import Testing
import Wire

@testable import DynamoDBStore

@Suite("How customers lie in the table")
struct LayoutTests {
    private func entries(_ name: String, email: String, phone: String? = nil) throws -> SearchEntries {
        let id = try #require(CustomerID("3fa85f64-5717-4562-b3fc-2c963f66afa6"))
        return SearchEntries(id, try CustomerDetails(name: name, email: email, phone: phone))
    }

    @Test("There is an entry for each further word, the domain, the phone and the id, and none that another one covers")
    func furtherTexts() throws {
        let anna = try entries("Anna Berg", email: "anna@example.com", phone: "+49 123")
        #expect(anna.further == ["berg anna berg", "example.com anna berg", " 32194.", " +49123", " #3fa85f64"])
        let conan = try entries("Conan O'Brien", email: "brien@o.example")
        #expect(
            conan.further == ["o.example conan o'brien", "obrien conan o'brien", " #3fa85f64"])
        #expect(try entries("o.x", email: "o@o.x").further == ["x o.x", "ox o.x", " #3fa85f64"])
    }

    private func plan(_ customer: Customer, over item: Item) throws -> WritePlan {
        let change = RecordChange(record: .living(customer, WriteHistory()), entries: [], effect: .change)
        return WritePlan(change, over: try StoredItem(item), RecentEntries(), write: .random())
    }

    @Test("A customer whose item names no version of its entries has all of them written again, and the rest removed")
    func formerEntries() throws {
        let details = try CustomerDetails(name: "Anna Berg", email: "anna@example.com", phone: "+49 123")
        let customer = Customer(
            id: .random(), details: details, registrationDate: noon, createdAt: noon, updatedAt: noon, version: 1,
            updatedBy: nil)
        let item = CustomerItem.item(.living(customer, WriteHistory()), write: .random())
        let former = item.filter { $0.key != Attribute.entries }
        #expect(CustomerItem.hasCurrentEntries(item) && !CustomerItem.hasCurrentEntries(former))
        #expect(try plan(customer, over: item).isSingle)
        let again = try plan(customer, over: former)
        #expect(again.claim != nil && again.others.count == 11)
    }

    @Test("However many entries a customer has, a transaction keeps below a hundred actions")
    func transactions() throws {
        let names = ["ä", "ö"].map { letter in
            (1...12).map { "\(letter)\($0)-x\($0)" }.joined(separator: " ")
        }
        let customers = try names.enumerated().map { number, name in
            Customer(
                id: CustomerID("3fa85f64-5717-4562-b3fc-2c963f66afa6") ?? .random(),
                details: try CustomerDetails(
                    name: String(name.prefix(100)), email: "a.b.c.d.e\(number)@f.g.h.i.example.org",
                    phone: "+1 555 010 0123 x\(number)"),
                registrationDate: noon, createdAt: noon, updatedAt: noon, version: 1, updatedBy: nil)
        }
        let item = CustomerItem.item(.living(customers[0], WriteHistory()), write: .random())
        for old in [item, item.filter { $0.key != Attribute.entries }] {
            #expect(try plan(customers[1], over: old).actions.count < 100)
            for isErasure in [true, false] {
                let tombstone = Tombstone(
                    id: customers[0].id, deletedAt: noon, version: 2, erasedAt: isErasure ? noon : nil)
                let change = RecordChange(
                    record: .deleted(tombstone, WriteHistory()), entries: [],
                    effect: isErasure ? .erasure : .deletion(trashed: nil))
                let blocks = (0..<DynamoDBCustomerStore.maximumDated).map { TimelineBlock(customers[0].id, $0, []) }
                let plan = WritePlan(
                    change, over: try StoredItem(old), RecentEntries(), blocks: isErasure ? [] : blocks,
                    write: .random())
                #expect(plan.actions.count < 100)
            }
        }
    }

    @Test("Whatever is found by a term is passed by a search for each of its words, and first exactly once")
    func coverage() throws {
        var generator = SplitMix(seed: 5)
        let words = ["ann", "anna", "an-na", "o'brien", "ß", "x", "李", "berg", "b", "be.rg", "ann@", "com"]
        for _ in 0..<3_000 {
            let name = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
                words.randomElement(using: &generator) ?? ""
            }.joined(separator: " ")
            let email = [name.filter { $0 != " " && $0 != "@" }.prefix(20) + "@example.com", "ann@berg.com"]
            let details = try CustomerDetails(name: name, email: email.randomElement(using: &generator))
            let entries = SearchEntries(.random(), details)
            for token in SearchTokens(details, entries.id).entries {
                let prefix = String(token.prefix(Int.random(in: 1...4, using: &generator)))
                let places = (entries.further + (entries.email.map { [$0] } ?? [])).filter { $0.begins(with: prefix) }
                let firsts = places.filter { entries.isFirst($0, beginningWith: [prefix]) }.count
                let isInNames = entries.nameFold.begins(with: prefix)
                #expect(firsts == (isInNames ? 0 : 1), "\(name): \(prefix)")
            }
        }
    }

    @Test("No key is longer than DynamoDB takes, whatever the name and the email")
    func keyLengths() throws {
        let hangul = String(repeating: "각", count: 100)
        let email = String(repeating: "각", count: 80) + "@a.b"
        for details in [
            try CustomerDetails(name: hangul, email: email),
            try CustomerDetails(name: hangul, email: "a@b.c", phone: "01234567890123456789"),
        ] {
            let customer = Customer(
                id: .random(), details: details, registrationDate: noon, createdAt: noon, updatedAt: noon, version: 1,
                updatedBy: nil)
            let entries = SearchEntries(customer.id, details)
            let items =
                entries.items + [CustomerItem.item(.living(customer, WriteHistory()), write: .random())]
            for item in items {
                #expect((item[Attribute.searchSort]?.text?.utf8.count ?? 0) <= 1_024)
                #expect((item[Attribute.id]?.text?.utf8.count ?? 0) <= 2_048)
            }
            #expect(SearchSortKey.cut(details.nameFold) == details.nameFold)
        }
    }

    @Test("An entry that is not the customer's own item is in no index of emails")
    func noEmailAttribute() throws {
        let entries = try entries("Anna Berg", email: "anna@example.com", phone: "12345")
        for item in entries.items { #expect(item[CustomerField.email.rawValue] == nil) }
    }

    @Test("Records come back as they were written")
    func records() throws {
        let customer = Customer(
            id: .random(),
            details: try CustomerDetails(name: "Zoë", email: "z@example.com", phone: "123", address: "a\nb"),
            registrationDate: Timestamp(microseconds: -1), createdAt: noon, updatedAt: noon, version: 7,
            updatedBy: "kim")
        let receipts = [
            WriteReceipt(
                key: IdempotencyKey.random().text, fingerprint: String(repeating: "0f", count: 32), kind: .change,
                version: 2),
            WriteReceipt(key: "not a UUID", fingerprint: "same", kind: .delete, version: 70_000),
            WriteReceipt(key: "", fingerprint: "abc", kind: .change, version: 1),
            WriteReceipt(key: "ab", fingerprint: "", kind: .change, version: 1),
        ]
        let create = WriteReceipt(key: IdempotencyKey.random().text, fingerprint: "first", kind: .create, version: 1)
        for history in [
            WriteHistory(), WriteHistory(recent: receipts), WriteHistory(creation: create),
            WriteHistory(creation: create, recent: receipts),
        ] {
            let record = StoredRecord.living(customer, history)
            #expect(try CustomerItem.record(CustomerItem.item(record, write: .random())) == record)
            for tombstone in [
                Tombstone(id: customer.id, deletedAt: noon, version: 8),
                Tombstone(id: customer.id, deletedAt: noon, version: 8, restorableUntil: noon),
                Tombstone(id: customer.id, deletedAt: noon, version: 8, erasedAt: noon),
            ] {
                let record = StoredRecord.deleted(tombstone, history)
                #expect(try CustomerItem.record(CustomerItem.item(record, write: .random())) == record)
            }
        }
    }

    @Test("A tombstone has nothing personal")
    func tombstone() {
        let item = CustomerItem.item(
            .deleted(Tombstone(id: .random(), deletedAt: noon, version: 2), WriteHistory()), write: .random())
        #expect(
            Set(item.keys) == [
                Attribute.id, Attribute.deletedAt, Attribute.version, Attribute.lastWrite, Attribute.changePartition,
                Attribute.changeSort, Attribute.revision,
            ])
    }

    @Test("An item of another program is refused in words, not trusted")
    func foreignItem() {
        let item: Item = ["customer_id": "8c1e6b0a-525d-4f1b-9a37-3c945e20d101", "name": "Ann"]
        #expect(throws: StoreFailure.self) { try CustomerItem.record(item) }
    }

    @Test("Times are in order as texts")
    func changeKeys() throws {
        let id = CustomerID.random()
        let moments = [-5, 0, 9, 10, 1_767_268_800_000_000, .max].map { Timestamp(microseconds: $0) }
        let keys = moments.map { ChangeKey($0, id) }
        #expect(keys.sorted() == keys)
        for key in keys { #expect(ChangeKey(key.text) == key) }
        for bad in ["", "1", "0000000000000000000x", keys[1].text + "x", String(keys[1].text.dropLast())] {
            #expect(ChangeKey(bad) == nil)
        }
    }
}
