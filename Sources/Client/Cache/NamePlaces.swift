import FoundationEssentials
import GRDB

/// Where each row of the index stands in the order of names.
struct NamePlaces: Sendable {
    /// Which building of the index they belong to.
    let built: Int
    /// By row; rows that came later have none.
    private let places: [UInt32]

    private static let none = UInt32.max
    private static let chunk = 16_384

    var highest: Int { places.count }

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
