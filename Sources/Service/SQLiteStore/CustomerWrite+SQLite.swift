import CustomerAPI
import Domain
import GRDB
import SQLite

extension CustomerWrite {
    /// Decides on what is stored and writes it; `db` is in a transaction that nothing else writes beside.
    func carryOut(in db: Database) throws -> WriteOutcome {
        let (stored, isKeyOfNote) = try stored(in: db)
        let trashed = lookup == .trash ? try Trash.fetch(id, in: db) : nil
        let entry = try EntryRow.fetch(lookup, of: id, in: db)
        switch decide(on: stored?.record, trashed: trashed, entry: entry, isKeyOfNote: isKeyOfNote) {
        case .refuse(let outcome):
            return outcome
        case .carryOut(let change, let outcome):
            if let owner = try change.owner(over: stored, in: db) { return .rejected(.emailTaken(owner: owner)) }
            try db.carryOut(change, over: stored)
            return outcome
        }
    }

    private func stored(in db: Database) throws -> (row: RecordRow?, isKeyOfNote: Bool) {
        guard let changeKey else { return (try RecordRow.fetch(id, in: db), false) }
        return try RecordRow.fetch(id, besidesNoteWith: changeKey, in: db)
    }
}

extension RecordChange {
    /// Another customer that has the email of this one: nobody has one that is theirs already.
    fileprivate func owner(over stored: RecordRow?, in db: Database) throws -> CustomerID? {
        switch (effect, record) {
        case (.change, .living(let customer, _)), (.restoration, .living(let customer, _)):
            if case .living(let old, _, _)? = stored, old.details.emailKey == customer.details.emailKey { return nil }
            return try CustomerRow.owner(ofEmailOf: customer, in: db)
        default: return nil
        }
    }
}

extension Database {
    fileprivate func carryOut(_ change: RecordChange, over stored: RecordRow?) throws {
        let id = change.record.id
        switch change.effect {
        case .note, .retraction: try keepHistory(of: change.record, over: stored)
        case .change, .deletion, .restoration, .erasure: try write(change.record, over: stored)
        }
        for entry in change.entries { try EntryRow.insert(entry, of: id, in: self) }
        switch change.effect {
        case .change, .note: break
        case .retraction(let number): try EntryRow.retract(number, of: id, in: self)
        case .restoration: try Trash.remove(id, in: self)
        case .deletion(let trashed?): try Trash.insert(trashed, in: self)
        // Nobody can read it any more, nor ever will.
        case .deletion(nil): try EntryRow.trim(id, in: self)
        case .erasure: try removeBelongings(of: id)
        }
    }

    /// Puts a record in place of whatever is under its id, and of another customer with its email.
    func replace(with transferred: TransferredRecord) throws {
        if case .living(let customer, _) = transferred.record,
            let owner = try CustomerRow.owner(ofEmailOf: customer, in: self)
        {
            try remove(owner)
        }
        let id = transferred.id
        try remove(id)
        try write(transferred.record, over: nil)
        for entry in transferred.entries { try EntryRow.insert(entry, of: id, in: self) }
        if let trashed = transferred.trashed { try Trash.insert(trashed, in: self) }
        for other in transferred.dismissed { try Dismissals.add(CustomerPair(id, other), in: self) }
    }

    private func remove(_ id: CustomerID) throws {
        switch try RecordRow.fetch(id, in: self) {
        case .living(let customer, _, let row):
            try moveSearchEntries(of: row, from: customer, to: nil)
            try run("DELETE FROM customer WHERE row = ?", [row])
        case .deleted: try run("DELETE FROM tombstone WHERE id = ?", [id.bytes])
        case nil: break
        }
        try removeBelongings(of: id)
    }

    /// What is kept of a customer besides the record.
    private func removeBelongings(of id: CustomerID) throws {
        try EntryRow.removeAll(of: id, in: self)
        try Trash.remove(id, in: self)
        try Dismissals.removeAll(of: id, in: self)
    }

    private func write(_ record: StoredRecord, over stored: RecordRow?) throws {
        switch record {
        case .living(let customer, let history): try store(customer, history, over: stored)
        case .deleted(let tombstone, let history): try writeTombstone(tombstone, history, over: stored)
        }
    }

    /// Neither the version nor the place in the feed of changes is another.
    private func keepHistory(of record: StoredRecord, over stored: RecordRow?) throws {
        guard case .living(_, _, let row)? = stored else { return }
        try run("UPDATE customer SET history = ? WHERE row = ?", [record.history.column, row])
    }

