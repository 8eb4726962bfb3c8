package import Domain
import GRDB
import SQLite

/// Persons whom the server has erased on request.
extension CustomerCache {
    /// Where the erasures go on that are known here; `nil` at their beginning.
    package func erasuresCursor() throws(CacheFailure) -> String? {
        try reading { db in try CacheState.fetch(in: db).erasures }
    }

    /// Notes where the erasures go on, once everything is gone of those that came before.
    package func noteErasures(upTo cursor: String?) async throws(CacheFailure) {
        try await writing { writer in writer.state.erasures = cursor }
    }

    /// Removes everything of erased customers, from the index of the search, too; what was there is overwritten.
    ///
    /// - Returns: of whom something was here.
    @discardableResult
    package func purge(_ erased: Set<CustomerID>) async throws(CacheFailure) -> Set<CustomerID> {
        let found = try await writing { [self] writer in
            let found = try erased.filter { try writer.knows($0) }
            // What is written down of the others keeps an answer from before from bringing them back.
            for id in erased { try writer.writeTombstone(id, in: Customer.versions.upperBound, at: now()) }
            // The index names what customers were found by until it is built again.
            if !found.isEmpty || writer.state.dead > 0 { try SearchIndex(writer.db, writer.state).build(&writer.state) }
            return found
        }
        // What a deletion that came before has removed is in the log still.
        if found.isEmpty { foldLog() } else { shrink() }
        return found
    }
}

extension CacheWriter {
    fileprivate func knows(_ id: CustomerID) throws -> Bool {
        try CachedRow.fetch(id, in: db) != nil || db.row("SELECT 1 FROM timeline WHERE id = ?", [id.bytes]) != nil
    }
}
