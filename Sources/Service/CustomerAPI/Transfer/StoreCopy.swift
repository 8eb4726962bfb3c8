/// Moves everything from one store to another, and shows that both are the same then.
///
/// It follows the source's change feed from where an earlier run came to: a copy that was interrupted goes on, and what
/// was written to the source between two runs is copied by the next, which begins again where that was in no feed.
package struct StoreCopy: Sendable {
    private let source: any StoreTransfer
    private let target: any StoreTransfer
    private let pause: @Sendable (_ seconds: Int) async throws -> Void

    /// Records in one step, after which the target has them for good.
    private static let pageSize = 500
    /// How often a step is tried that a store cannot take just now.
    private static let maximumAttempts = 30

    /// - Parameter pause: waits; a test's clock may do without.
    package init(
        from source: any StoreTransfer, to target: any StoreTransfer,
        pause: @escaping @Sendable (_ seconds: Int) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) {
        self.source = source
        self.target = target
        self.pause = pause
    }

    /// - Parameter progress: is called with how many records the target has, after each step.
    /// - Returns: what both stores come to.
    package func run(
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws(StoreCopyFailure) -> RecordSum {
        guard let beginning = try await start() else { return try await sameSum(or: .notEmpty) }
        try await copy(from: beginning, progress)
        // What was said between two runs is in no feed of changes.
        if beginning.position != nil, try await sums().differ {
            try await copy(from: TransferProgress(source: beginning.source, position: nil, records: 0), progress)
        }
        let sum = try await sameSum(or: .different)
        try await asking(.target) { () async throws(StoreFailure) in try await target.endTransfer() }
        return sum
    }

    private func copy(from beginning: TransferProgress, _ progress: (Int) -> Void) async throws(StoreCopyFailure) {
        var (done, more) = (beginning, true)
        while more {
            let position = done.position
            let page = try await asking(.source) { () async throws(StoreFailure) in
                try await source.records(after: position, limit: Self.pageSize)
            }
            let next = TransferProgress(
                source: done.source, position: page.position, records: done.records + page.elements.count)
            try await asking(.target) { () async throws(StoreFailure) in
                try await target.put(page.elements, then: next)
            }
            (done, more) = (next, page.more)
            progress(done.records)
        }
    }

    /// Where to go on; `nil` when the target has something in it that is no unfinished copy.
    private func start() async throws(StoreCopyFailure) -> TransferProgress? {
        let epoch = try await asking(.source) { () async throws(StoreFailure) in try await source.feedEpoch() }
        let earlier = try await asking(.target) { () async throws(StoreFailure) in try await target.transferProgress() }
        if let earlier {
            guard earlier.source == epoch else { throw .unfinishedOfAnother }
            return earlier
        }
        guard try await asking(.target, { () async throws(StoreFailure) in try await target.isEmpty() }) else {
            return nil
        }
        let beginning = TransferProgress(source: epoch, position: nil, records: 0)
        // Before the first record, so that a store with one is known for what it is.
        try await asking(.target) { () async throws(StoreFailure) in try await target.put([], then: beginning) }
        return beginning
    }

    private enum Mismatch {
        case notEmpty, different
    }

    private func sameSum(or mismatch: Mismatch) async throws(StoreCopyFailure) -> RecordSum {
        let sums = try await sums()
        guard sums.differ else { return sums.due }
        switch mismatch {
        case .notEmpty: throw .notEmpty
        case .different: throw .different(source: sums.due, target: sums.there)
        }
    }

    private func sums() async throws(StoreCopyFailure) -> Sums {
        Sums(
            due: try await asking(.source) { () async throws(StoreFailure) in try await source.recordSum() },
            there: try await asking(.target) { () async throws(StoreFailure) in try await target.recordSum() })
    }

    private struct Sums {
        let due: RecordSum
        let there: RecordSum

        var differ: Bool { due != there }
    }

    private func asking<Value: Sendable>(
        _ side: StoreCopyFailure.Side, _ question: () async throws(StoreFailure) -> Value
    ) async throws(StoreCopyFailure) -> Value {
        var attempts = 1
        while true {
            let failure: StoreFailure
            do throws(StoreFailure) {
                return try await question()
            } catch {
                failure = error
            }
            guard let seconds = failure.pauseSeconds, attempts < Self.maximumAttempts else {
                throw .store(side, failure)
            }
            attempts += 1
            do {
                try await pause(seconds)
            } catch {
                throw .store(side, failure)
            }
        }
    }
}

extension StoreFailure {
    /// After which the same may do; `nil` when it never will.
    fileprivate var pauseSeconds: Int? {
        switch self {
        case .writeInProgress: 1
        case .throttled(let seconds): seconds
        case .unavailable(_, let seconds): seconds
        case .badPosition, .positionExpired, .failed: nil
        }
    }
}

/// Why a copy is not complete; what there is of it stays, for the next run to go on.
package enum StoreCopyFailure: Error, Hashable, Sendable {
    /// The target has customers, or had, and no copy of this source is under way in it.
    case notEmpty
    /// The target is the unfinished copy of another store.
    case unfinishedOfAnother
    /// Everything was copied, and the stores are not the same: something wrote to one of them meanwhile.
    case different(source: RecordSum, target: RecordSum)
    case store(Side, StoreFailure)

    package enum Side: Hashable, Sendable {
        case source, target
    }
}
