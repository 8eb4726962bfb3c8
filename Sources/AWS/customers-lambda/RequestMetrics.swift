import Domain

/// What the API's line of log about a request is counted by: CloudWatch makes metrics of such lines by itself (embedded
/// metric format), so counting costs no call and no line of its own.
struct RequestMetrics {
    private let status: Int
    private let microseconds: Int
    private let bytes: Int

    /// Where the metrics are found.
    static let namespace = "Customers"

    /// `nil` for a line about something else.
    init?(_ line: [String: LogValue]) {
        func number(_ name: String) -> Int? {
            if case .text(let text)? = line[name] { Int(text) } else { nil }
        }
        guard let status = number("status"), let microseconds = number("duration_us"), let bytes = number("bytes"),
            line["route"] != nil
        else { return nil }
        self.status = status
        self.microseconds = microseconds
        self.bytes = bytes
    }

    /// The members that the line gains, or has as numbers.
    ///
    /// - Parameter function: one dimension; `route`, which the line has, is the other.
    func members(of function: String, at moment: Timestamp) -> [String: LogValue] {
        let metrics = [("Requests", "Count"), ("ServerErrors", "Count"), ("Duration", "Microseconds")]
        let directive: [String: LogValue] = [
            "Namespace": .text(Self.namespace),
            "Dimensions": .list([.list([.text("function")]), .list([.text("function"), .text("route")])]),
            "Metrics": .list(metrics.map { .object(["Name": .text($0.0), "Unit": .text($0.1)]) }),
        ]
        return [
            "_aws": .object([
                "Timestamp": .count(Int(moment.microseconds / 1000)),
                "CloudWatchMetrics": .list([.object(directive)]),
            ]),
            "function": .text(function), "Requests": .count(1), "ServerErrors": .count(status >= 500 ? 1 : 0),
            "Duration": .count(microseconds), "status": .count(status),
            "duration_us": .count(microseconds), "bytes": .count(bytes),
        ]
    }
}
