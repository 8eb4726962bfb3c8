import Domain
import Files
import Logging
import NIOSSL
import Synchronization
import TLSPolicy

/// The server's certificate chain and private key, as they are in their files.
final class TLSIdentity: Sendable {
    private let files: WatchedFiles<Loaded>
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let warnedDays = Mutex<Int?>(nil)

    private struct Loaded: Equatable {
        let chain: [NIOSSLCertificate]
        let key: NIOSSLPrivateKey
        let context: NIOSSLContext
        let expiry: Timestamp

        static func == (one: Loaded, other: Loaded) -> Bool { one.chain == other.chain && one.key == other.key }
    }

    /// From so many days before the end on, the log warns.
    static let warningDays = 14

    /// Reads both PEM files and sees to it that they belong together, may be used and are not out of date.
    ///
    /// - Parameter now: the clock that certificates are judged by.
    init(
        certificatePath: String, keyPath: String, logger: Logger, now: @escaping @Sendable () -> Timestamp = { .now() }
    ) throws(StartFailure) {
        (self.logger, self.now) = (logger, now)
        files = try WatchedFiles([certificatePath, keyPath]) { () throws(StartFailure) in
            try Self.load(certificatePath, keyPath, now: now())
        }
        warnOfExpiry()
    }

    /// For connections that begin now.
    var context: NIOSSLContext { files.value.context }

    /// Whole days until the first certificate of the chain to end does; negative afterwards.
    var daysLeft: Int { Self.days(until: files.value.expiry, from: now()) }

    private static func days(until expiry: Timestamp, from now: Timestamp) -> Int {
        Int((Double(expiry.seconds(since: now)) / 86_400).rounded(.down))
    }
}

// MARK: - Reloading

extension TLSIdentity: Reloadable {
    /// Takes the files up as they are now; connections that are open keep what they began with. A pair that cannot be used is
    /// logged, and the one before stays.
    func reload() async {
        tell(files.readAnew())
    }

    func reloadIfChanged() async {
        tell(files.readIfChanged())
        warnOfExpiry()
    }

    private func tell(_ news: WatchedFiles<Loaded>.News?) {
        switch news {
        case nil: break
        case .read:
            warnedDays.withLock { $0 = nil }
            logger.notice("certificate reloaded", metadata: ["days_left": "\(daysLeft)"])
        case .failed(let cause):
            logger.error("certificate not reloaded, the one before stays", metadata: ["cause": "\(cause)"])
        }
    }

    /// Once a day.
    private func warnOfExpiry() {
        let days = daysLeft
        let isNew = warnedDays.withLock { warned in
            guard days <= Self.warningDays, warned != days else { return false }
            warned = days
            return true
        }
        if isNew { logger.warning("the certificate ends soon", metadata: ["days_left": "\(days)"]) }
    }
}

// MARK: - Files

extension TLSIdentity {
    private static func load(
        _ certificatePath: String, _ keyPath: String, now: Timestamp
    ) throws(StartFailure) -> Loaded {
        let chain = try parse(certificatePath, "the certificate", .configuration) {
            try NIOSSLCertificate.fromPEMBytes($0)
        }
        try StartFailure.refuseReplaceable("the private key", keyPath)
        let key = try parse(keyPath, "the private key", .secret()) { try NIOSSLPrivateKey(bytes: $0, format: .pem) }
        let expiry = chain.map { Timestamp(microseconds: Int64($0.notValidAfter) * 1_000_000) }.min() ?? now
        guard expiry > now else {
            throw StartFailure(
                .configuration, "the certificate \(certificatePath) ended on \(expiry.text.prefix(10)): renew it.")
        }
        let beginning = chain.map { Timestamp(microseconds: Int64($0.notValidBefore) * 1_000_000) }.max() ?? now
        guard beginning <= now else {
            throw StartFailure(
                .configuration,
                """
                the certificate \(certificatePath) is not valid before \(beginning.text.prefix(10)): wait until then, or \
                compare the clocks.
                """)
        }
        if let bits = chain.compactMap(\.rsaBits).min(), bits < minimumRSABits {
            throw StartFailure(
                .configuration,
                """
                the certificate \(certificatePath) has an RSA key of \(bits) bits, which is too short: make one of \
                \(minimumRSABits) bits or more.
                """)
        }
        let configuration = TLSConfiguration.server(certificateChain: chain, privateKey: key)
        do {
            return Loaded(
                chain: chain, key: key, context: try NIOSSLContext(configuration: configuration), expiry: expiry)
        } catch {
            throw StartFailure(
                .configuration,
                """
                the private key \(keyPath) does not belong to the certificate \(certificatePath). Give --tls-key the one that \
                the certificate was made for; in --tls-cert the server's own certificate comes first.
                """)
        }
    }

    /// As PKCS #8 says it (RFC 7468 §11), or the older format of OpenSSL.
    private static func isEncrypted(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")
    }

    private static let limitBytes = 1 << 20
    /// RFC 9325 §4.5.
    private static let minimumRSABits = 2_048

    private static func parse<Value>(
        _ path: String, _ role: String, _ rule: FileRule, _ value: ([UInt8]) throws -> Value
    ) throws(StartFailure) -> Value {
        let bytes: [UInt8]
        do throws(FileRefusal) {
            bytes = try TrustedFile.read(path, rule, limitBytes: limitBytes)
        } catch {
            throw StartFailure(error, role, path)
        }
        do {
            return try value(bytes)
        } catch {
            guard !isEncrypted(bytes) else {
                throw StartFailure(
                    .configuration,
                    """
                    \(role) \(path) has a passphrase, and nobody is there to type it: openssl pkey -in \(path) -out FILE \
                    writes one without.
                    """)
            }
            throw StartFailure(
                .configuration, "\(role) \(path) is not in PEM format: openssl can write it so (-outform PEM).")
        }
    }
}
