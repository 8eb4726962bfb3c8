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
    private let api: CustomerAPI
    private var requests = 0

    init(clock: WallClock, epoch: FeedEpoch) {
        self.clock = clock
        store = MemoryStore(epoch: epoch)
        let logger = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
        api = CustomerAPI(store: store, logger: logger) { clock.now }
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
