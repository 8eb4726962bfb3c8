import Domain
package import DynamoDB

/// How customers lie in the table.
///
/// | item | `customer_id` | in `search-index` | in `changes-index` |
/// |---|---|---|---|
/// | customer | the id | under ``names``, by name fold and id | by time of change |
/// | claim of an email | `email#` and the email key | under ``words``, by the folded email | – |
/// | search entry | `find#`, the id, `#`, a number | under ``words``, by a further word, or a code of the phone or the id | – |
/// | what cursors are sealed with | `config#cursor-key` | – | – |
/// | how far a copy into the table is | `config#copy` | – | – |
/// | tombstone | the id | – | by time of deletion, or of erasure |
/// | older entries of a timeline, seven in each | `timeline#`, the id, `#`, a number from 0 | – | – |
/// | who lies in the trash | `trash#` and the id | – | under ``trash``, by time of deletion |
/// | erasure | `erasure#` and the id | – | under ``erasures``, by time |
/// | two who are not the same person | `pair#`, an id, `#`, the other | under ``pairs``, by the other | under ``pairs``, by the first |
///
/// The last entries of a timeline lie in the customer's item itself. A writer copies those that have to go to their items
/// first, and then leaves them out of the item that it writes anyway: no transaction, and who reads in between finds
/// them in both. Every write raises the item's ``Attribute/revision`` and is conditional on the one that it has read.
package enum TableLayout {
    static let searchIndex = "search-index"
    static let changesIndex = "changes-index"

    package static let key = TableDescription.Key(Attribute.id)
    /// The indexes that the store reads, and their keys.
    package static let indexes = [
        searchIndex: TableDescription.Key(Attribute.searchPartition, Attribute.searchSort),
        changesIndex: TableDescription.Key(Attribute.changePartition, Attribute.changeSort),
    ]

    /// What the indexes have to carry besides the keys (projection `INCLUDE`).
    package static let projections = [
        searchIndex: Attribute.ofCustomer + [Attribute.row],
        changesIndex: Attribute.ofCustomer + [Attribute.deletedAt, Attribute.restorableUntil, Attribute.erasedAt],
    ]

    /// The partition of ``searchIndex`` with everybody in the order of names.
    static let names = "n"
    /// The partition of ``searchIndex`` with all that people are found by besides the beginning of their names.
    static let words = "w"
    /// The partition of ``changesIndex`` with all records in the order of their changes.
    static let changes = "c"
    /// That with who lies in the trash.
    static let trash = "t"
    /// That with who was erased.
    static let erasures = "e"
    /// The partition of both indexes with those who are not the same person, so that either leads to the other.
    static let pairs = "p"
}

/// The names of the attributes.
enum Attribute {
    static let id = "customer_id"
    static let registrationDate = "registration_date"
    static let createdAt = "created_at"
    static let updatedAt = "updated_at"
    static let version = "version"
    static let updatedBy = "updated_by"
    static let deletedAt = "deleted_at"
    /// Until when the customer lies in the trash.
    static let restorableUntil = "restorable_until"
    static let erasedAt = "erased_at"
    static let deletedBy = "deleted_by"
    /// One more with every write, notes and retractions too; customers and tombstones of version 1 have none.
    static let revision = "rev"
    /// Entries of a timeline (``PackedEntries``): the last ones in the record's item, older ones in items of their own.
    static let timeline = "tl"
    /// Of an erased customer: how many items the timeline had, for who has to erase once more.
    static let erasedBlocks = "tl_blocks"
    /// Tells pairs from all other items.
    static let pair = "pair"
    /// Seconds since 1970, after which DynamoDB deletes the item, a day or two late.
    static let expires = "expires_at"
    /// The receipts of the record's writes.
    static let history = "recent_ops"
    /// Names the write that made the item, so that a writer whose answer was lost knows its own.
    static let lastWrite = "last_write"
    static let searchPartition = "ix_pk"
    static let searchSort = "ix_sk"
    static let changePartition = "ch_pk"
    static let changeSort = "ch_sk"
    /// What cursors are sealed with.
    static let secret = "secret"
    /// Begins the ids of items that are about the table itself.
    static let ownPrefix = "config#"
    /// Whose claim it is.
    static let owner = "owner"
    /// What an entry knows of its owner: the fields that are searched. Not at the item's top, where `email-index` would see it.
    static let row = "row"
    /// Of which version (``SearchTokens/version``) an entry is, in its ``row``, and all those of a customer, in their item.
    /// Version 1 names none.
    static let entries = "ix_v"

    static let ofCustomer =
        CustomerField.allCases.map(\.rawValue) + [registrationDate, createdAt, updatedAt, version, updatedBy]
}

/// Sort keys of ``TableLayout/searchIndex``.
enum SearchSortKey {
    /// Before every character that a text can hold, so that *ann* comes before *ann b* whatever their ids.
    private static let separator = "\u{1}"

    /// Sort keys are 1,024 bytes at most; a name fold has 900 (100 syllables of Hangul, decomposed), an email may have more.
    private static let maximumTextBytes = 980

    static func key(_ text: String, _ id: CustomerID) -> String {
        cut(text) + separator + id.text
    }

    /// The id behind the text; `nil` when it is not such a key.
    static func id(_ key: String) -> CustomerID? {
        guard key.utf8.count <= 1_024, let end = key.unicodeScalars.lastIndex(of: "\u{1}") else { return nil }
        return CustomerID(String(key.unicodeScalars[key.unicodeScalars.index(after: end)...]))
    }

    /// The part of a text that is in its key.
    static func cut(_ text: String) -> String {
        guard text.utf8.count > maximumTextBytes else { return text }
        var end = text.utf8.index(text.utf8.startIndex, offsetBy: maximumTextBytes)
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        return String(text.unicodeScalars[..<end])
    }
}
