import HTTP
import NIOSSL

extension TLSFailure {
    init(_ error: NIOSSLExtraError) {
        switch error {
        case .failedToValidateHostname, .serverHostnameImpossibleToMatch: self = .wrongName
        case .invalidSNIHostname, .cannotUseIPAddressInSNI: self = .other(detail: "the server's name cannot be sent")
        default: self = .other(detail: "the library failed")
        }
    }

    /// - Parameter text: what the library says, which holds its own name for the reason: `WRONG_VERSION_NUMBER`. The rest
    ///   is not for people.
    init(library text: String) {
        let names = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
            .filter { $0.contains("_") && $0.uppercased() == $0 }
        switch names.last {
        case "CERTIFICATE_VERIFY_FAILED": self = .untrusted
        // A record of TLS begins otherwise than any text does.
        case "WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "UNEXPECTED_RECORD", "UNEXPECTED_MESSAGE":
            self = .notTLS
        case "UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "UNKNOWN_PROTOCOL", "WRONG_SSL_VERSION",
            "NO_SHARED_CIPHER", "NO_CIPHERS_AVAILABLE", "WRONG_CIPHER_RETURNED", "UNKNOWN_CIPHER_RETURNED",
            "TLSV1_ALERT_INSUFFICIENT_SECURITY", "NO_COMMON_SIGNATURE_ALGORITHMS":
            self = .noCommonProtocol
        case "SSLV3_ALERT_HANDSHAKE_FAILURE": self = .refused
        case "TLSV1_ALERT_CERTIFICATE_REQUIRED", "TLSV1_CERTIFICATE_REQUIRED", "SSLV3_ALERT_NO_CERTIFICATE",
            "SSLV3_ALERT_BAD_CERTIFICATE":
            self = .wantsClientCertificate
        case "TLSV1_ALERT_UNRECOGNIZED_NAME", "TLSV1_UNRECOGNIZED_NAME": self = .wrongName
        case let name?: self = .other(detail: name.lowercased().split(separator: "_").joined(separator: " "))
        case nil: self = text.contains("EOF") ? .brokenOff : .other(detail: "no reason is given")
        }
    }
}