    private func store(_ customer: Customer, _ history: WriteHistory, over stored: RecordRow?) throws {
        // Before the last of the feed may go, whose number must not come again.
        let sequence = try ChangeFeed.lastSequence(in: self) + 1
        if case .living(let old, _, let row) = stored {
            try update(customer, over: old, history, row: row, sequence: sequence)
            try moveSearchEntries(of: row, from: old, to: customer)
            return
        }
        if case .deleted = stored { try run("DELETE FROM tombstone WHERE id = ?", [customer.id.bytes]) }
        try insert(customer, history, sequence: sequence)
        try moveSearchEntries(of: lastInsertedRowID, from: nil, to: customer)
    }

    private func writeTombstone(_ tombstone: Tombstone, _ history: WriteHistory, over stored: RecordRow?) throws {
        let sequence = try ChangeFeed.lastSequence(in: self) + 1
        switch stored {
        case .living(let old, _, let row)?:
            try moveSearchEntries(of: row, from: old, to: nil)
            try run("DELETE FROM customer WHERE row = ?", [row])
        case .deleted?: try run("DELETE FROM tombstone WHERE id = ?", [tombstone.id.bytes])
        case nil: break
        }
        try run(
            "INSERT INTO tombstone (\(RecordRow.tombstoneColumns), history, sequence) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                tombstone.id.bytes, tombstone.deletedAt.microseconds, tombstone.version,
                tombstone.restorableUntil?.microseconds, tombstone.erasedAt?.microseconds, history.column, sequence,
            ])
    }

    /// Inserts a customer without its search entries.
    func insert(_ customer: Customer, _ history: WriteHistory, sequence: Int64) throws {
        let details = customer.details
        let values: [(any DatabaseValueConvertible)?] = [
            customer.registrationDate.microseconds, customer.createdAt.microseconds, customer.updatedAt.microseconds,
            customer.version, customer.updatedBy, history.column, sequence, details.nameFold, details.emailKey,
        ]
        try run(Self.insertion, StatementArguments([customer.id.bytes] + details.columnValues + values))
    }

    /// Of a column that is set SQLite writes the index anew, also when it stays what it was: two pages less for an edit that
    /// touches neither name nor email.
    private func update(
        _ customer: Customer, over old: Customer, _ history: WriteHistory, row: Int64, sequence: Int64
    ) throws {
        var values: [(any DatabaseValueConvertible)?] = [
            customer.updatedAt.microseconds, customer.version, customer.updatedBy, history.column, sequence,
        ]
        var keys: [String] = []
        for (column, value, before) in [
            ("name_fold", customer.details.nameFold, old.details.nameFold),
            ("email_key", customer.details.emailKey, old.details.emailKey),
        ] where value != before {
            keys.append(column)
            values.append(value)
        }
        try run(Self.replacement(keys), StatementArguments(customer.details.columnValues + values + [row]))
    }

    private static let insertion = """
        INSERT INTO customer (\(CustomerRow.columns), history, sequence, name_fold, email_key)
        VALUES (\(Array(repeating: "?", count: CustomerRow.columnCount + 4).joined(separator: ", ")))
        """

    private static let replaced = """
        UPDATE customer SET \(CustomerField.allCases.map { "\($0.rawValue) = ?" }.joined(separator: ", ")),
            updated_at = ?, version = ?, updated_by = ?, history = ?, sequence = ?
        """

    private static func replacement(_ keys: [String]) -> String {
        replaced + keys.map { ", \($0) = ?" }.joined() + " WHERE row = ?"
    }

    private func moveSearchEntries(of row: Int64, from old: Customer?, to new: Customer?) throws {
        // They are of these and the id alone.
        if let old, let new, old.details == new.details { return }
        let (oldTokens, newTokens) = (old.map { SearchTokens($0) }, new.map { SearchTokens($0) })
        guard oldTokens != newTokens else { return }
        let before = Set(oldTokens.map { SearchEntry.all(of: $0) } ?? [])
        let after = Set(newTokens.map { SearchEntry.all(of: $0) } ?? [])
        for entry in before.subtracting(after) {
            try run("DELETE FROM search_entry WHERE text = ? AND customer = ?", [entry.text, row])
        }
        try insert("INSERT INTO search_entry (text, customer)", rows: after.subtracting(before).map { [$0.text, row] })
        try Vocabulary(db: self).move(from: oldTokens, to: newTokens)
    }
}

extension CustomerDetails {
    /// The fields' values in the order of the columns.
    var columnValues: [(any DatabaseValueConvertible)?] {
        CustomerField.allCases.map { self[$0] }
    }
}
