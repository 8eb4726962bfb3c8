import Foundation
import Synchronization

/// A real TCP server on a free loopback port that answers each request as a script says, however wrong.
package final class MisbehavingServer: Sendable {
    package let port: Int
    private let listener: Int32
    private let state: Mutex<State>

    private struct State {
        var script: [Misbehaviour]
        var requests: [String] = []
        var arrivals = 0
        var closures = 0
        var connections: Set<Int32> = []
        var isStopped = false
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
    package init(_ script: [Misbehaviour]) throws {
        (listener, port) = try Socket.listening()
        state = Mutex(State(script: script))
        Thread.detachNewThread { [weak self, listener] in
            // Closed by the thread that uses it: its number is soon that of another server's socket.
            defer { close(listener) }
            while let connection = Socket.accepted(from: listener) {
                guard let self, self.admit(connection) else {
                    close(connection)
                    return
                }
                Thread.detachNewThread { self.serve(connection) }
            }
        }
    }

    deinit {
        stop()
    }

    package var url: String { "http://127.0.0.1:\(port)" }

    /// The requests that came, head and body as they stood on the wire, in the order they came.
    package var requests: [String] { state.withLock { $0.requests } }

    /// How many connections were made.
    package var connectionCount: Int { state.withLock { $0.arrivals } }

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
    package func stop() {
        state.withLock { state in
            let wasStopped = state.isStopped
            state.isStopped = true
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
            if !wasStopped { shutdown(listener, Int32(SHUT_RDWR)) }
        }
    }

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

    private func admit(_ connection: Int32) -> Bool {
        state.withLock { state in
            guard !state.isStopped else { return false }
            state.connections.insert(connection)
            state.arrivals += 1
            return true
        }
    }

    // MARK: Serving

    private func serve(_ connection: Int32) {
        let socket = Socket(connection)
        if state.withLock({ $0.script[0].ignoresRequest }) {
            _ = nextStep().perform(on: socket)
        } else {
            while let request = socket.request() {
                change { $0.requests.append(request) }
                guard nextStep().perform(on: socket) else { break }
            }
        }
        if socket.isAtEnd { change { $0.closures += 1 } }
        state.withLock { _ = $0.connections.remove(connection) }
        close(connection)
    }

    private func nextStep() -> Misbehaviour {
        state.withLock { state in
            state.script.count > 1 ? state.script.removeFirst() : state.script[0]
        }
    }
}
