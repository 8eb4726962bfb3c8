import Foundation
import Randomness

/// Damaged copies of a JSON document: bytes that changed, and members that are missing, moved or of another type.
package struct EventMutations {
    private var generator: SplitMix
    private let document: AnyJSON
    private let bytes: [UInt8]

    /// - Parameter text: a JSON document; one that is none is damaged in its bytes only.
    package init(seed: UInt64, of text: String) {
        generator = SplitMix(seed: seed)
        bytes = Array(text.utf8)
        document = (try? JSONDecoder().decode(AnyJSON.self, from: Data(bytes))) ?? .null
    }

    package mutating func next() -> [UInt8] {
        guard Bool.random(using: &generator) else { return withDamagedBytes() }
        let mutated = mutation(of: document)
        return (try? JSONEncoder().encode(mutated)).map(Array.init) ?? bytes
    }

    private mutating func withDamagedBytes() -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let index = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(contentsOf: bytes[index...].prefix(7), at: index)
            default: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            }
        }
        return bytes
    }

    private mutating func mutation(of value: AnyJSON) -> AnyJSON {
        switch value {
        case .object(var members) where Int.random(in: 0..<6, using: &generator) > 0:
            guard let name = members.keys.sorted().randomElement(using: &generator), let member = members[name] else {
                return replacement()
            }
            members[name] = Int.random(in: 0..<8, using: &generator) == 0 ? nil : mutation(of: member)
            return .object(members)
        case .array(var items) where Bool.random(using: &generator) && !items.isEmpty:
            let index = Int.random(in: items.indices, using: &generator)
            items[index] = mutation(of: items[index])
            return .array(items)
        default: return replacement()
        }
    }

    private mutating func replacement() -> AnyJSON {
        let values: [AnyJSON] = [
            .null, .bool(true), .number(-1), .number(1e300), .string(""), .array([]), .object([:]),
            .string(HostileText.corpus.randomElement(using: &generator) ?? ""), .string("%"), .string("/../..//"),
            .array([.array([]), .null]), .object(["": .null]), .string(String(repeating: "x", count: 70_000)),
        ]
        return values.randomElement(using: &generator) ?? .null
    }
}
