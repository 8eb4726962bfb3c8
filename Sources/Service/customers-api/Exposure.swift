import Domain
import HTTP

/// Who can reach the server, and whether that is safe.
struct Exposure {
    /// For the operator, when the server is safe enough to start and no more.
    let warning: String?

    /// - Parameter knowsCallers: by tokens of whatever kind, or because only they can connect.
    /// - Throws: for an address that others can reach, unless callers are known and what is said is encrypted.
    init(host: String, knowsCallers: Bool, isEncrypted: Bool, isBehindProxy: Bool) throws(StartFailure) {
        guard ServerAddress.isLoopback(host) else {
            guard knowsCallers, isEncrypted || isBehindProxy else {
                throw StartFailure(
                    .configuration,
                    """
                    \(host) can be reached from other machines, or is misspelt, so the server has to know its callers and to \
                    speak TLS: give --token-file or --oidc-issuer with --tls-cert and --tls-key (or --behind-proxy when a proxy \
                    speaks TLS), or listen on 127.0.0.1.
                    """)
            }
            warning = nil
            return
        }
        warning =
            knowsCallers
            ? nil
            : """
            warning: without --token-file or --oidc-issuer every user of this machine can read and change the customers: \
            on a shared host loopback is everybody's.
            """
    }
}
