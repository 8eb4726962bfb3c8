import Domain
import JSON

/// What the API's line of log about a request is counted by: CloudWatch makes metrics of such lines by itself (embedded
/// metric format), so counting costs no call and no line of its own.
struct RequestMetrics {
    private let status: Int
    private let microseconds: Int
    private let bytes: Int

    /// Where the metrics are found.
    static let namespace = "Customers"

    /// `nil` for a line about something else.
    init?(_ line: [String: JSONValue]) {
        func number(_ name: String) -> Int? {
            line[name]?.text.flatMap { Int($0) }
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
    func members(of function: String, at moment: Timestamp) -> [String: JSONValue] {
        let metrics = [("Requests", "Count"), ("ServerErrors", "Count"), ("Duration", "Microseconds")]
        let directive: JSONValue = [
            "Dimensions": [["function"], ["function", "route"]],
            "Metrics": .array(metrics.map { ["Name": .string($0.0), "Unit": .string($0.1)] }),
            "Namespace": .string(Self.namespace),
        ]
        return [
            "_aws": ["CloudWatchMetrics": [directive], "Timestamp": JSONValue(Int(moment.microseconds / 1000))],
            "function": .string(function), "Requests": 1, "ServerErrors": status >= 500 ? 1 : 0,
            "Duration": JSONValue(microseconds), "status": JSONValue(status),
            "duration_us": JSONValue(microseconds), "bytes": JSONValue(bytes),
        ]
    }
}
