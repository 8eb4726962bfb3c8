import Domain
import Foundation
import SampleData
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Cache

/// A directory of its own for a test's cache, gone with the last use of this object.
final class TemporaryPlace: Sendable {
    let directory: String

    init() {
        directory = FileManager.default.temporaryDirectory.path + "/cache-\(UUID().uuidString)"
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    var path: String { directory + "/profile/cache.db" }
    var location: CacheLocation { .file(path) }

    func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}

/// A wall clock that goes on when it is told to.
final class TestClock: Sendable {
    private let reading = Mutex(noon)

    var now: Timestamp { reading.withLock { $0 } }

    func advance(days: Int64 = 0, seconds: Int64 = 0) {
        reading.withLock { $0 = $0.advanced(bySeconds: days * 86_400 + seconds) }
    }
}

let noon = Timestamp(microseconds: 1_767_268_800_000_000)
let origin = "https://crm.example.org"

extension CustomerCache {
    /// A cache on a clock of its own, whose index is built every few customers.
    convenience init(
        _ location: CacheLocation = .memory, origin: String = origin, clock: TestClock = TestClock(),
        capacity: Int = 50_000, indexDelay: Int = 40, onStatement: (@Sendable (String) -> Void)? = nil
    ) throws {
        var options = Options()
        options.capacity = capacity
        options.indexDelay = indexDelay
        options.onStatement = onStatement
        options.busyTimeoutSeconds = 30
        try self.init(at: location, origin: origin, options: options, now: { clock.now })
    }

    /// All pages of a listing, one behind the other.
    func all(
        limit: Int, _ page: (CustomerCache, CachePosition?) throws -> CachePage
    ) throws -> [Customer] {
        var customers: [Customer] = []
        var position: CachePosition?
        repeat {
            let next = try page(self, position)
            #expect(next.customers.count <= limit)
            customers += next.customers.map(\.customer)
            position = next.next
        } while position != nil
        return customers
    }

    func everybody(_ order: ListQuery.Sort = .name, limit: Int = 1_000) throws -> [Customer] {
        try all(limit: limit) { try $0.page(order, after: $1, limit: limit) }
    }

    func found(_ term: SearchTerm, limit: Int = 1_000) throws -> [Customer] {
        try all(limit: limit) { try $0.search(term, after: $1, limit: limit) }
    }

    func names(_ typed: String) throws -> [String] {
        try found(#require(SearchTerm(typed))).map(\.name)
    }
}

extension Customer {
    /// A customer whose values are as the server might say them, whatever the rules.
    static func named(
        _ name: String, email: String? = nil, phone: String? = nil, address: String? = nil, version: Int = 1,
        id: CustomerID = .random(), by author: String? = nil
    ) -> Customer {
        Customer(
            id: id,
            details: CustomerDetails(
                trustedName: name, email: email ?? "~\(id.text.filter { $0 != "-" })@example.com", phone: phone,
                address: address),
            registrationDate: noon, createdAt: noon, updatedAt: noon, version: version, updatedBy: author)
    }

    func with(name: String? = nil, email: String? = nil, phone: String? = nil, version: Int) -> Customer {
        .named(
            name ?? self.name, email: email ?? self.email, phone: phone ?? self.phone, address: address,
            version: version, id: id, by: updatedBy)
    }
}

/// Invented people, as the server would have them.
func samplePeople(_ count: Int, seed: UInt64 = 1) -> [Customer] {
    SamplePeople(count: count, seed: seed).map { new in
        Customer(
            id: CustomerID(imported: new.details), details: new.details,
            registrationDate: new.registrationDate ?? noon, createdAt: noon, updatedAt: noon, version: 1,
            updatedBy: nil)
    }
}

/// People whose names, emails and phones try to be taken for something else.
let hostilePeople: [Customer] =
    HostileText.corpus.flatMap { text in
        [
            Customer.named(text, email: "a@b.c", phone: "+1 (23) 4-5"),
            .named("ann " + text, email: text + "@example.com", phone: text),
            .named(text + "-o'" + text, email: text, phone: "12"),
        ]
    } + [
        .named("", email: ""), .named("\u{0}", email: "\u{0}@\u{0}", phone: "\u{0}123"),
        .named("a\u{0}b", phone: "123"),
        .named("a b", email: "a b@c d"), .named("\u{301}", email: "@", phone: ""), .named(" ", email: "x@"),
        .named(String(repeating: "long ", count: 400), email: String(repeating: "e", count: 5_000) + "@x.y"),
        .named("one two three four five six seven eight nine ten"), .named("ann ann ann", email: "ann@ann"),
        .named("123", email: "123@123.45", phone: "123123"), .named("\u{FFFD}\u{10FFFF}", phone: "0000"),
    ]

/// The order of the cache, worked out by itself.
func byName(_ customers: [Customer]) -> [Customer] {
    customers.sorted { left, right in
        let (first, second) = (Array(left.details.nameFold.utf8), Array(right.details.nameFold.utf8))
        return first == second ? left.id < right.id : first.lexicographicallyPrecedes(second)
    }
}

extension TemporaryPlace {
    /// The names of what is beside the cache, itself included.
    var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: directory + "/profile") }
    }

    /// Whether the bytes of `text` are anywhere in a file; not when there is no file.
    func holds(_ text: String, _ suffix: String = "") throws -> Bool {
        guard let data = FileManager.default.contents(atPath: path + suffix) else { return false }
        return data.range(of: Data(text.utf8)) != nil
    }
}
