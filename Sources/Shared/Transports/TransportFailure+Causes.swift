import AsyncHTTPClient
import HTTP
import NIOCore
import NIOFailures
import NIOHTTPCompression

extension TransportFailure {
    /// Sorts what the HTTP library throws by what it means for the caller.
    init(_ error: any Error, _ options: HTTPTransport.Options) {
        switch error {
        case let failure as TransportFailure: self = failure
        case let error as HTTPClientError: self.init(error)
        case is NIOTooManyBytesError, NIOHTTPDecompression.DecompressionError.limit:
            self.init(.tooLarge(limit: options.maximumResponseBytes), mayHaveArrived: true)
        case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
            self.init(.notHTTP(detail: "damaged gzip"), mayHaveArrived: true)
        default: self.init(ofNIO: error)
        }
    }

    /// The same of a request in plain HTTP that got no response: the server may want TLS.
    var ofPlainHTTP: TransportFailure {
        switch reason {
        case .connectionLost(let detail, _):
            TransportFailure(.connectionLost(detail: detail, mayWantTLS: true), mayHaveArrived: mayHaveArrived)
        case .notHTTP(let detail, _):
            TransportFailure(.notHTTP(detail: detail, mayWantTLS: true), mayHaveArrived: mayHaveArrived)
        case .nameNotResolved, .cannotConnect, .tls, .timedOut, .tooLarge, .proxy, .foreignListener,
            .socketNotPermitted, .cancelled:
            self
        }
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .deadlineExceeded, .readTimeout, .writeTimeout: self.init(.timedOut, mayHaveArrived: true)
        case .connectTimeout, .getConnectionFromPoolTimeout:
            self.init(.cannotConnect(detail: "no answer to the connection"), mayHaveArrived: false)
        case .tlsHandshakeTimeout: self.init(.tls(.timedOut), mayHaveArrived: false)
        case .cancelled: self.init(.cancelled, mayHaveArrived: true)
        case .alreadyShutdown: self.init(.cancelled, mayHaveArrived: false)
        case .invalidProxyResponse, .proxyAuthenticationRequired, .httpProxyHandshakeTimeout:
            self.init(.proxy(detail: error.shortDescription), mayHaveArrived: false)
        default: self.init(.connectionLost(detail: error.shortDescription), mayHaveArrived: true)
        }
    }
}
