import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// Sets up each connection: counted, in TLS where there is a certificate, and guarded.
struct GuardedChannel: ServerChildChannel {
    let http: HTTP1Channel
    let tls: TLSIdentity?
    let connections: ConnectionTable

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(ConnectionAbort())
            if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls.context)) }
            register(channel)
        }.flatMap {
            http.setup(channel: channel, logger: logger)
        }.flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(ConnectionGuard(connections, of: channel), position: .after(decoder))
            return value
        }
    }

    private func register(_ channel: any Channel) {
        let abort: @Sendable () -> Void = { channel.triggerUserOutboundEvent(ConnectionOrder.abort, promise: nil) }
        let entry = ConnectionTable.Entry(address: channel.remoteAddress?.network, abort: abort)
        guard connections.open(ObjectIdentifier(channel), entry) else { return abort() }
        // It holds the channel, so that its identity is nobody else's before it is gone from the table.
        channel.closeFuture.whenComplete { [connections] _ in connections.close(ObjectIdentifier(channel)) }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await withTaskExecutorPreference(LoopExecutor(value.channel.eventLoop)) {
            await http.handle(value: value, logger: logger)
        }
    }
}

extension HTTPServerBuilder {
    /// - Parameter timeout: how long a client may take for a head, and to take anything of an answer.
    static func guarded(timeout: TimeAmount, tls: TLSIdentity?, _ connections: ConnectionTable) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            GuardedChannel(
                http: HTTP1Channel(responder: responder, configuration: Limits.http(timeout: timeout)), tls: tls,
                connections: connections)
        }
    }
}

extension SocketAddress {
    /// What one caller has: an address of IPv4, of IPv6 the first 64 bits (RFC 6177); `nil` for a socket of the file system.
    fileprivate var network: String? {
        guard case .v6 = self else { return ipAddress }
        return withSockAddr { pointer, size in
            // Family, port and flow come before (ipv6(7)).
            let bytes = UnsafeRawBufferPointer(start: pointer, count: size).dropFirst(8).prefix(16)
            let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]
            guard !bytes.starts(with: mapped) else {
                return bytes.dropFirst(12).map { String($0) }.joined(separator: ".")
            }
            return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
        }
    }
}
