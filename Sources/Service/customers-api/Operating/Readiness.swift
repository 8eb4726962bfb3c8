import CustomerAPI
import Domain
import DynamoDBStore
import Logging
import SQLiteStore

/// Whether the server can do its work just now, for those who distribute requests or restart servers.
///
/// Everybody may ask: a question within a second of another one gets that one's answer, so that nobody makes the disk busy
/// by asking.
actor Readiness {
    private let look: @Sendable () async -> [ReadinessCheck]
    private let logger: Logger
    /// The end is `nil` as long as it is being found out.
    private var latest: (answer: Task<[ReadinessCheck], Never>, end: ContinuousClock.Instant?)?
    private var wasReady = true

    private static let validity = Duration.seconds(1)

    init(logger: Logger, look: @escaping @Sendable () async -> [ReadinessCheck]) {
        (self.logger, self.look) = (logger, look)
    }

    func checks() async -> [ReadinessCheck] {
        if let latest, latest.end.map({ .now - $0 < Self.validity }) ?? true { return await latest.answer.value }
        let answer = Task { [look] in await look() }
        latest = (answer, nil)
        let checks = await answer.value
        latest?.end = .now
        note(checks)
        return checks
    }

    /// A line for each change: an operator looks for when it began.
    private func note(_ checks: [ReadinessCheck]) {
        let faults = checks.compactMap { check in check.fault.map { "\(check.name): \($0)" } }
        guard faults.isEmpty != wasReady else { return }
        wasReady = faults.isEmpty
        if wasReady {
            logger.notice("ready again")
        } else {
            logger.error("not ready", metadata: ["cause": "\(faults.joined(separator: "; "))"])
        }
    }
}

extension OpenStore {
    /// What a server on this store needs for its work.
    var readiness: @Sendable () async -> [ReadinessCheck] {
        switch self {
        case .sqlite(let store, _): { await store.readiness() }
        case .dynamoDB(let store, _):
            {
                do throws(StoreFailure) {
                    _ = try await store.record(.random())
                    return [ReadinessCheck("table")]
                } catch {
                    return [ReadinessCheck("table", fault: "\(error)")]
                }
            }
        }
    }
}
