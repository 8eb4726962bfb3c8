import CustomerAPI
import Domain
import Randomness
import TestSupport
import Testing
import Wire

@testable import DynamoDBStore

@Suite("Entries of a timeline in bytes")
struct PackedEntriesTests {
    private static func entry(_ number: Int, using generator: inout SplitMix) -> StoredEntry {
        func text() -> String? {
            [nil, "", "a", "Straße 1\nBath", String(repeating: "x", count: 300)].randomElement(using: &generator) ?? nil
        }
        let changes = CustomerField.allCases.filter { _ in Bool.random(using: &generator) }
            .map { ($0, FieldChange(from: text(), to: text())) }
        let receipt = CustomerWrite.Idempotency(key: .random(), fingerprint: String(repeating: "5f", count: 32))
        return StoredEntry(
            TimelineEntry(
                number: number,
                moment: Timestamp(microseconds: .random(in: -5...1_767_268_800_000_000, using: &generator)),
                author: text(), kind: TimelineEntry.Kind.allCases.randomElement(using: &generator) ?? .note,
                version: .random(in: 1...100_000, using: &generator),
                edit: CustomerEdit(Dictionary(uniqueKeysWithValues: changes)), note: text(), via: text(),
                isTrimmed: .random(using: &generator)),
            idempotency: Bool.random(using: &generator) ? receipt : nil)
    }

    @Test("Whatever an entry has, it comes back as it was")
    func roundTrips() throws {
        var generator = SplitMix(seed: 14)
        for _ in 0..<500 {
            let behind = Int.random(in: 0...10_000, using: &generator)
            let entries = (0..<Int.random(in: 0...9, using: &generator)).map {
                Self.entry(behind + $0 + 1, using: &generator)
            }
            let read = try PackedEntries.entries(PackedEntries.bytes(entries, behind: behind))
            #expect(read.behind == behind && read.entries == entries)
        }
    }

    @Test("Bytes that are cut off or changed are refused, or are other entries, and end nothing")
    func damaged() throws {
        var generator = SplitMix(seed: 15)
        let bytes = PackedEntries.bytes((1...4).map { Self.entry($0, using: &generator) }, behind: 0)
        for _ in 0..<5_000 {
            var damaged = Array(bytes.prefix(.random(in: 0...bytes.count, using: &generator)))
            if let place = damaged.indices.randomElement(using: &generator) {
                damaged[place] = .random(in: 0...255, using: &generator)
            }
            _ = try? PackedEntries.entries(damaged)
        }
        #expect(throws: StoreFailure.self) { try PackedEntries.entries([]) }
        #expect(throws: StoreFailure.self) { try PackedEntries.entries(Array(bytes.dropLast())) }
        #expect(throws: StoreFailure.self) { try PackedEntries.entries([2] + bytes.dropFirst()) }
    }

    @Test("One edit of an address after the other takes little more than the new address")
    func size() throws {
        let entries = (1...8).map { number in
            let change = FieldChange(from: "\(number - 1) Main Street", to: "\(number) Main Street")
            return StoredEntry(
                TimelineEntry(
                    number: number, moment: noon.advanced(bySeconds: Int64(number) * 3_600), author: "kim",
                    kind: .changed, version: number + 1, edit: CustomerEdit([.address: change]), via: "customers/2.0.0")
            )
        }
        let (seven, eight) = (
            PackedEntries.bytes(entries.dropLast(), behind: 0).count, PackedEntries.bytes(entries, behind: 0).count
        )
        #expect(eight - seven <= "8 Main Street".utf8.count + 12)
    }

    @Test("Whole blocks go when the item is heavy or has many entries, and all of them when they are long")
    func excess() {
        func entries(_ count: Int, _ text: String = "x") -> [StoredEntry] {
            (1...count).map { number in
                StoredEntry(
                    TimelineEntry(number: number, moment: noon, author: nil, kind: .note, version: 1, note: text))
            }
        }
        let one = entries(1)
        let block = TimelineBlock.size
        #expect(RecentEntries(behind: 0, entries(11)).excess(adding: one, itemSize: 900) == 0)
        #expect(RecentEntries(behind: 0, entries(12)).excess(adding: one, itemSize: 900) == block)
        #expect(RecentEntries(behind: 0, entries(block)).excess(adding: one, itemSize: 2_049) == block)
        #expect(RecentEntries(behind: 0, entries(block - 1)).excess(adding: one, itemSize: 2_049) == 0)
        // A block holds seven, of which five are there already.
        #expect(RecentEntries(behind: 5, entries(4)).excess(adding: one, itemSize: 2_049) == 2)
        let long = String(repeating: "x", count: 2_000)
        #expect(RecentEntries(behind: 0, entries(3, long)).excess(adding: one, itemSize: 900) == 3)
        #expect(RecentEntries().excess(adding: one, itemSize: 9_000) == 0)
    }
}
