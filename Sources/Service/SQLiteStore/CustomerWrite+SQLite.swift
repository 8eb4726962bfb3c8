import CustomerAPI
import Domain
import GRDB
import SQLite

extension CustomerWrite {
    /// Decides on what is stored and writes it; `db` is in a transaction that nothing else writes beside.
    func carryOut(in db: Database) throws -> WriteOutcome {
        let stored = try RecordRow.fetch(id, in: db)
        switch decide(on: stored?.record) {
        case .refuse(let outcome):
            return outcome
        case .store(let customer, let history, let outcome):
            let emailKey = customer.details.emailKey
            if let owner = try CustomerRow.owner(ofEmailKey: emailKey, otherThan: id, in: db) {
                return .rejected(.emailTaken(owner: owner))
            }
            try db.store(customer, history, over: stored)
            return outcome
        case .writeTombstone(let tombstone, let history, let outcome):
            try db.writeTombstone(tombstone, history, over: stored)
            return outcome
        }
    }
}

extension Database {
    /// Puts a record in place of whatever is under its id, and of another customer with its email.
    func replace(with record: StoredRecord) throws {
        switch record {
        case .living(let customer, let history):
            let emailKey = customer.details.emailKey
            if let owner = try CustomerRow.owner(ofEmailKey: emailKey, otherThan: customer.id, in: self) {
                try remove(owner)
            }
            try remove(customer.id)
            try store(customer, history, over: nil)
        case .deleted(let tombstone, let history):
            try remove(tombstone.id)
            try writeTombstone(tombstone, history, over: nil)
        }
    }

    private func remove(_ id: CustomerID) throws {
        switch try RecordRow.fetch(id, in: self) {
        case .living(let customer, _, let row):
            try moveSearchEntries(of: row, from: customer.details, to: nil)
            try run("DELETE FROM customer WHERE row = ?", [row])
        case .deleted: try run("DELETE FROM tombstone WHERE id = ?", [id.bytes])
        case nil: break
        }
    }

    fileprivate func store(_ customer: Customer, _ history: WriteHistory, over stored: RecordRow?) throws {
        let sequence = try ChangeFeed.lastSequence(in: self) + 1
        if case .living(let old, _, let row) = stored {
            try update(customer, history, row: row, sequence: sequence)
            try moveSearchEntries(of: row, from: old.details, to: customer.details)
        } else {
            try insert(customer, history, sequence: sequence)
            try moveSearchEntries(of: lastInsertedRowID, from: nil, to: customer.details)
        }
    }

    fileprivate func writeTombstone(_ tombstone: Tombstone, _ history: WriteHistory, over stored: RecordRow?) throws {
        let sequence = try ChangeFeed.lastSequence(in: self) + 1
        if case .living(let old, _, let row) = stored {
            try moveSearchEntries(of: row, from: old.details, to: nil)
            try run("DELETE FROM customer WHERE row = ?", [row])
        }
        try run(
            "INSERT INTO tombstone (id, deleted_at, version, history, sequence) VALUES (?, ?, ?, ?, ?)",
            [
                tombstone.id.bytes, tombstone.deletedAt.microseconds, tombstone.version, history.column,
                sequence,
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

    private func update(_ customer: Customer, _ history: WriteHistory, row: Int64, sequence: Int64) throws {
        let details = customer.details
        let values: [(any DatabaseValueConvertible)?] = [
            customer.updatedAt.microseconds, customer.version, customer.updatedBy, history.column, sequence,
            details.nameFold, details.emailKey, row,
        ]
        try run(Self.replacement, StatementArguments(details.columnValues + values))
    }

    private static let insertion = """
        INSERT INTO customer (\(CustomerRow.columns), history, sequence, name_fold, email_key)
        VALUES (\(Array(repeating: "?", count: CustomerRow.columnCount + 4).joined(separator: ", ")))
        """

    private static let replacement = """
        UPDATE customer SET \(CustomerField.allCases.map { "\($0.rawValue) = ?" }.joined(separator: ", ")),
            updated_at = ?, version = ?, updated_by = ?, history = ?, sequence = ?, name_fold = ?, email_key = ?
        WHERE row = ?
        """

    private func moveSearchEntries(of row: Int64, from old: CustomerDetails?, to new: CustomerDetails?) throws {
        let before = Set(old.map(SearchEntry.all) ?? [])
        let after = Set(new.map(SearchEntry.all) ?? [])
        for entry in before.subtracting(after) {
            try run("DELETE FROM search_entry WHERE text = ? AND customer = ?", [entry.text, row])
        }
        for entry in after.subtracting(before) {
            try run("INSERT INTO search_entry (text, customer) VALUES (?, ?)", [entry.text, row])
        }
    }
}

extension CustomerDetails {
    /// The fields' values in the order of the columns.
    fileprivate var columnValues: [(any DatabaseValueConvertible)?] {
        CustomerField.allCases.map { self[$0] }
    }
}
