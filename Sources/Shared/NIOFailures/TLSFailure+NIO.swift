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
            .filter { $0.contains("_") && $0.uppercased() == $0 }.map(String.init)
        switch names.last {
        case "CERTIFICATE_VERIFY_FAILED": self = .untrusted
        // A record of TLS begins otherwise than any text does.
        case "WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "UNEXPECTED_RECORD", "UNEXPECTED_MESSAGE":
            self = .notTLS
        case "UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "UNKNOWN_PROTOCOL", "WRONG_SSL_VERSION",
            "NO_SHARED_CIPHER", "NO_CIPHERS_AVAILABLE", "WRONG_CIPHER_RETURNED", "UNKNOWN_CIPHER_RETURNED",
            "TLSV1_ALERT_INSUFFICIENT_SECURITY", "NO_COMMON_SIGNATURE_ALGORITHMS",
            // The alert below as the first answer, to which the library adds this name: nothing offered was acceptable.
            "HANDSHAKE_FAILURE_ON_CLIENT_HELLO":
            self = .noCommonProtocol
        case "SSLV3_ALERT_HANDSHAKE_FAILURE": self = .refused
        case "TLSV1_CERTIFICATE_REQUIRED": self = .wantsClientCertificate
        case "TLSV1_ALERT_UNRECOGNIZED_NAME", "TLSV1_UNRECOGNIZED_NAME": self = .wrongName
        case let name?: self = Self(alertNamed: name) ?? .other(detail: Self.words(name))
        case nil: self = text.contains("EOF") ? .brokenOff : .other(detail: "no reason is given")
        }
    }

    /// What the server says in an alert (RFC 8446, section 6), which the library names after the version that had it
    /// first; `nil` for the name of something else. No certificate of the client's is ever shown, so a complaint about
    /// one asks for it.
    private init?(alertNamed name: String) {
        guard let version = ["SSLV3_ALERT_", "TLSV1_ALERT_"].first(where: name.hasPrefix) else { return nil }
        let alert = name.dropFirst(version.count)
        self = alert.contains("CERTIFICATE") ? .wantsClientCertificate : .alert(Self.words(String(alert)))
    }

    private static func words(_ name: String) -> String {
        name.lowercased().split(separator: "_").joined(separator: " ")
    }
}
