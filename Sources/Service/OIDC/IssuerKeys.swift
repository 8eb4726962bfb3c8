import JSON
package import OpenID

/// An issuer's keys, fetched when they are needed.
///
/// A token by a key that is not known has them fetched again, at most once a minute, so that keys may change at any time and
/// invented names cost the issuer nothing. Known ones are looked at again after an hour, and kept when the issuer is away.
package actor IssuerKeys {
    private let issuer: Issuer
    private let now: @Sendable () -> ContinuousClock.Instant
    private let report: @Sendable (IssuerFailure) -> Void
    private var keys: [SigningKey] = []
    private var fetchedAt: ContinuousClock.Instant?
    private var triedAt: ContinuousClock.Instant?
    private var fetch: Task<[SigningKey]?, Never>?

    private static let (age, pause, pauseWithout) = (Duration.seconds(3_600), Duration.seconds(60), Duration.seconds(5))
    /// Of one issuer, at most.
    private static let maximumKeys = 100

    /// - Parameter report: told why keys could not be fetched.
    package init(
        _ issuer: Issuer, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        report: @escaping @Sendable (IssuerFailure) -> Void
    ) {
        self.issuer = issuer
        self.now = now
        self.report = report
    }

    /// Whether there are any, which there are not before the issuer has answered once.
    var isEmpty: Bool { keys.isEmpty }

    /// The keys that may have signed a token.
    func keys(for token: SignedToken) async -> [SigningKey] {
        let known = keys.filter { $0.fits(token) }
        let isOld = fetchedAt.map { now() - $0 >= Self.age } ?? true
        guard known.isEmpty || isOld, mayFetch else { return known }
        await refresh()
        return keys.filter { $0.fits(token) }
    }

    private var mayFetch: Bool {
        guard fetch == nil, let triedAt else { return true }
        return now() - triedAt >= (keys.isEmpty ? Self.pauseWithout : Self.pause)
    }

    /// One fetch for all who wait.
    private func refresh() async {
        triedAt = now()
        let running = fetch ?? Task { await fetched() }
        fetch = running
        let found = await running.value
        guard fetch == running else { return }
        fetch = nil
        guard let found else { return }
        (keys, fetchedAt) = (found, now())
    }

    private func fetched() async -> [SigningKey]? {
        do throws(IssuerFailure) {
            let set = try await issuer.document(at: try await issuer.metadata().keys)
            guard let keys = set["keys"]?.array, keys.count <= Self.maximumKeys else {
                throw .malformed("its key set is none")
            }
            let usable = keys.compactMap { SigningKey($0) }
            guard !usable.isEmpty else { throw .malformed("its key set has no key that can be used") }
            return usable
        } catch {
            report(error)
            return nil
        }
    }
}
