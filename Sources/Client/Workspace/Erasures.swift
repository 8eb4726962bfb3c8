import APIClient
import Cache
package import Domain
import Journal
import Synchronization
import Wire
import Wording

/// Persons whom the server has erased on request, so that nothing of theirs stays on this machine, either.
///
/// Each page of what the server tells is carried out before the place behind it is noted, so that what was interrupted is
/// done again.
package final class Erasures: Sendable {
    private let client: CustomerClient
    private let journal: EditJournal
    private let cache: CustomerCache?
    private let drafts: KeptDrafts
    /// Where they go on, where there is no cache.
    private let cursor = Mutex<String?>(nil)
    private let hasBegun = Mutex(false)

    /// - Parameter data: the profile's directory; `nil` where there is none.
    init(_ client: CustomerClient, _ journal: EditJournal, _ cache: CustomerCache?, data: String?) {
        self.client = client
        self.journal = journal
        self.cache = cache
        drafts = KeptDrafts(in: data)
    }

    /// What was removed.
    package struct Report: Hashable, Sendable {
        /// Of whom something was here.
        package var customers: Set<CustomerID> = []
        /// Edits that waited, and were dropped.
        package var droppedEdits = 0
        /// Unfinished forms.
        package var drafts = 0

        package init() {}
    }

    /// Asks who was erased since it was asked last, and removes everything of theirs. A server of an earlier version tells of
    /// nobody.
    package func follow() async throws(ErasureFailure) -> Report {
        var report = Report()
        var place = known
        while true {
            switch try await answer(after: place) {
            case .unsupported: return report
            // The server was restored or replaced: it tells everything again.
            case .expired: place = nil
            case .page(let page):
                report.add(try await purge(Set(page.erasures.map(\.customerID))))
                await note(page.cursor)
                guard page.more, page.cursor != place else { return report }
                place = page.cursor
            }
        }
    }

    /// The same for the first time, as far as it is done within a second; what takes longer goes on.
    ///
    /// - Returns: `nil` when it is not done by then, and when it has begun before.
    package func begin() async -> Result<Report, ErasureFailure>? {
        let hasBegun = hasBegun.withLock { hasBegun in
            defer { hasBegun = true }
            return hasBegun
        }
        guard !hasBegun else { return nil }
        let (ends, end) = AsyncStream.makeStream(of: Result<Report, ErasureFailure>?.self)
        Task {
            do throws(ErasureFailure) {
                end.yield(.success(try await follow()))
            } catch {
                end.yield(.failure(error))
            }
            end.finish()
        }
        let timer = Self.afterBound {
            end.yield(nil)
            end.finish()
        }
        defer { timer.cancel() }
        for await result in ends { return result }
        return nil
    }

    /// How long something that is kept here is not shown, or written, for a look at who was erased.
    private static let bound: Duration = .seconds(1)

    /// Does something once the time is over in which a first look is to be done; the task can be cancelled before.
    @discardableResult
    package static func afterBound(_ body: @escaping @Sendable () -> Void) -> Task<Void, Never> {
        Task { if (try? await Task.sleep(for: bound)) != nil { body() } }
    }

    /// Removes everything of erased customers: from the cache, the queue and its files, and the drafts.
    package func purge(_ erased: Set<CustomerID>) async throws(ErasureFailure) -> Report {
        guard !erased.isEmpty else { return Report() }
        var report = Report()
        var failure: ErasureFailure?
        do throws(JournalFailure) {
            let purge = try journal.purge(erased)
            report.customers = purge.customers
            report.droppedEdits = purge.droppedEdits
        } catch {
            failure = ErasureFailure(error.message)
        }
        let found = drafts.purge(erased)
        report.customers.formUnion(found.customers)
        report.drafts = found.count
        if let cache {
            do throws(CacheFailure) {
                report.customers.formUnion(try await cache.purge(erased))
            } catch {
                failure = ErasureFailure(error.message)
            }
        }
        if let failure { throw failure }
        return report
    }

    // MARK: The server

    /// What the server says.
    private enum Answer {
        case page(ErasurePage)
        /// It is of a version that erases nobody.
        case unsupported
        /// It does not know the place any more.
        case expired
    }

    private func answer(after place: String?) async throws(ErasureFailure) -> Answer {
        do throws(APIFailure) {
            return .page(try await client.erasures(PageQuery(cursor: place)))
        } catch {
            guard case .refused(let problem) = error else {
                throw ErasureFailure(error.message, isLocal: false)
            }
            switch problem.kind {
            case .notFound, .methodNotAllowed: return .unsupported
            case .cursorExpired, .badCursor: if place != nil { return .expired }
            default: break
            }
            throw ErasureFailure(error.message, isLocal: false)
        }
    }

    // MARK: The place

    private var known: String? {
        guard let cache else { return cursor.withLock { $0 } }
        return (try? cache.erasuresCursor()) ?? nil
    }

    private func note(_ place: String) async {
        cursor.withLock { $0 = place }
        // What is not noted is told again.
        try? await cache?.noteErasures(upTo: place)
    }
}

extension Erasures.Report {
    fileprivate mutating func add(_ other: Self) {
        customers.formUnion(other.customers)
        droppedEdits += other.droppedEdits
        drafts += other.drafts
    }

    /// For people; `nil` when nothing was here.
    package var message: String? {
        guard !customers.isEmpty else { return nil }
        let who = customers.count == 1 ? "1 person was" : "\(customers.count) persons were"
        let dropped = [
            droppedEdits > 0 ? "\(Phrases.count(droppedEdits, "queued edit"))" : nil,
            drafts > 0 ? "\(Phrases.count(drafts, "unfinished form"))" : nil,
        ].compactMap(\.self)
        let rest = dropped.isEmpty ? "" : ", with \(dropped.joined(separator: " and "))"
        return "\(who) erased on request: everything kept here of theirs was removed\(rest)."
    }
}

/// Why something of erased persons may still be on this machine.
package struct ErasureFailure: Error, Hashable, Sendable {
    /// The cause and the next step.
    package let message: String
    /// Whether this machine is at fault; otherwise the server could not be asked, which is said elsewhere.
    package let isLocal: Bool

    init(_ cause: String, isLocal: Bool = true) {
        self.isLocal = isLocal
        message = "What is kept of erased persons could not be removed, and is tried again at the next start. \(cause)"
    }
}
