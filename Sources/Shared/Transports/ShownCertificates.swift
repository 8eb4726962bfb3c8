import FoundationEssentials
import Glibc
import HTTP
import NIOCore
import NIOPosix
import NIOSSL
import TLSPolicy

/// The certificates that a server shows, looked at once more when they were not accepted.
struct ShownCertificates {
    private let certificates: [NIOSSLCertificate]

    /// More is not waited for an explanation.
    private static let timeout = TimeAmount.seconds(3)

    /// Asks a server for its certificates, and leaves before anything else is said: no certificate is accepted.
    ///
    /// - Returns: none when it does not show any.
    static func of(_ server: ServerAddress, on eventLoops: MultiThreadedEventLoopGroup) async -> ShownCertificates {
        let shown = eventLoops.any().makePromise(of: [NIOSSLCertificate].self)
        let connection = ClientBootstrap(group: eventLoops).connectTimeout(timeout)
            .channelInitializer { channel in
                channel.closeFuture.whenComplete { _ in shown.fail(ChannelError.eof) }
                channel.eventLoop.scheduleTask(in: timeout) { channel.close(promise: nil) }
                return channel.eventLoop.makeCompletedFuture {
                    let context = try NIOSSLContext(configuration: .client())
                    let isAddress = (try? SocketAddress(ipAddress: server.host, port: 0)) != nil
                    let handler = try NIOSSLClientHandler(
                        context: context, serverHostname: isAddress ? nil : server.host
                    ) {
                        (certificates: [NIOSSLCertificate], verdict: EventLoopPromise<NIOSSLVerificationResult>) in
                        shown.succeed(certificates)
                        verdict.succeed(NIOSSLVerificationResult.failed)
                    }
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: server.host, port: server.port ?? 443)
        connection.whenFailure { shown.fail($0) }
        return ShownCertificates(certificates: (try? await shown.futureResult.get()) ?? [])
    }

    /// What is wrong with their time; `nil` when nothing is.
    var flaw: TLSFailure? {
        let now = time(nil)
        for certificate in certificates {
            if certificate.notValidAfter < now { return .expired(on: Self.day(certificate.notValidAfter)) }
            if certificate.notValidBefore > now { return .notValid(before: Self.day(certificate.notValidBefore)) }
        }
        return nil
    }

    /// `2026-11-01`, in UTC.
    private static func day(_ moment: time_t) -> String {
        Date(timeIntervalSince1970: TimeInterval(moment)).formatted(.iso8601.year().month().day())
    }
}
