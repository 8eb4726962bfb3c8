import CustomerAPI
import HTTP
import NIOCore
import Wire

/// Holds one request of the change feed back, as long as its client is there and may call.
final class ConnectionWait: ChangeWaiting {
    private let hub: ChangeHub
    private let connections: ConnectionTable
    private let connection: ObjectIdentifier
    private let metrics: RequestCounts?
    /// Who calls, found out anew.
    private let caller: @Sendable () async -> RequestContext.Caller

    fileprivate init(
        _ hub: ChangeHub, _ connections: ConnectionTable, _ connection: ObjectIdentifier, _ metrics: RequestCounts?,
        caller: @escaping @Sendable () async -> RequestContext.Caller
    ) {
        (self.hub, self.connections, self.connection) = (hub, connections, connection)
        (self.metrics, self.caller) = (metrics, caller)
    }

    var commits: Int { hub.commits }

    func wait(for query: ChangesQuery, since commits: Int) async -> EndedWait {
        let start = ContinuousClock.now
        metrics?.end()
        let (caller, changes) = await end(of: query, since: commits, until: start + .seconds(query.waitSeconds ?? 0))
        metrics?.begin()
        return EndedWait(caller: caller, changes: changes, duration: .now - start)
    }

    /// Nobody gets what has changed, or waits on, who may not call any more.
    private func end(
        of query: ChangesQuery, since commits: Int, until deadline: ContinuousClock.Instant
    ) async -> (RequestContext.Caller, ChangePage?) {
        while true {
            let wake = await hub.wait(for: query, since: commits, until: deadline) { [connections, connection] end in
                connections.beginWait(connection, end: end)
            }
            connections.finishWait(connection)
            let caller = await caller()
            switch wake {
            case .changed(let page): return (caller, page)
            case .over: return (caller, nil)
            case .callersChanged: if caller.refusal != nil { return (caller, nil) }
            }
        }
    }
}

extension ChangeHub {
    /// `nil` for a request that does not ask to be held back.
    func wait(
        of routed: RoutedRequest, on connection: AcceptedConnection, _ connections: ConnectionTable,
        _ metrics: RequestCounts?, caller: @escaping @Sendable () async -> RequestContext.Caller
    ) -> ConnectionWait? {
        guard routed.route == .changes, routed.request.query.contains("wait") else { return nil }
        return ConnectionWait(self, connections, ObjectIdentifier(connection.channel), metrics, caller: caller)
    }

    /// The hub of a store that tells of its changes.
    convenience init?(of store: OpenStore, _ api: CustomerHandler) {
        guard store.tellsOfChanges else { return nil }
        self.init { await api.changePage($0) }
        store.whenCommitted { [weak self] in self?.noteCommit() }
    }

    /// In Prometheus' text format.
    var metricLines: [String] {
        let (waiting, ended) = counts
        var lines = MetricsText.gauge(
            "customers_api_waiting_clients", "Requests that are held back until something changes.", "\(waiting)")
        let name = "customers_api_waits_total"
        lines += MetricsText.heading(name, "counter", "Requests that were held back, and are answered.")
        lines.append("\(name) \(ended)")
        return lines
    }
}
