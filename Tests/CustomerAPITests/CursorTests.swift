import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import Testing
import Wire

@Suite("A cursor is valid only for the query it was made for")
struct CursorTests {
    private static let position = StorePosition([0, 1, 2, 250, 251, 252, 253, 254, 255])

    private static let scopes: [Cursor] = [
        Cursor(), Cursor(for: .directory(.name)), Cursor(for: .directory(.nameDescending)),
        Cursor(for: .search(.words(["ab", "c"]))), Cursor(for: .search(.words(["a", "bc"]))),
        Cursor(for: .search(.words(["abc"]))), Cursor(for: .search(.phoneEnding("123"))),
        Cursor(for: .search(.words(["123"]))),
    ]

    @Test("It is opened by its own scope and by no other")
    func scopes() throws {
        for (index, scope) in Self.scopes.enumerated() {
            let text = scope.encoded(Self.position)
            for (other, opener) in Self.scopes.enumerated() {
                let opened = try? opener.decoded(text)
                #expect(opened == (other == index ? Self.position : nil))
            }
        }
    }

    @Test("Any change to it is noticed")
    func changes() {
        let cursor = Cursor()
        let text = Array(cursor.encoded(Self.position).utf8)
        for place in text.indices {
            for replacement in "AQg_-=+/ %".utf8 where replacement != text[place] {
                var changed = text
                changed[place] = replacement
                #expect(throws: Problem.self) { try cursor.decoded(String(decoding: changed, as: UTF8.self)) }
            }
            #expect(throws: Problem.self) { try cursor.decoded(String(decoding: text[..<place], as: UTF8.self)) }
        }
    }

    @Test("It needs no encoding in a URL, and a missing cursor is not a position")
    func form() throws {
        for length in 0..<20 {
            let position = StorePosition((0..<length).map { UInt8(255 - $0) })
            let text = Cursor().encoded(position)
            #expect(PercentEncoding.encoded(text) == text)
            #expect(try Cursor().decoded(text) == position)
        }
        #expect(try Cursor().decoded(nil) == nil)
    }

    @Test("The cursor of one search is refused by another, and by the change feed")
    func throughTheHandler() async throws {
        let api = try API()
        for name in ["Anna A", "Anna B", "Anna C"] {
            _ = try await api.create(name, "\(name.suffix(1))@x.org")
        }
        let cursor = try #require(await api.send(.get, "/api/customers?limit=1").nextCursor)
        #expect(await api.send(.get, "/api/customers?limit=2&cursor=\(cursor)").names == ["Anna B", "Anna C"])
        for target in ["customers?sort=-name&", "customers?search=anna&", "changes?"] {
            let response = await api.send(.get, "/api/\(target)cursor=\(cursor)")
            #expect(response.problem?.kind == .badCursor)
        }
    }

    @Test("A change cursor of another store is expired")
    func epochs() async throws {
        let (old, new) = (try API(), try API())
        let page = try #require(await old.send(.get, "/api/changes").changePage)
        let response = await new.send(.get, "/api/changes?cursor=\(page.cursor)")
        #expect(response.problem?.kind == .cursorExpired && response.status == .gone)
    }
}
