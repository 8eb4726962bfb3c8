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
    /// What failed when it was looked at last, by its names.
    private var failing: Set<String> = []

    private let validity: Duration

    /// - Parameter validity: how long an answer is good.
    init(
        logger: Logger, validity: Duration = .seconds(1), look: @escaping @Sendable () async -> [ReadinessCheck]
    ) {
        (self.logger, self.validity, self.look) = (logger, validity, look)
    }

    func checks() async -> [ReadinessCheck] {
        if let latest, latest.end.map({ .now - $0 < validity }) ?? true { return await latest.answer.value }
        let answer = Task { [look] in await look() }
        latest = (answer, nil)
        let checks = await answer.value
        latest?.end = .now
        note(checks)
        return checks
    }

    /// A line for each change of what fails: an operator looks for when it began.
    private func note(_ checks: [ReadinessCheck]) {
        let faults = checks.filter { $0.fault != nil }
        let names = Set(faults.map(\.name))
        guard names != failing else { return }
        failing = names
        if faults.isEmpty {
            logger.notice("ready again")
        } else {
            let causes = faults.map { "\($0.name): \($0.fault ?? "")" }.joined(separator: "; ")
            logger.error("not ready", metadata: ["cause": "\(causes)"])
        }
    }
}

extension OpenStore {
    /// What a server on this store needs for its work.
    var readiness: @Sendable () async -> [ReadinessCheck] {
        switch self {
        case .sqlite(let store, _):
            let erasures = ErasureListWatch(of: store)
            return { await store.readiness() + [erasures.check()] }
        case .dynamoDB(let store, _):
            return {
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
