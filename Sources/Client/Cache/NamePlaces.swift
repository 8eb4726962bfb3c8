import FoundationEssentials
import GRDB
import SQLite

/// Where each row of the index stands in the order of names.
struct NamePlaces: Sendable {
    /// Which building of the index they belong to.
    let built: Int
    /// By row; rows that came later have none.
    private let places: [UInt32]
    /// The rows by their places.
    private let ordered: [UInt32]

    private static let none = UInt32.max
    private static let chunk = 16_384

    private init(built: Int, places: [UInt32]) {
        (self.built, self.places) = (built, places)
        var ordered = [UInt32](repeating: Self.none, count: places.count)
        for (row, place) in places.enumerated() where place < places.count { ordered[Int(place)] = UInt32(row) }
        self.ordered = ordered
    }

    var highest: Int { places.count }

    /// The first `limit` rows of a set whose places are `start` or behind it, in order.
    ///
    /// Many are come upon soon when one goes through everybody in order; of few, each one's place is looked at.
    func rows(of found: RowSet, from start: Int, limit: Int) -> [Int] {
        let count = found.count
        return count * count > limit * places.count
            ? walk(start, limit) { found.contains($0) } : pick(found, start, limit)
    }

    private func walk(_ start: Int, _ limit: Int, _ isFound: (Int) -> Bool) -> [Int] {
        var rows: [Int] = []
        for row in ordered.dropFirst(start) where row != Self.none && isFound(Int(row)) {
            rows.append(Int(row))
            if rows.count == limit { break }
        }
        return rows
    }

    private func pick(_ found: RowSet, _ start: Int, _ limit: Int) -> [Int] {
        let behind = found.lazy.compactMap { row in self[row].map { (place: $0, row: row) } }.filter {
            $0.place >= start
        }
        return behind.sorted { $0.place < $1.place }.prefix(limit).map(\.row)
    }

    subscript(row: Int) -> Int? {
        guard places.indices.contains(row), places[row] != Self.none else { return nil }
        return Int(places[row])
    }

    /// Notes the places of all customers there are.
    static func write(upTo highestRow: Int, in db: Database) throws {
        var places = [UInt32](repeating: none, count: highestRow + 1)
        var place: UInt32 = 0
        let rows = try db.rows("SELECT row FROM customer ORDER BY name_key, id")
        while let row = try rows.next() {
            let number: Int = row[0]
            guard places.indices.contains(number) else { throw Damage("a row") }
            places[number] = place
            place += 1
        }
        try db.run("DELETE FROM place")
        for start in stride(from: 0, to: places.count, by: chunk) {
            let part = places[start..<min(start + chunk, places.count)]
            let bytes = part.map(\.littleEndian).withUnsafeBytes { Data($0) }
            try db.run("INSERT INTO place (chunk, places) VALUES (?, ?)", [start / chunk, bytes])
        }
    }

    static func fetch(_ state: CacheState, in db: Database) throws -> NamePlaces {
        var places: [UInt32] = []
        places.reserveCapacity(state.highestRow + 1)
        let rows = try db.rows("SELECT places FROM place ORDER BY chunk")
        while let row = try rows.next() {
            try SearchIndex.bytes(row, 0) { places += $0.packedNumbers }
        }
        return NamePlaces(built: state.built, places: places)
    }
}
