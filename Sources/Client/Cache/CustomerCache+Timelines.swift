package import Domain
import FoundationEssentials
import GRDB
import SQLite
import Wire

/// First pages of timelines, as they were read last.
extension CustomerCache {
    /// What was read last of a customer's timeline; `nil` when that was too long ago, too.
    package func timeline(of id: CustomerID) throws(CacheFailure) -> KeptTimeline? {
        try reading { db in
            let row = try db.row("SELECT seen_at, tag, page, sum FROM timeline WHERE id = ?", [id.bytes])
            guard let row, row[0] as Int64 >= options.cutoff(at: now()) else { return nil }
            let (tag, page): (Data, Data) = (row[1], row[2])
            guard let seenAt = Timestamp(checked: row[0]), Checksum.of(id, Array(page)) == UInt64(bitPattern: row[3]),
                let page = try? TimelinePage(parsing: Array(page))
            else { throw Damage("a timeline") }
            return KeptTimeline(
                of: id, page, tag: tag.isEmpty ? nil : String(decoding: tag, as: UTF8.self), seenAt: seenAt)
        }
    }

    /// The server has nothing newer than what is kept.
    package func renewTimeline(of id: CustomerID, tag: String, seenAt: Timestamp) async throws(CacheFailure) {
        try await writing { writer in
            try writer.db.run(
                "UPDATE timeline SET seen_at = ? WHERE id = ? AND tag = ?",
                [seenAt.microseconds, id.bytes, Data(tag.utf8)])
        }
    }

    /// Keeps the first page of a timeline. Nothing is kept of somebody who lies in the trash, or whom the server has just
    /// deleted or erased.
    package func store(_ timeline: KeptTimeline) async throws(CacheFailure) {
        let page = JSONBody.bytes(timeline.page)
        let version = timeline.page.entries.map(\.version).max() ?? 0
        try await writing { [self] writer in
            guard try !writer.isGone(timeline.customer, asOf: version), !timeline.isOfTrash else {
                return try writer.dropTimeline(of: timeline.customer)
            }
            try writer.db.run(
                "INSERT OR REPLACE INTO timeline (id, seen_at, tag, page, sum) VALUES (?, ?, ?, ?, ?)",
                [
                    timeline.customer.bytes, timeline.seenAt.microseconds, Data((timeline.tag ?? "").utf8), Data(page),
                    Int64(bitPattern: Checksum.of(timeline.customer, page)),
                ])
            try writer.keepTimelinesFew()
            try writer.keepUp(options, now: now())
        }
    }
}

extension CacheWriter {
    func dropTimeline(of id: CustomerID) throws {
        try db.run("DELETE FROM timeline WHERE id = ?", [id.bytes])
    }

    fileprivate func keepTimelinesFew() throws {
        try db.run(
            """
            DELETE FROM timeline WHERE id IN (
                SELECT id FROM timeline ORDER BY seen_at DESC LIMIT -1 OFFSET ?)
            """, [KeptTimeline.maximumKept])
    }
}
