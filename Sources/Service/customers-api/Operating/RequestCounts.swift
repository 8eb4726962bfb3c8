import CustomerAPI
import HTTPTypes
import Synchronization
import Wire

/// How many requests were answered how, and how long that took: counters that only grow, without a lock.
final class RequestCounts: Sendable {
    private let inFlight = Atomic<Int>(0)
    /// One for each route and status, route by route.
    private let series: [Series]

    init() {
        series = (0..<Self.routes.count * Self.statuses.count).map { _ in Series() }
    }

    /// A request waits for its answer from now on.
    func begin() { inFlight.add(1, ordering: .relaxed) }

    /// It is answered, or waits for a change, which is nobody's work.
    func end() { inFlight.subtract(1, ordering: .relaxed) }

    /// What the API tells of each request that it has answered.
    var observation: CustomerHandler.Observation {
        { [self] route, status, duration in record(route: route, status: status.code, duration: duration) }
    }

    func record(route: Route?, status: Int, duration: Duration) {
        let index = Self.index(of: route) * Self.statuses.count + (Self.statuses.firstIndex(of: status) ?? 0)
        series[index].add(duration)
    }

    // MARK: - Labels

    /// By their templates: no path of a request, which may name somebody, is ever a label.
    private static let routes = ["none"] + Route.templates

    private static func index(of route: Route?) -> Int {
        route.flatMap { routes.firstIndex(of: $0.template) } ?? 0
    }

    /// Those that the API answers with; 0 stands for every other one.
    private static let statuses = [
        0, 200, 201, 204, 304, 400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422, 429, 500, 503,
    ]

    // MARK: - Text

    /// In Prometheus' text format.
    var lines: [String] {
        var lines = MetricsText.heading(
            "customers_api_requests_in_flight", "gauge", "Requests that wait for their answer.")
        lines.append("customers_api_requests_in_flight \(inFlight.load(ordering: .relaxed))")
        let name = "customers_api_request_duration_seconds"
        lines += MetricsText.heading(name, "histogram", "How long requests took, by route and status.")
        for (index, series) in series.enumerated() where series.isUsed {
            let (route, status) = index.quotientAndRemainder(dividingBy: Self.statuses.count)
            let code = status == 0 ? "other" : String(Self.statuses[status])
            lines += series.lines(name, "route=\"\(Self.routes[route])\",status=\"\(code)\"")
        }
        return lines
    }
}

/// A histogram.
private final class Series: Sendable {
    private let buckets: [Cell] = (0...boundaries.count).map { _ in Cell() }
    private let microseconds = Cell()

    /// A number by itself, so that an array can hold many.
    private final class Cell: Sendable {
        let value = Atomic<Int>(0)
    }

    private static let boundaries: [(microseconds: Int, label: String)] = [
        (500, "0.0005"), (1_000, "0.001"), (2_500, "0.0025"), (5_000, "0.005"), (10_000, "0.01"), (25_000, "0.025"),
        (50_000, "0.05"), (100_000, "0.1"), (250_000, "0.25"), (500_000, "0.5"), (1_000_000, "1"), (2_500_000, "2.5"),
        (10_000_000, "10"),
    ]

    func add(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let time = Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
        let bucket = Self.boundaries.firstIndex { time <= $0.microseconds } ?? Self.boundaries.count
        buckets[bucket].value.add(1, ordering: .relaxed)
        microseconds.value.add(time, ordering: .relaxed)
    }

    var isUsed: Bool { buckets.contains { $0.value.load(ordering: .relaxed) > 0 } }

    /// Each bucket counts what those before it count, too.
    func lines(_ name: String, _ labels: String) -> [String] {
        let counts = buckets.map { $0.value.load(ordering: .relaxed) }
        var total = 0
        let bucketLines = zip(counts, Self.boundaries.map(\.label) + ["+Inf"]).map { count, label in
            total += count
            return "\(name)_bucket{\(labels),le=\"\(label)\"} \(total)"
        }
        let sum = Double(microseconds.value.load(ordering: .relaxed)) / 1_000_000
        return bucketLines + ["\(name)_sum{\(labels)} \(sum)", "\(name)_count{\(labels)} \(total)"]
    }
}

/// Prometheus' text format, as far as it is the same for every metric.
enum MetricsText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    static func heading(_ name: String, _ type: String, _ help: String) -> [String] {
        ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"]
    }

    static func gauge(_ name: String, _ help: String, _ value: String, labels: String = "") -> [String] {
        heading(name, "gauge", help) + ["\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(value)"]
    }
}
