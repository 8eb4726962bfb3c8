import Domain

/// Who was changed by others a moment ago: their rows say so for so long.
struct RecentlyChanged: Sendable {
    private var moments: [CustomerID: Timestamp] = [:]

    static let milliseconds = 3_000
    /// Of an import by others no more are told one by one.
    private static let maximum = 1_000

    func contains(_ id: CustomerID) -> Bool { moments[id] != nil }

    var isEmpty: Bool { moments.isEmpty }

    mutating func note(_ id: CustomerID, at now: Timestamp) {
        if moments.count < Self.maximum || moments[id] != nil { moments[id] = now }
    }

    /// Forgets those whose moment is over, or to come, where the time was set back.
    ///
    /// - Returns: the milliseconds after which the next one is; `nil` when there is none.
    mutating func forget(at now: Timestamp) -> Int? {
        func age(_ moment: Timestamp) -> Int { Int((now.microseconds - moment.microseconds) / 1_000) }
        moments = moments.filter { (0..<Self.milliseconds).contains(age($0.value)) }
        return moments.values.map { Self.milliseconds - age($0) }.min()
    }
}
