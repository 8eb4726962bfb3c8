import Files
import Glibc
import HTTP
import NIOCore

/// Sees to it that anyone who takes a connection on this machine is somebody who may be told a secret, before anything is said.
struct ListenerCheck: Sendable {
    /// Who may.
    let users: Set<UInt32>
    /// The address, for people.
    let address: String

    /// - Returns: fails with a ``TransportFailure``, the connection closed, when it is somebody else or cannot be told.
    @Sendable func check(_ channel: any Channel) -> EventLoopFuture<Void> {
        found(on: channel).flatMapThrowing { [users, address] found in
            guard !found.isEmpty, found.isSubset(of: users) else {
                let stranger = found.subtracting(users).min()
                throw TransportFailure(.foreignListener(address: address, user: stranger), mayHaveArrived: false)
            }
        }.flatMapErrorThrowing { error in
            channel.close(promise: nil)
            throw error
        }
    }

    /// The users at the other end.
    private func found(on channel: any Channel) -> EventLoopFuture<Set<UInt32>> {
        guard let server = channel.remoteAddress else { return channel.eventLoop.makeSucceededFuture([]) }
        if case .unixDomainSocket = server { return peer(of: channel) }
        guard let client = channel.localAddress else { return channel.eventLoop.makeSucceededFuture([]) }
        let users = Self.users(at: server, from: client)
        return channel.eventLoop.makeSucceededFuture(users)
    }

    /// A table is handed out page by page, and may lack a row when others come and go meanwhile: it is looked at again.
    private static func users(at server: SocketAddress, from client: SocketAddress) -> Set<UInt32> {
        for _ in 0..<5 {
            let tables = ["/proc/net/tcp", "/proc/net/tcp6"].compactMap(ProcessFile.text)
            let users = SocketTable(tables.joined(separator: "\n")).users(at: server, from: client)
            if !users.isEmpty { return users }
        }
        return []
    }

    /// `struct ucred` (unix(7)).
    private struct PeerCredentials: Sendable {
        let process: Int32
        let user: UInt32
        let group: UInt32
    }

    private func peer(of channel: any Channel) -> EventLoopFuture<Set<UInt32>> {
        guard let provider = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeSucceededFuture([])
        }
        let credentials: EventLoopFuture<PeerCredentials> = provider.unsafeGetSocketOption(
            level: SocketOptionLevel(SOL_SOCKET), name: SocketOptionName(SO_PEERCRED))
        return credentials.map { [$0.user] }
    }
}
