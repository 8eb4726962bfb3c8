import Domain
import Workspace

/// Removes what is kept here of persons who were erased on request: at the start, before anything kept is shown, and whenever
/// the API can be reached again or tells of one.
@MainActor
final class ErasureWatch {
    /// Is told of whom everything was removed, and what to say.
    var report: (Set<CustomerID>, String?) -> Void = { _, _ in }

    private let erasures: Erasures
    /// Ends with the first look, or with its time.
    private let begun: AsyncStream<Void>.Continuation
    private let beginning: Task<Void, Never>
    private var last: Task<Void, Never>?

    init(_ erasures: Erasures) {
        self.erasures = erasures
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        begun = end
        beginning = Task { for await _ in ends {} }
    }

    /// Looks for the first time.
    func begin() {
        let begun = begun
        look { begun.finish() }
        Erasures.afterBound { begun.finish() }
    }

    /// Returns when what is kept here may be shown.
    func settled() async { await beginning.value }

    /// Looks for those who were erased since the last look.
    func look(then done: @escaping @Sendable () -> Void = {}) {
        enqueue { erasures in
            defer { done() }
            return try await erasures.follow()
        }
    }

    /// Removes those of whom the change feed tells.
    func remove(_ erased: Set<CustomerID>) {
        guard !erased.isEmpty else { return }
        enqueue { erasures in try await erasures.purge(erased) }
    }

    /// Looks no more; what is interrupted is done again at the next start.
    func stop() {
        begun.finish()
        last?.cancel()
    }

    private func enqueue(_ work: @escaping @Sendable (Erasures) async throws -> Erasures.Report) {
        let (earlier, erasures) = (last, erasures)
        last = Task { [weak self] in
            await earlier?.value
            do {
                let report = try await Self.perform(work, erasures)
                self?.report(report.customers, report.message)
            } catch let failure as ErasureFailure {
                if failure.isLocal { self?.report([], failure.message) }
            } catch {}
        }
    }

    @concurrent private nonisolated static func perform(
        _ work: @Sendable (Erasures) async throws -> Erasures.Report, _ erasures: Erasures
    ) async throws -> Erasures.Report {
        try await work(erasures)
    }
}
