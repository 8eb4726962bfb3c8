import CustomerAPI
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
            var other = cursor
            while other == cursor { other = bent(cursor, &random) }
            let response = await api.send(.get, "\(target)cursor=\(other)")
            #expect(response.problem?.kind == .badCursor, "\(target)cursor=\(other)")
        }
    }

    /// What a cursor can be good for.
    private static let uses = [
        "/api/customers?limit=1&", "/api/customers?limit=1&sort=-name&", "/api/customers?limit=1&search=anna&",
        "/api/customers?limit=1&search=x.org&", "/api/customers?limit=1&search=0100&", "/api/changes?limit=1&",
    ]

    private func cursor(for use: String, _ api: API) async throws -> String {
        let response = await api.send(.get, use)
        return try #require(response.nextCursor ?? response.changePage?.cursor)
    }

    private func filled(_ name: String) async throws -> API {
        let api = try API()
        for letter in ["a", "b", "c"] {
            _ = try await api.create("Anna \(name) \(letter)", "\(letter)@x.org", phone: "555 0100")
        }
        return api
    }

    @Test(
        "One of another sort, search, route or store leads nowhere, whatever one's role; one's own leads on",
        arguments: Role.allCases)
    func misused(role: Role) async throws {
        let (api, other) = (try await filled("Ours"), try await filled("Theirs"))
        for use in Self.uses {
            let isFeed = use.contains("changes")
            for origin in Self.uses {
                let own = await api.send(.get, "\(use)cursor=\(try await cursor(for: origin, api))", context: .of(role))
                let expected: HTTPResponse.Status =
                    isFeed && !role.may(.follow) ? .forbidden : use == origin ? .ok : .badRequest
                #expect(own.status == expected, "\(origin) at \(use): \(own.status)")
                let foreign = await api.send(
                    .get, "\(use)cursor=\(try await cursor(for: origin, other))", context: .of(role))
                #expect(
                    [.badRequest, .forbidden, .gone].contains(foreign.status), "\(origin) of another store at \(use)")
                for response in [own, foreign] {
                    #expect(!String(decoding: response.body, as: UTF8.self).contains("Theirs"), "\(origin) at \(use)")
                }
            }
        }
    }
}
