import Glibc
package import HTTP
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension TransportFailure {
    /// Sorts what swift-nio throws by what it means for the caller.
    ///
    /// What is not known ends as ``Reason/connectionLost(detail:)``, because the call may have arrived.
    package init(ofNIO error: any Error) {
        switch error {
        case let failure as TransportFailure: self = failure
        case is CancellationError: self.init(.cancelled, mayHaveArrived: true)
        case let error as NIOConnectionError: self.init(error)
        case ChannelError.connectTimeout:
            self.init(.cannotConnect(detail: "no answer to the connection"), mayHaveArrived: false)
        case let error as NIOSSLError: self.init(error)
        case let error as BoringSSLError: self.init(.tls(TLSFailure(library: "\(error)")), mayHaveArrived: true)
        case let error as NIOSSLExtraError: self.init(.tls(TLSFailure(error)), mayHaveArrived: false)
        case HTTPParserError.invalidEOFState:
            self.init(.connectionLost(detail: "the answer is not whole"), mayHaveArrived: true)
        case is HTTPParserError: self.init(.notHTTP(detail: "the answer is malformed"), mayHaveArrived: true)
        case let error as IOError: self.init(error)
        case is ChannelError: self.init(.connectionLost(detail: "it was closed"), mayHaveArrived: true)
        default: self.init(.connectionLost(detail: "for a reason that is not known"), mayHaveArrived: true)
        }
    }

    private init(_ error: IOError) {
        let detail = String(cString: strerror(error.errnoCode)).lowercased()
        switch error.errnoCode {
        case ECONNREFUSED: self.init(.cannotConnect(detail: detail), mayHaveArrived: false)
        // Only a Unix socket has a path that can be missing or closed to somebody (unix(7)).
        case ENOENT, ENOTDIR:
            self.init(.cannotConnect(detail: "its socket is not there: it may not run"), mayHaveArrived: false)
        case EACCES: self.init(.socketNotPermitted, mayHaveArrived: false)
        // These also end connections that stood, when the network goes away under them.
        case EHOSTUNREACH, ENETUNREACH: self.init(.cannotConnect(detail: detail), mayHaveArrived: true)
        default: self.init(.connectionLost(detail: detail), mayHaveArrived: true)
        }
    }

    private init(_ error: NIOConnectionError) {
        if error.connectionErrors.isEmpty, error.dnsAError != nil || error.dnsAAAAError != nil {
            self.init(.nameNotResolved(host: error.host), mayHaveArrived: false)
        } else {
            let codes = error.connectionErrors.map { ($0.error as? IOError)?.errnoCode }
            let detail = codes.contains(ECONNREFUSED) ? "connection refused" : "no connection to \(error.host)"
            self.init(.cannotConnect(detail: detail), mayHaveArrived: false)
        }
    }

    private init(_ error: NIOSSLError) {
        switch error {
        case .uncleanShutdown: self.init(.connectionLost(detail: "unclean end of TLS"), mayHaveArrived: true)
        case .handshakeFailed(let cause): self.init(.tls(TLSFailure(library: "\(cause)")), mayHaveArrived: false)
        case .unableToValidateCertificate, .noCertificateToValidate: self.init(.tls(.untrusted), mayHaveArrived: false)
        default: self.init(.tls(.other(detail: "the library failed")), mayHaveArrived: false)
        }
    }
}
