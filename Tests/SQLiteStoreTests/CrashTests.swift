import CustomerAPI
import Domain
import Synchronization
import Testing
import Wire

@testable import SQLiteStore

/// A crash at every statement of every kind of write: what another program finds in the files then.
@Suite("A crash in the middle of a write")
struct CrashTests {
    /// Copies the files at every statement once it is told to.
    private final class Photographer: Sendable {
        private let state = Mutex<(source: TemporaryDirectory?, taken: [TemporaryDirectory])>((nil, []))

        func begin(_ directory: TemporaryDirectory) { state.withLock { $0 = (directory, []) } }

        func end() -> [TemporaryDirectory] {
            state.withLock { state in
                defer { state = (nil, []) }
                return state.taken
            }
        }

        @Sendable func note(_ statement: String) {
            state.withLock { state in
                guard let source = state.source, let photograph = try? TemporaryDirectory() else { return }
                for suffix in ["", "-wal"] { try? source.copy("customers.db" + suffix, to: photograph) }
                state.taken.append(photograph)
            }
        }
    }

    /// All that is kept of a customer.
    private struct Kept: Equatable {
        let record: StoredRecord?
        let entries: [TimelineEntry]
        let trashed: [TrashedCustomer]
        let erasures: [Erasure]

        init(_ id: CustomerID, in store: SQLiteCustomerStore) async throws {
            record = try await store.record(id)
            entries = try await store.timeline(of: id, below: nil, limit: 99)
            trashed = try await store.trash(after: nil, limit: 99).elements
            erasures = try await store.erasures(after: nil, limit: 99).elements
        }
    }

    private static let actions: [CustomerWrite.Action] = [
        .note(NoteText(trusted: "Called.")), .delete, .restore, .note(NoteText(trusted: "Called again.")),
        .retract(2, ofAnybody: true), .delete, .erase,
    ]

    @Test("Leaves all of it or nothing, with its entry, and the database is sound")
    func everyStatement() async throws {
        let (directory, photographer) = (try TemporaryDirectory(), Photographer())
        let store = try directory.open(SQLiteCustomerStore.Options(onStatement: photographer.note))
        let ann = try await store.create("Ann")
        var before = try await Kept(ann.id, in: store)
        for action in Self.actions {
            photographer.begin(directory)
            let key = CustomerWrite.Idempotency(key: .random(), fingerprint: "f")
            _ = try await store.perform(
                CustomerWrite(id: ann.id, action: action, idempotency: key, now: .now(), trashDays: 30))
            let photographs = photographer.end()
            let after = try await Kept(ann.id, in: store)
            #expect(after != before && photographs.count > 4, "\(action)")
            for photograph in photographs {
                let survivor = try photograph.open()
                let kept = try await Kept(ann.id, in: survivor)
                #expect(kept == before || kept == after, "\(action)")
                survivor.close()
                _ = try StoreCheck.run(database: photograph.databasePath)
            }
            before = after
        }
        store.close()
    }
}
