/// What the measurements of one kind come to.
package struct Figures: Encodable, Sendable {
    package let operations: Int
    package let p50Milliseconds: Double
    package let p99Milliseconds: Double
    package let maximumMilliseconds: Double
    package let maximumCount: Int

    package init(_ measurements: [Measurement]) {
        let times = measurements.map(\.milliseconds).sorted()
        func quantile(_ part: Double) -> Double {
            times.isEmpty ? 0 : times[min(times.count - 1, Int(part * Double(times.count)))]
        }
        operations = times.count
        p50Milliseconds = quantile(0.5)
        p99Milliseconds = quantile(0.99)
        maximumMilliseconds = times.last ?? 0
        maximumCount = measurements.map(\.count).max() ?? 0
    }

    package static func byKind(_ measurements: [Measurement]) -> [String: Figures] {
        Dictionary(grouping: measurements, by: \.kind).mapValues(Figures.init)
    }
}
