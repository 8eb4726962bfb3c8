import CustomerAPI
package import Domain
package import HTTP
import Logging
package import TestSupport
import Wire

/// The real handler on a store in memory.
package final class SimulatedServer {
    package let store: MemoryStore
    let clock: WallClock
    private let api: CustomerHandler
    private var requests = 0

    init(clock: WallClock, epoch: FeedEpoch) {
        self.clock = clock
        store = MemoryStore(epoch: epoch)
        let logger = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
        var settings = CustomerHandler.Settings()
        settings.trashDays = Self.trashDays
        api = CustomerHandler(store: store, settings: settings, logger: logger) { clock.now }
    }

    /// Longer than a clock is set wrong.
    static let trashDays = 100 * 365

    /// Persons who were erased on request.
    var erased: Set<CustomerID> {
        Set(((try? store.erasures(after: nil, limit: .max))?.elements ?? []).map(\.customerID))
    }

    /// How often something was noted of a customer.
    func count(of note: NoteText, on id: CustomerID) -> Int {
        store.timeline(of: id, below: nil, limit: .max).count { $0.note == note.text }
    }

    /// A server at which no time passes.
    package convenience init() {
        self.init(clock: WallClock(SimulatedClock()), epoch: .random())
    }

    package func answer(_ request: Request) async -> Response {
        requests += 1
        return await api.respond(to: request, context: RequestContext(requestID: "r\(requests)"))
    }

    /// `nil` when nobody is there, or nobody any more.
    package func customer(_ id: CustomerID) -> Customer? {
        guard case .living(let customer, _)? = store.record(id) else { return nil }
        return customer
    }
}
