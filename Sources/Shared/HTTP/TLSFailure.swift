/// Why there is no TLS connection to a server.
package enum TLSFailure: Hashable, Sendable {
    /// - Parameter on: the day, `2026-11-01`.
    case expired(on: String)
    /// - Parameter before: the day, `2026-11-01`.
    case notValid(before: String)
    /// The certificate is trusted, but is another server's.
    case wrongName
    /// The certificate is not signed by an authority that this machine trusts.
    case untrusted
    /// There is no version or cipher that both take.
    case noCommonProtocol
    /// The server ended the handshake when version and cipher were agreed upon, without saying more than that it does not do.
    case refused
    /// The server ended the handshake with an alert: `internal error`.
    case alert(String)
    /// What answered speaks something else.
    case notTLS
    /// The server ended the connection in the middle of the handshake.
    case brokenOff
    /// The server asks for a certificate of the client's own.
    case wantsClientCertificate
    case timedOut
    /// The file of authorities to trust cannot be used.
    case badAuthorityFile(String)
    /// - Parameter reason: in the system's words: `No such file or directory`.
    case unreadableAuthorityFile(String, reason: String)
    /// - Parameter detail: in the words of the TLS library.
    case other(detail: String)

    /// For people, to go behind "because": `its certificate expired on 2026-11-01`.
    package var cause: String {
        switch self {
        case .expired(let day): "its certificate expired on \(day)"
        case .notValid(let day): "its certificate is not valid before \(day)"
        case .wrongName: "its certificate is for another name"
        case .untrusted: "its certificate is not signed by an authority that this machine trusts"
        case .noCommonProtocol: "it offers no version or cipher of TLS that is safe"
        case .refused: "it refused the TLS handshake, probably for want of a certificate of the client's"
        case .alert(let name): "it ended the TLS handshake with the alert \"\(name)\""
        case .notTLS: "what answered does not speak TLS"
        case .brokenOff: "it ended the connection before there was TLS"
        case .wantsClientCertificate: "it wants a certificate of the client's, and there is none to show"
        case .timedOut: "the TLS handshake took too long"
        case .badAuthorityFile(let path): "ca_file \(path) holds no PEM certificate"
        case .unreadableAuthorityFile(let path, let reason): "ca_file \(path) cannot be read (\(reason))"
        case .other(let detail): "the TLS handshake failed: \(detail)"
        }
    }
}
