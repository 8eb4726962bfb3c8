import CustomerAPI
import Domain
import Foundation
import HTTP
import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite("A cursor is valid only for the query it was made for")
struct CursorTests {
    private static let position = StorePosition([0, 1, 2, 250, 251, 252, 253, 254, 255])
    private static let key = CursorKey.random()

    private static let listings: [StoreListing] =
        [.directory(.name), .directory(.nameDescending)]
        + [
            [["ab"], ["c"]], [["a"], ["bc"]], [["abc"]], [[" 321"]], [["321"]], [["ab", "c"]], [["2", "ab"], ["c"]],
        ].compactMap {
            SearchTerm(needs: $0).map { .search($0) }
        }

    @Test("It is opened by its own query and by no other")
    func scopes() throws {
        for (index, listing) in Self.listings.enumerated() {
            let text = ListingCursor(for: listing, key: Self.key).encoded(Self.position)
            for (other, opener) in Self.listings.enumerated() {
                let opened = try? ListingCursor(for: opener, key: Self.key).decoded(text)
                #expect(opened == (other == index ? Self.position : nil))
            }
            #expect(throws: Problem.self) { try ChangeCursor.decoded(text) }
            #expect(throws: Problem.self) {
                try ListingCursor(for: listing, key: Self.key).decoded(ChangeCursor.encoded(Self.position))
            }
        }
    }

    @Test("That of a search is good for one sort, though what is found has an order of its own")
    func sorts() throws {
        let search = try #require(SearchTerm(needs: [["ab"]]).map { StoreListing.search($0) })
        let sorts = ListQuery.Sort.names
        for sort in sorts {
            let text = ListingCursor(for: search, sort: sort, key: Self.key).encoded(Self.position)
            for opener in sorts {
                let opened = try? ListingCursor(for: search, sort: opener, key: Self.key).decoded(text)
                #expect(opened == (opener == sort ? Self.position : nil))
            }
        }
    }

    @Test("Any change to it is noticed")
    func changes() {
        let listing = ListingCursor(for: .directory(.name), key: Self.key)
        let all: [(String, (String) throws -> StorePosition)] = [
            (listing.encoded(Self.position), listing.decoded),
            (ChangeCursor.encoded(Self.position), { try ChangeCursor.decoded($0) }),
        ]
        for (cursor, open) in all {
            let text = Array(cursor.utf8)
            for place in text.indices {
                for replacement in "AQg_-=+/ %".utf8 where replacement != text[place] {
                    var changed = text
                    changed[place] = replacement
                    #expect(throws: Problem.self) { try open(String(decoding: changed, as: UTF8.self)) }
                }
                #expect(throws: Problem.self) { try open(String(decoding: text[..<place], as: UTF8.self)) }
            }
        }
    }

    @Test("It needs no encoding in a URL, whatever it holds, and equal places have equal cursors")
    func form() throws {
        let listing = ListingCursor(for: .directory(.name), key: Self.key)
        for length in 0..<20 {
            let position = StorePosition((0..<length).map { UInt8(255 - $0) })
            let (sealed, plain) = (listing.encoded(position), ChangeCursor.encoded(position))
            #expect(PercentEncoding.encoded(sealed) == sealed && PercentEncoding.encoded(plain) == plain)
            #expect(try listing.decoded(sealed) == position && ChangeCursor.decoded(plain) == position)
            #expect(listing.encoded(position) == sealed)
        }
    }

    @Test("Without the store's key nobody opens it, and different places share no beginning")
    func secrecy() {
        let listing = ListingCursor(for: .directory(.name), key: Self.key)
        let text = listing.encoded(Self.position)
        #expect(throws: Problem.self) { try ListingCursor(for: .directory(.name), key: .random()).decoded(text) }
        #expect(listing.encoded(StorePosition(Self.position.bytes + [1])).prefix(16) != text.prefix(16))
        #expect("\(Self.key)" == "CursorKey")
        #expect(CursorKey(bytes: Array(repeating: 0, count: 31)) == nil)
    }

    @Test("It holds no name and no email that can be read")
    func privacy() async throws {
        let api = try API()
        for name in ["Annabella Aa", "Annabella Bb", "Annabella Cc"] {
            _ = try await api.create(name, "\(name.suffix(1))@annabella.example")
        }
        for target in ["limit=1", "limit=1&sort=-name", "limit=1&search=annabella"] {
            let cursor = try #require(await api.send(.get, "/api/customers?\(target)").nextCursor)
            let standard = cursor.replacing("-", with: "+").replacing("_", with: "/")
            let padded = standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
            let bytes = try #require(Data(base64Encoded: padded))
            let text = String(decoding: bytes, as: UTF8.self).lowercased()
            #expect(!text.contains("anna") && !text.contains("example"), "\(target)")
        }
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

    @Test("Every server on a store opens what another one gave")
    func servers() async throws {
        let store = MemoryStore()
        let log = LogLines()
        let (one, other) = (
            CustomerHandler(store: store, logger: log.logger), CustomerHandler(store: store, logger: log.logger)
        )
        for name in ["Anna A", "Anna B"] {
            let details = try CustomerDetails(name: name, email: "\(name.suffix(1))@x.org")
            let call = WriteCall.create(NewCustomer(details), idempotencyKey: nil)
            #expect(await one.respond(to: call.request, context: RequestContext(requestID: "r")).status == .created)
        }
        let page = await one.respond(
            to: Request(.get, "/api/customers?limit=1"), context: RequestContext(requestID: "r"))
        let cursor = try #require(page.nextCursor)
        let rest = await other.respond(
            to: Request(.get, "/api/customers?cursor=\(cursor)"), context: RequestContext(requestID: "r"))
        #expect(rest.names == ["Anna B"])
    }

    @Test("A readable cursor of an older version is refused as any wrong one is")
    func olderVersion() async throws {
        let api = try API()
        _ = try await api.create("Anna A", "a@x.org")
        // Eight bytes of checksum and the place behind a name, as version 1 wrote them.
        let old = Data(Array(repeating: 7, count: 8) + Array("anna a".utf8)).base64EncodedString()
            .replacing("=", with: "").replacing("+", with: "-").replacing("/", with: "_")
        #expect(await api.send(.get, "/api/customers?cursor=\(old)").problem?.kind == .badCursor)
    }

    @Test("A change cursor of another store is expired")
    func epochs() async throws {
        let (old, new) = (try API(), try API())
        let page = try #require(await old.send(.get, "/api/changes").changePage)
        let response = await new.send(.get, "/api/changes?cursor=\(page.cursor)")
        #expect(response.problem?.kind == .cursorExpired && response.status == .gone)
    }
}
