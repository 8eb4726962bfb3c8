import Domain
import JSON
import Wire

/// The calls that read what was, and who is gone.
extension CustomerHandler {
    /// How many entries a step back to a customer as they were looks at, at once.
    private static let stepEntries = 100

    func timeline(
        of id: CustomerID, _ query: TimelineQuery, unlessTag known: String?
    ) async throws(APIError) -> ReadAnswer {
        let scope = ChangeCursor.Scope.timeline(id)
        let position = try position(query.cursor, in: scope)
        let start = try opening { () throws(Problem) in
            try position.map { position throws(Problem) in try TimelinePosition.number(position) }
        }
        try await checkIsKept(id)
        // One more than the page tells whether there are older ones.
        let found = try await asking { () async throws(StoreFailure) in
            try await store.timeline(of: id, below: start, limit: query.limit + 1)
        }
        let entries = found.prefix(query.limit).map(shown)
        let last = found.count > entries.count ? entries.last : nil
        let page = TimelinePage(
            entries: entries,
            cursor: last.map { ChangeCursor.encoded(TimelinePosition.position(below: $0.number), in: scope) })
        let tagged = TaggedTimelinePage(page, tag: Self.timelineTag)
        let isKnown = known.map { EntityTag.isNamed(tagged.tag, in: $0) } ?? false
        return isKnown ? .timelineNotModified(tag: tagged.tag) : .timeline(tagged)
    }

    /// Another one for every other page: entries are added, retracted and trimmed, and nothing else.
    private static func timelineTag(_ json: [UInt8]) -> String {
        var digest = Digest()
        digest.add(json)
        return "\"t\(Hexadecimal.text(Array(digest.bytes().prefix(8))))\""
    }

    /// The customer as they were.
    func past(_ id: CustomerID, _ target: Rewind.Target) async throws(APIError) -> Customer {
        var rewind = Rewind(from: try await living(id), to: target)
        // Also of those who have no timeline yet.
        if let present = rewind.present { return present }
        var below: Int?
        while true {
            let entries = try await asking { [below] () async throws(StoreFailure) in
                try await store.timeline(of: id, below: below, limit: Self.stepEntries)
            }
            for entry in entries {
                switch rewind.step(behind: shown(entry)) {
                case .found(let customer): return customer
                case .notRecorded: throw APIError(.notRecorded)
                case .further: below = entry.number
                }
            }
            guard entries.count == Self.stepEntries else { throw APIError(.notRecorded) }
        }
    }

    func trash(_ query: PageQuery) async throws(APIError) -> TrashPage {
        let start = try position(query.cursor, in: .trash)
        let page = try await asking { () async throws(StoreFailure) in
            try await store.trash(after: start, limit: query.limit)
        }
        let now = now()
        return TrashPage(
            customers: page.elements.filter { now < $0.restorableUntil },
            cursor: page.next.map { ChangeCursor.encoded($0, in: .trash) })
    }

    func erasures(_ query: PageQuery) async throws(APIError) -> ErasurePage {
        let start = try position(query.cursor, in: .erasures)
        let page = try await asking { () async throws(StoreFailure) in
            try await store.erasures(after: start, limit: query.limit)
        }
        return ErasurePage(
            erasures: page.elements, cursor: ChangeCursor.encoded(page.position, in: .erasures), more: page.more)
    }

    func living(_ id: CustomerID) async throws(APIError) -> Customer {
        try living(try await asking { () async throws(StoreFailure) in try await store.record(id) })
    }

    private func living(_ record: StoredRecord?) throws(APIError) -> Customer {
        switch record {
        case nil: throw APIError(.notFound)
        case .deleted(let tombstone, _): throw APIError(.deleted(tombstone, now: now()))
        case .living(let customer, _): return customer
        }
    }

    /// Whether there is somebody, or they can be restored: as long as that is so, what was done and said is kept, too.
    func checkIsKept(_ id: CustomerID) async throws(APIError) {
        let record = try await asking { () async throws(StoreFailure) in try await store.record(id) }
        if case .deleted(let tombstone, _)? = record, tombstone.isRestorable(at: now()) { return }
        _ = try living(record)
    }

    /// The entry, without its values where it is older than they are kept, whether the store has trimmed them yet or not.
    private func shown(_ entry: TimelineEntry) -> TimelineEntry {
        guard let days = settings.timelineDays else { return entry }
        return entry.moment < now().advanced(bySeconds: -Int64(days) * 86_400) ? entry.trimmed : entry
    }
}

/// A place in a timeline, in the eight bytes of the number that the entries before it have at least.
private enum TimelinePosition {
    static func position(below number: Int) -> StorePosition {
        StorePosition(withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) })
    }

    /// - Throws: the problem `bad-cursor`: that its checksum is right does not make it ours, for that is no secret.
    static func number(_ position: StorePosition) throws(Problem) -> Int {
        let number = position.bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard position.bytes.count == 8, let number = Customer.version(number) else { throw .badCursor }
        return number
    }
}
