import Foundation
import Synchronization

/// Takes connections on a free port of 127.0.0.1, each on a thread of its own, until it is stopped.
package final class Acceptor: Sendable {
    package let port: Int
    private let listener: Int32
    private let state = Mutex(State())

    private struct State {
        var open: Set<Int32> = []
        var arrivals = 0
        var isStopped = false
    }

    package init() throws {
        (listener, port) = try Socket.listening()
    }

    deinit {
        stop()
    }

    /// How many connections were made.
    var arrivals: Int { state.withLock { $0.arrivals } }

    /// Begins to take connections; called once.
    ///
    /// - Parameter serve: has the connection until it returns.
    package func start(_ serve: @escaping @Sendable (Socket) -> Void) {
        Thread.detachNewThread { [weak self, listener] in
            // Closed by the thread that uses it: its number is soon that of another server's socket.
            defer { close(listener) }
            while let connection = Socket.accepted(from: listener) {
                guard let self, self.admit(connection) else {
                    close(connection)
                    return
                }
                Thread.detachNewThread {
                    serve(Socket(connection))
                    self.release(connection)
                }
            }
        }
    }

    /// Breaks all connections and takes no more.
    package func stop() {
        state.withLock { state in
            if !state.isStopped { shutdown(listener, Int32(SHUT_RDWR)) }
            state.isStopped = true
            for connection in state.open { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    private func admit(_ connection: Int32) -> Bool {
        state.withLock { state in
            guard !state.isStopped else { return false }
            state.open.insert(connection)
            state.arrivals += 1
            return true
        }
    }

    private func release(_ connection: Int32) {
        state.withLock { _ = $0.open.remove(connection) }
        close(connection)
    }
}
