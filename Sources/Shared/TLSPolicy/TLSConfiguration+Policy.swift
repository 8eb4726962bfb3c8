package import NIOSSL

/// What every connection of this product is encrypted with, whichever end of it is ours: TLS 1.2 at least (RFC 8996), 1.3 where
/// the other end has it, keys that are made for the connection and forgotten with it, and authenticated encryption
/// (RFC 9325, sections 3.1.1 and 4.2).
extension TLSConfiguration {
    /// For a client: certificates are verified, against this host's authorities and those given.
    ///
    /// - Parameter authorities: trusted besides the host's; a host without any trusts these alone.
    package static func client(trusting authorities: [NIOSSLCertificate] = []) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.keepToPolicy()
        configuration.trustRoots = TrustStore.host.path.map(NIOSSLTrustRoots.file) ?? .certificates([])
        if !authorities.isEmpty { configuration.additionalTrustRoots = [.certificates(authorities)] }
        return configuration
    }

    /// For a server, which asks its clients for no certificate.
    ///
    /// - Parameter certificateChain: the server's own certificate first.
    package static func server(
        certificateChain: [NIOSSLCertificate], privateKey: NIOSSLPrivateKey
    ) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificateChain.map(NIOSSLCertificateSource.certificate),
            privateKey: .privateKey(privateKey))
        configuration.keepToPolicy()
        // What is spoken inside (RFC 7301), so that a client that would rather have HTTP/2 knows it before it speaks.
        configuration.applicationProtocols = ["http/1.1"]
        return configuration
    }

    private mutating func keepToPolicy() {
        minimumTLSVersion = .tlsv12
        // Of TLS 1.2; all suites of 1.3 are of this kind.
        cipherSuiteValues = [
            .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ]
    }
}
