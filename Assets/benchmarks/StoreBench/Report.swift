import BenchSupport

/// The figures of a run.
struct Report: Encodable {
    let customers: Int
    /// Of this run; absent when the database was there already.
    let loadSeconds: Double?
    let fileBytes: Int
    let memoryAfterLoad: ProcessMemory
    let memory: ProcessMemory
    let mix: Figures
    let kinds: [String: Figures]

    struct Figures: Encodable {
        let operations: Int
        let p50Milliseconds: Double
        let p99Milliseconds: Double
        let maximumMilliseconds: Double
        let maximumRowsExamined: Int

        init(_ measurements: [Measurement]) {
            let times = measurements.map(\.milliseconds).sorted()
            func quantile(_ part: Double) -> Double {
                times.isEmpty ? 0 : times[min(times.count - 1, Int(part * Double(times.count)))]
            }
            operations = times.count
            p50Milliseconds = quantile(0.5)
            p99Milliseconds = quantile(0.99)
            maximumMilliseconds = times.last ?? 0
            maximumRowsExamined = measurements.map(\.examined).max() ?? 0
        }
    }

    init(
        customers: Int, loadSeconds: Double?, fileBytes: Int, memoryAfterLoad: ProcessMemory, memory: ProcessMemory,
        measurements: [Measurement]
    ) {
        self.customers = customers
        self.loadSeconds = loadSeconds
        self.fileBytes = fileBytes
        self.memoryAfterLoad = memoryAfterLoad
        self.memory = memory
        mix = Figures(measurements)
        kinds = Dictionary(grouping: measurements, by: \.operation.rawValue).mapValues(Figures.init)
    }
}
