package import Domain
import GRDB
import SQLite
import Wire

extension CustomerCache {
    /// Stores what the server said at `seenAt`; an older version never replaces a newer one, and nobody comes back who was
    /// deleted in a newer one.
    package func store(_ customers: [Customer], seenAt: Timestamp) async throws(CacheFailure) {
        guard !customers.isEmpty else { return }
        try await writing { [self] writer in
            for customer in customers where try !writer.isGone(customer.id, asOf: customer.version) {
                try writer.forgetTombstone(customer.id)
                try writer.store(customer, seenAt: seenAt)
            }
            try writer.keepUp(options, now: now())
        }
    }

    /// Stores a customer whom the server has restored, whatever was said of their deletion.
    package func bringBack(_ customer: Customer) async throws(CacheFailure) {
        try await writing { [self] writer in
            try writer.forgetTombstone(customer.id)
            try writer.store(customer, seenAt: now())
            try writer.keepUp(options, now: now())
        }
    }

    /// Brings those up to date who are kept here; nobody else is.
    func update(_ changes: [Change]) async throws(CacheFailure) {
        var kept: [Change] = []
        for change in changes where try customer(change.customerID) != nil { kept.append(change) }
        guard !kept.isEmpty else { return }
        try await writing { [self, kept] writer in
            for change in kept {
                switch change {
                case .changed(let customer): try writer.store(customer, seenAt: now())
                case .deleted(let tombstone):
                    try writer.writeTombstone(tombstone.id, in: tombstone.version, at: now())
                }
            }
            try writer.keepUp(options, now: now())
        }
    }

    /// Removes a customer the server no longer has.
    ///
    /// - Parameter version: the one that the deletion made; `nil` when that is not known.
    package func remove(_ id: CustomerID, deletedIn version: Int? = nil) async throws(CacheFailure) {
        try await writing { [self] writer in
            let version = try version ?? writer.deletion(of: id)
            try writer.writeTombstone(id, in: version, at: now())
            try writer.keepUp(options, now: now())
        }
    }

    /// Removes everything; what was there is overwritten.
    package func wipe() async throws(CacheFailure) {
        try await writing { writer in try writer.empty() }
        shrink()
    }

    /// Removes a cache's files, whatever is in them; where it can be opened, it is emptied first, so that sessions that
    /// still use it find nothing, and what was there is overwritten.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    package static func remove(at location: CacheLocation) throws(CacheFailure) -> Bool {
        guard case .file(let path) = location else { return false }
        let file = CacheFile(path: path)
        guard file.exists else { return false }
        try file.alone { () throws(CacheFailure) in
            if file.isOrdinary { CacheConnection.empty(file) }
            file.remove()
        }
        return true
    }
}

extension CacheWriter {
    /// Removes all customers and everything known about them.
    mutating func empty() throws {
        for table in CacheSchema.tablesOfCustomers { try db.run("DELETE FROM \(table)") }
        state = .empty(after: state)
    }
}
