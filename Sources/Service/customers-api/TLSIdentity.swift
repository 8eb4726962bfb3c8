import Domain
import Files
import Logging
import NIOSSL
import Synchronization
import TLSPolicy

/// The server's certificate chain and private key, as they are in their files.
final class TLSIdentity: Sendable {
    private let certificatePath: String
    private let keyPath: String
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let current: Mutex<State>

    /// What is in use, and how the files looked when they were read last.
    private struct State {
        var loaded: Loaded
        var stamps: [FileStamp?]
        var warnedDays: Int?
    }

    private struct Loaded {
        let context: NIOSSLContext
        let expiry: Timestamp
    }

    /// From so many days before the end on, the log warns.
    static let warningDays = 14

    /// Reads both PEM files and sees to it that they belong together, may be used and are not out of date.
    ///
    /// - Parameter now: the clock that certificates are judged by.
    init(
        certificatePath: String, keyPath: String, logger: Logger, now: @escaping @Sendable () -> Timestamp = { .now() }
    ) throws(StartFailure) {
        (self.certificatePath, self.keyPath, self.logger, self.now) = (certificatePath, keyPath, logger, now)
        let stamps = [certificatePath, keyPath].map { FileStamp(path: $0) }
        let loaded = try Self.load(certificatePath, keyPath, now: now())
        current = Mutex(State(loaded: loaded, stamps: stamps))
        warnOfExpiry()
    }

    /// For connections that begin now.
    var context: NIOSSLContext { current.withLock { $0.loaded.context } }

    /// Whole days until the first certificate of the chain to end does; negative afterwards.
    var daysLeft: Int { Self.days(until: current.withLock { $0.loaded.expiry }, from: now()) }

    private static func days(until expiry: Timestamp, from now: Timestamp) -> Int {
        Int((Double(expiry.seconds(since: now)) / 86_400).rounded(.down))
    }
}

// MARK: - Reloading

extension TLSIdentity: Reloadable {
    /// Takes the files up as they are now; connections that are open keep what they began with. A pair that cannot be used is
    /// logged, and the one before stays.
    func reload() async {
        load(stamps: stamps())
    }

    /// Renewal writes one file after the other: a pair that does not fit together yet is looked at again.
    func reloadIfChanged() async {
        let stamps = stamps()
        if stamps != current.withLock({ $0.stamps }) { load(stamps: stamps) }
        warnOfExpiry()
    }

    private func stamps() -> [FileStamp?] {
        [certificatePath, keyPath].map { FileStamp(path: $0) }
    }

    private func load(stamps: [FileStamp?]) {
        do throws(StartFailure) {
            let loaded = try Self.load(certificatePath, keyPath, now: now())
            current.withLock { $0 = State(loaded: loaded, stamps: stamps) }
            logger.notice("certificate reloaded", metadata: ["days_left": "\(daysLeft)"])
        } catch {
            current.withLock { $0.stamps = stamps }
            logger.error("certificate not reloaded, the one before stays", metadata: ["cause": "\(error.message)"])
        }
    }

    /// Once a day.
    private func warnOfExpiry() {
        let days = daysLeft
        let isNew = current.withLock { state in
            guard days <= Self.warningDays, state.warnedDays != days else { return false }
            state.warnedDays = days
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
        let key = try parse(keyPath, "the private key", .secret()) { try NIOSSLPrivateKey(bytes: $0, format: .pem) }
        let expiry = chain.map { Timestamp(microseconds: Int64($0.notValidAfter) * 1_000_000) }.min() ?? now
        guard expiry > now else {
            throw StartFailure(
                .configuration, "the certificate \(certificatePath) ended on \(expiry.text.prefix(10)): renew it.")
        }
        let configuration = TLSConfiguration.server(certificateChain: chain, privateKey: key)
        do {
            return Loaded(context: try NIOSSLContext(configuration: configuration), expiry: expiry)
        } catch {
            throw StartFailure(
                .configuration, "the private key \(keyPath) does not belong to the certificate \(certificatePath).")
        }
    }

    private static let limitBytes = 1 << 20

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
            throw StartFailure(.configuration, "\(role) \(path) is not in PEM format.")
        }
    }
}
