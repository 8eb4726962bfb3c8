import Domain
import HTTP
import HTTPTypes
import Randomness
import Testing
import Wire

@Suite("Cursors that nobody gave")
struct HostileCursorTests {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Another cursor than the one given: cut, prolonged, with some characters changed, or made up.
    private func bent(_ cursor: String, _ random: inout SplitMix) -> String {
        var bytes = Array(cursor.utf8)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
        case 1: bytes += bytes.prefix(Int.random(in: 1...bytes.count, using: &random))
        case 2:
            for _ in 0...Int.random(in: 0...3, using: &random) {
                let place = bytes.indices.randomElement(using: &random) ?? 0
                bytes[place] = Self.alphabet.randomElement(using: &random) ?? bytes[place]
            }
        default:
            let length = Int.random(in: 1...200, using: &random)
            bytes = (0..<length).map { _ in Self.alphabet.randomElement(using: &random) ?? 0x41 }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("6,000 of them are all refused by name, by lists, searches and the feed")
    func hostile() async throws {
        let api = try API()
        for name in ["Anna A", "Anna B", "Anna C"] { _ = try await api.create(name, "\(name.suffix(1))@x.org") }
        let feed = try #require(await api.send(.get, "/api/changes?limit=1").changePage?.cursor)
        var targets = [("/api/changes?", feed)]
        for target in [
            "/api/customers?limit=1&", "/api/customers?limit=1&sort=-name&", "/api/customers?limit=1&search=anna&",
        ] {
            targets.append((target, try #require(await api.send(.get, target).nextCursor)))
        }
        var random = SplitMix(seed: 12)
        for number in 0..<6_000 {
            let (target, cursor) = targets[number % targets.count]
            let other = bent(cursor, &random)
            guard other != cursor else { continue }
            let response = await api.send(.get, "\(target)cursor=\(other)")
            #expect(response.problem?.kind == .badCursor, "\(target)cursor=\(other)")
        }
    }
}
