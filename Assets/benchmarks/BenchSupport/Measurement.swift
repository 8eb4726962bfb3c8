/// How long one operation took, and how much it found or looked at.
package struct Measurement: Sendable {
    package let kind: String
    package let milliseconds: Double
    package let count: Int

    package init(_ kind: String, milliseconds: Double, count: Int = 0) {
        self.kind = kind
        self.milliseconds = milliseconds
        self.count = count
    }

    /// Times an operation that returns its count.
    package static func of(_ kind: String, _ operation: () throws -> Int) rethrows -> Measurement {
        let clock = ContinuousClock()
        let start = clock.now
        let count = try operation()
        return Measurement(kind, milliseconds: start.duration(to: clock.now).seconds * 1_000, count: count)
    }

    /// The same for one that suspends.
    package static func of(_ kind: String, _ operation: () async throws -> Int) async rethrows -> Measurement {
        let clock = ContinuousClock()
        let start = clock.now
        let count = try await operation()
        return Measurement(kind, milliseconds: start.duration(to: clock.now).seconds * 1_000, count: count)
    }
}
