import Foundation
import Synchronization

/// A real TCP server on a free loopback port that answers each request as a script says, however wrong.
package final class MisbehavingServer: Sendable {
    private let acceptor: Acceptor
    private let state: Mutex<State>

    private enum Plan: Sendable {
        case script([Misbehaviour])
        case rule(@Sendable (String) -> Misbehaviour)

        /// Whether the next connection's request is not waited for.
        var ignoresRequest: Bool {
            switch self {
            case .script(let script): script[0].ignoresRequest
            case .rule: false
            }
        }

        /// Whether the request is not one of those that a script of several steps is for: a client asks who was erased before
        /// it does anything else. A script of one step is for all.
        func isBeside(_ request: String) -> Bool {
            guard case .script(let script) = self, script.count > 1 else { return false }
            return request.hasPrefix("GET /api/erasures")
        }

        mutating func next(for request: String) -> Misbehaviour {
            switch self {
            case .rule(let rule): return rule(request)
            case .script(var script):
                guard script.count > 1 else { return script[0] }
                let step = script.removeFirst()
                self = .script(script)
                return step
            }
        }
    }

    private struct State {
        var plan: Plan
        var requests: [String] = []
        var closures = 0
        var waiters: [Waiter] = []
    }

    private struct Waiter {
        let isDue: @Sendable (borrowing State) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    /// - Parameter script: what becomes of each request in turn; the last one is that of all further requests too.
    package convenience init(_ script: Misbehaviour...) throws {
        try self.init(script)
    }

    /// The same for a long script.
    package convenience init(_ script: [Misbehaviour]) throws {
        try self.init(.script(script))
    }

    /// - Parameter rule: what becomes of a request, head and body as they stood on the wire.
    package convenience init(answering rule: @escaping @Sendable (String) -> Misbehaviour) throws {
        try self.init(.rule(rule))
    }

    private init(_ plan: Plan) throws {
        acceptor = try Acceptor()
        state = Mutex(State(plan: plan))
        acceptor.start { [weak self] socket in self?.serve(socket) }
    }

    deinit {
        stop()
    }

    package var port: Int { acceptor.port }

    package var url: String { "http://127.0.0.1:\(port)" }

    /// The requests that came, head and body as they stood on the wire, in the order they came.
    package var requests: [String] { state.withLock { $0.requests } }

    /// How many connections were made.
    package var connectionCount: Int { acceptor.arrivals }

    /// Returns once as many requests have come.
    package func receives(_ count: Int) async {
        await waits { $0.requests.count >= count }
    }

    /// Returns once as many requests have come that begin with a text.
    package func receives(_ count: Int, of start: String) async {
        await waits { $0.requests.count { $0.hasPrefix(start) } >= count }
    }

    /// Returns once the client has closed as many connections.
    package func seesClosed(_ count: Int) async {
        await waits { $0.closures >= count }
    }

    /// Breaks all connections and takes no more.
    package func stop() { acceptor.stop() }

    // MARK: State

    private func waits(until isDue: @escaping @Sendable (borrowing State) -> Bool) async {
        await withCheckedContinuation { continuation in
            change { $0.waiters.append(Waiter(isDue: isDue, continuation: continuation)) }
        }
    }

    /// Changes the state and wakes those who waited for it.
    private func change(_ body: (inout State) -> Void) {
        let due = state.withLock { state in
            body(&state)
            let waiters = state.waiters
            state.waiters = waiters.filter { !$0.isDue(state) }
            return waiters.filter { $0.isDue(state) }
        }
        for waiter in due { waiter.continuation.resume() }
    }

    // MARK: Serving

    private func serve(_ socket: Socket) {
        if state.withLock({ $0.plan.ignoresRequest }) {
            _ = nextStep().perform(on: socket)
        } else {
            while let request = socket.request() {
                if state.withLock({ $0.plan.isBeside(request) }) {
                    guard Self.nobodyErased.perform(on: socket) else { break }
                    continue
                }
                change { $0.requests.append(request) }
                guard nextStep(for: request).perform(on: socket) else { break }
            }
        }
        if socket.isAtEnd { change { $0.closures += 1 } }
    }

    /// What a server of an earlier version says.
    private static let nobodyErased: Misbehaviour = {
        let body =
            #"{"type":"urn:customers:problem:not-found","status":404,"detail":"There is no resource at this path."}"#
        let head =
            "HTTP/1.1 404 Not Found\r\nContent-Type: application/problem+json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        return .say(Array((head + body).utf8))
    }()

    private func nextStep(for request: String = "") -> Misbehaviour {
        state.withLock { $0.plan.next(for: request) }
    }
}
