import BenchSupport

/// The figures of a run.
struct Report: Encodable {
    let customers: Int
    /// Of this run; absent when the cache was there already.
    let fillSeconds: Double?
    let fileBytes: Int
    let memoryAfterFill: ProcessMemory
    let memory: ProcessMemory
    let kinds: [String: Figures]

    struct Figures: Encodable {
        let operations: Int
        let p50Milliseconds: Double
        let p99Milliseconds: Double
        let maximumMilliseconds: Double
        /// How many customers were found, at most.
        let maximumFound: Int

        init(_ measurements: [Measurement]) {
            let times = measurements.map(\.milliseconds).sorted()
            func quantile(_ part: Double) -> Double {
                times.isEmpty ? 0 : times[min(times.count - 1, Int(part * Double(times.count)))]
            }
            operations = times.count
            p50Milliseconds = quantile(0.5)
            p99Milliseconds = quantile(0.99)
            maximumMilliseconds = times.last ?? 0
            maximumFound = measurements.map(\.found).max() ?? 0
        }
    }

    init(
        customers: Int, fillSeconds: Double?, fileBytes: Int, memoryAfterFill: ProcessMemory, memory: ProcessMemory,
        measurements: [Measurement]
    ) {
        self.customers = customers
        self.fillSeconds = fillSeconds
        self.fileBytes = fileBytes
        self.memoryAfterFill = memoryAfterFill
        self.memory = memory
        kinds = Dictionary(grouping: measurements, by: \.kind).mapValues(Figures.init)
    }
}
