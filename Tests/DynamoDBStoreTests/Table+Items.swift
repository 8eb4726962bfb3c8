import CustomerAPI
import Domain
import DynamoDB
import TestSupport

@testable import DynamoDBStore

extension MiniStack.Table {
    /// All items, by a scan that no store does.
    func items() async throws -> [Item] {
        var (items, start): ([Item], Item?) = ([], nil)
        repeat {
            let page = try await client.scan(name, start: start)
            items += page.items
            start = page.end
        } while start != nil
        return items
    }

    func item(_ key: Item) async throws -> Item? { try await client.item(key, of: name) }

    var client: DynamoDBClient { store.client }
}

extension Item {
    /// The notes that its entries have.
    var notes: [String] {
        guard let bytes = self[Attribute.timeline]?.bytes, let read = try? PackedEntries.entries(bytes) else {
            return []
        }
        return read.entries.compactMap(\.entry.note)
    }

    func hasNote(_ text: String) -> Bool { notes.contains(text) }

    /// Whether the text stands anywhere in it, in capitals or not.
    func contains(_ text: String) -> Bool {
        contains { name, value in name.contains(text) || value.contains(text) }
    }
}

extension AttributeValue {
    fileprivate func contains(_ text: String) -> Bool {
        switch self {
        case .string(let own): own.lowercased().contains(text)
        case .number(let number): String(number).contains(text)
        case .binary(let bytes):
            String(decoding: bytes, as: UTF8.self).lowercased().contains(text)
                || bytes.map { String($0, radix: 16) }.joined().contains(text)
        case .strings(let texts): texts.contains { $0.lowercased().contains(text) }
        case .map(let item): item.contains { $0.value.contains(text) }
        }
    }
}
