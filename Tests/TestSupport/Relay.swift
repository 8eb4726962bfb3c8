import Foundation
import Synchronization

/// One host's way to a server: it can be closed and opened again, under the same address, while others reach the server.
package final class Relay: Sendable {
    private let acceptor: Acceptor
    private let port: Int
    private let state = Mutex(State())

    private struct State {
        var isOpen = true
        /// The connections to the server.
        var connections: Set<Int32> = []
    }

    /// - Parameter port: the server's, on 127.0.0.1.
    package init(to port: Int) throws {
        self.port = port
        acceptor = try Acceptor()
        acceptor.start { [weak self] client in self?.join(client) }
    }

    deinit {
        close()
        acceptor.stop()
    }

    /// The server's address for this host.
    package var url: String { "http://127.0.0.1:\(acceptor.port)" }

    /// Breaks all connections; those that are made from now on end at once.
    package func close() {
        state.withLock { state in
            state.isOpen = false
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    package func open() {
        state.withLock { $0.isOpen = true }
    }

    /// Passes on what either end sends, until one of them closes.
    private func join(_ client: Socket) {
        guard let server = try? Socket.connected(to: port) else { return }
        defer {
            state.withLock { _ = $0.connections.remove(server) }
            Foundation.close(server)
        }
        let isOpen = state.withLock { state in
            if state.isOpen { state.connections.insert(server) }
            return state.isOpen
        }
        guard isOpen else { return }
        let answers = DispatchGroup()
        answers.enter()
        Thread.detachNewThread { [descriptor = client.descriptor] in
            Socket(server).pass(to: Socket(descriptor))
            answers.leave()
        }
        client.pass(to: Socket(server))
        answers.wait()
    }
}
