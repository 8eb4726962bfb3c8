import Testing

/// A handshake as another end would have it: a version of TLS, a suite, and the kind of the server's key.
struct Handshake: CustomTestStringConvertible, Sendable {
    /// As openssl-s_server(1) is asked for it: `-tls1_2`; none for all versions that the server has.
    let version: String?
    /// In OpenSSL's words; of TLS 1.3 all suites are tried, whatever stands here.
    let suite: String
    let key: Key

    enum Key: String, CaseIterable, Sendable {
        case rsa = "rsa:2048"
        case elliptic = "ec -pkeyopt ec_paramgen_curve:P-256"
    }

    init(_ version: String?, _ suite: String = "ALL", _ key: Key = .rsa) {
        self.version = version
        self.suite = suite
        self.key = key
    }

    var testDescription: String { "\(version ?? "any version") \(suite) \(key)" }

    /// OpenSSL refuses old versions and suites of itself, unless its level is 0.
    var arguments: String { "\(version ?? "") -cipher \(suite):@SECLEVEL=0" }

    /// What is broken, or can be read later by anyone who gets hold of the server's key.
    static let refused = [
        Handshake("-tls1"), Handshake("-tls1", "ALL", .elliptic),
        Handshake("-tls1_1"), Handshake("-tls1_1", "ALL", .elliptic),
        // Static RSA, with and without authenticated encryption.
        Handshake("-tls1_2", "AES128-GCM-SHA256"), Handshake("-tls1_2", "AES256-GCM-SHA384"),
        Handshake("-tls1_2", "AES128-SHA"), Handshake("-tls1_2", "AES256-SHA256"),
        // CBC, by SHA-1 and by SHA-2.
        Handshake("-tls1_2", "ECDHE-RSA-AES128-SHA"), Handshake("-tls1_2", "ECDHE-RSA-AES256-SHA"),
        Handshake("-tls1_2", "ECDHE-RSA-AES128-SHA256"), Handshake("-tls1_2", "ECDHE-RSA-AES256-SHA384"),
        Handshake("-tls1_2", "ECDHE-ECDSA-AES128-SHA", .elliptic),
        Handshake("-tls1_2", "ECDHE-ECDSA-AES256-SHA384", .elliptic),
        // Keys over the integers, whose groups are the server's to choose.
        Handshake("-tls1_2", "DHE-RSA-AES128-GCM-SHA256"), Handshake("-tls1_2", "DHE-RSA-AES128-SHA"),
    ]

    static let accepted =
        [
            Handshake("-tls1_2", "ECDHE-RSA-AES128-GCM-SHA256"), Handshake("-tls1_2", "ECDHE-RSA-AES256-GCM-SHA384"),
            Handshake("-tls1_2", "ECDHE-RSA-CHACHA20-POLY1305"),
            Handshake("-tls1_2", "ECDHE-ECDSA-AES128-GCM-SHA256", .elliptic),
            Handshake("-tls1_2", "ECDHE-ECDSA-AES256-GCM-SHA384", .elliptic),
            Handshake("-tls1_2", "ECDHE-ECDSA-CHACHA20-POLY1305", .elliptic),
            Handshake("-tls1_3"), Handshake("-tls1_3", "ALL", .elliptic),
        ]
}
