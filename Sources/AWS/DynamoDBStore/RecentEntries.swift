import CustomerAPI
import Domain
import DynamoDB
import Wire

/// The last entries of a timeline, as they lie in the record's item, and how many lie in items of their own.
struct RecentEntries: Hashable {
    /// How many entries lie in ``TimelineBlock``s; they come first.
    let moved: Int
    /// Oldest first.
    let entries: [StoredEntry]

    /// How long the timeline is.
    var count: Int { moved + entries.count }

    init(behind moved: Int = 0, _ entries: [StoredEntry] = []) {
        (self.moved, self.entries) = (moved, entries)
    }

    init(_ item: Item) throws(StoreFailure) {
        guard let bytes = item[Attribute.timeline]?.bytes else {
            self.init()
            return
        }
        let (moved, entries) = try PackedEntries.entries(bytes)
        self.init(behind: moved, entries)
    }

    /// `nil` without a timeline.
    var attribute: AttributeValue? {
        count == 0 ? nil : .binary(PackedEntries.bytes(entries, behind: moved))
    }

    func entry(_ number: Int) -> StoredEntry? {
        number > moved ? entries.dropFirst(number - moved - 1).first : nil
    }

    func hasNote(with key: IdempotencyKey) -> Bool {
        entries.contains { $0.idempotency?.key == key }
    }

    func adding(_ further: [StoredEntry]) -> RecentEntries {
        RecentEntries(behind: moved, entries + further)
    }

    /// Without the first so many, which lie in items of their own by now.
    func dropping(_ count: Int) -> RecentEntries {
        RecentEntries(behind: moved + count, Array(entries.dropFirst(count)))
    }

    func retracting(_ number: Int) -> RecentEntries {
        RecentEntries(behind: moved, entries.map { $0.retracted(number) })
    }

    /// Without the values of entries from before a moment.
    func trimmed(before moment: Timestamp?) -> RecentEntries {
        guard let moment else { return self }
        return RecentEntries(behind: moved, entries.map { $0.trimmed(before: moment) })
    }
}

extension StoredEntry {
    /// The same without what was said, when it has the number. Its receipt stays, so that a repeat says nothing again.
    func retracted(_ number: Int) -> StoredEntry {
        entry.number == number ? StoredEntry(entry.retracted, idempotency: idempotency) : self
    }

    fileprivate func trimmed(before moment: Timestamp) -> StoredEntry {
        entry.moment < moment ? withoutValues : self
    }

    /// Its receipt stays here, too.
    var withoutValues: StoredEntry { StoredEntry(entry.trimmed, idempotency: idempotency) }
}

// MARK: - How many stay

extension RecentEntries {
    /// How many of these have to lie in items of their own before `further` come behind them.
    ///
    /// A write costs a unit for each kilobyte of the item. So whole blocks go as soon as the item would be above two, and at
    /// the latest when a dozen entries lie in it; and all of them when long notes are among them, which no reading of the
    /// customer is to pay for.
    ///
    /// - Parameter size: of the item with all of them and the further ones.
    func excess(adding further: [StoredEntry], itemSize size: Int) -> Int {
        guard !entries.isEmpty else { return 0 }
        if isLong { return entries.count }
        let whole = max(0, count / TimelineBlock.size * TimelineBlock.size - moved)
        return entries.count + further.count > Self.maximumCount || size > Self.preferredItemSize ? whole : 0
    }

    /// Whether the entries take more room than their customer should.
    var isLong: Bool { PackedEntries.bytes(entries, behind: moved).count > Self.maximumBytes }

    private static let maximumCount = 12
    private static let preferredItemSize = 2_048
    private static let maximumBytes = 1_536
}
