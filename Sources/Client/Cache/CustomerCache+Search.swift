package import Domain
import GRDB
import SQLite
import Synchronization

extension CustomerCache {
    /// A page of the customers the term finds, after `position` (from the start without one).
    package func search(
        _ term: SearchTerm, after position: CachePosition? = nil, limit: Int
    ) throws(CacheFailure) -> CachePage {
        try reading { db in
            let view = try View(db, self)
            let search = CachedSearch(view: view, found: try found(term, view), places: try places(view))
            return try search.page(after: position, limit: limit)
        }
    }

    /// Some customers, in no order, with words like those of the term.
    package func similar(to term: SimilarTerm, limit: Int) throws(CacheFailure) -> [SeenCustomer] {
        try reading { db in
            let view = try View(db, self)
            guard let search = try CachedVocabulary(db: db).search(like: term) else { return [] }
            let found = try SearchIndex(db, view.state).rows(matching: search)
            return try found.prefix(limit).compactMap { row in try view.cached(CachedRow.fetch(row: row, in: db)) }
        }
    }

    /// A page of the customers the filter finds, in the order of names. It looks at ``maximumFiltered`` customers at most, so that
    /// it may be short or empty and still have a next one.
    package func search(
        _ filter: CustomerFilter, after position: CachePosition? = nil, limit: Int
    ) throws(CacheFailure) -> CachePage {
        if filter.isSearch, let term = filter.term { return try search(term, after: position, limit: limit) }
        guard !filter.findsNobody else { return .empty }
        var (found, examined, position): ([SeenCustomer], Int, CachePosition?) = ([], 0, position)
        while examined < Self.maximumFiltered {
            let size = min(Self.filteredAtOnce, Self.maximumFiltered - examined)
            let page =
                if let term = filter.term {
                    try search(term, after: position, limit: size)
                } else {
                    try page(after: position, limit: size)
                }
            for seen in page.customers {
                if filter.matches(seen.customer) { found.append(seen) }
                position = CachePosition(seen.customer)
                if found.count == limit { return CachePage(customers: found, next: position) }
            }
            examined += size
            guard page.next != nil else { return CachePage(customers: found, next: nil) }
        }
        return CachePage(customers: found, next: position)
    }

    /// How many customers a page of a filter looks at, at most.
    static let maximumFiltered = 2_000
    private static let filteredAtOnce = 250

    /// How many the term finds.
    package func count(of term: SearchTerm) throws(CacheFailure) -> Int {
        try reading { db in try found(term, View(db, self)).count }
    }

    private func found(_ term: SearchTerm, _ view: View) throws -> RowSet {
        var found = memory.withLock { $0.found(term, view.state) }
        if found == nil {
            let rows = try SearchIndex(view.db, view.state).rows(matching: term)
            memory.withLock { $0.keep(rows, of: term, view.state) }
            found = rows
        }
        var rows = found ?? RowSet(upTo: 0)
        for row in try view.expired() { rows.remove(row) }
        return rows
    }

    private func places(_ view: View) throws -> NamePlaces {
        if let places = memory.withLock({ $0.places }), places.built == view.state.built { return places }
        let places = try NamePlaces.fetch(view.state, in: view.db)
        memory.withLock { $0.places = places }
        return places
    }
}

/// What a search leaves for the next: the count follows its page, a page the one before.
struct SearchMemory: Sendable {
    var places: NamePlaces?
    private var last: (term: SearchTerm, edition: Int, rows: RowSet)?

    func found(_ term: SearchTerm, _ state: CacheState) -> RowSet? {
        guard let last, last.term == term, last.edition == state.edition else { return nil }
        return last.rows
    }

    mutating func keep(_ rows: RowSet, of term: SearchTerm, _ state: CacheState) {
        last = (term, state.edition, rows)
    }
}

/// Puts those who were found into the order of names.
private struct CachedSearch {
    let view: View
    let found: RowSet
    let places: NamePlaces

    func page(after position: CachePosition?, limit: Int) throws -> CachePage {
        let rows = try indexed(after: position, limit: limit + 1) + fresh(after: position, limit: limit + 1)
        let customers = try rows.compactMap { row in try view.cached(CachedRow.fetch(row: row, in: view.db)) }
        let sorted = customers.map { (key: CachePosition($0.customer), $0) }.sorted { $0.key < $1.key }
        return CachePage(upTo: limit, of: sorted.map(\.1))
    }

    /// The first rows behind the position that the index knows.
    private func indexed(after position: CachePosition?, limit: Int) throws -> [Int] {
        guard let start = try place(after: position) else { return [] }
        return places.rows(of: found, from: start, limit: limit)
    }

    /// Where the index goes on behind the position; `nil` when it does not.
    private func place(after position: CachePosition?) throws -> Int? {
        guard let position else { return 0 }
        let rows = try view.db.rows(
            "SELECT row FROM customer WHERE (name_key, id) > (?, ?) ORDER BY name_key, id", position.arguments)
        while let row = try rows.next() {
            if let place = places[row[0]] { return place }
        }
        return nil
    }

    /// The first rows behind the position that came since the index was built.
    private func fresh(after position: CachePosition?, limit: Int) throws -> [Int] {
        let rows =
            try position.map {
                try view.db.rows(
                    "SELECT row FROM fresh WHERE (name_key, id) > (?, ?) ORDER BY name_key, id", $0.arguments)
            } ?? view.db.rows("SELECT row FROM fresh ORDER BY name_key, id")
        var taken: [Int] = []
        while taken.count < limit, let row = try rows.next() {
            if found.contains(row[0]) { taken.append(row[0]) }
        }
        return taken
    }
}

extension CachePosition: Comparable {
    /// By name, and by id among customers of one name.
    package static func < (left: CachePosition, right: CachePosition) -> Bool {
        let (first, second) = (left.nameFold.utf8, right.nameFold.utf8)
        return first.elementsEqual(second) ? left.id < right.id : first.lexicographicallyPrecedes(second)
    }

    fileprivate var arguments: StatementArguments {
        [OrderKey.bytes(nameFold), id.bytes]
    }
}
