import Domain
import JSON
import Logging
import StandardStreams

/// Writes log events as JSON, one on a line, as Lambda's JSON log format has them.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    private let function: String
    private let write: @Sendable ([UInt8]) -> Void

    /// - Parameters:
    ///   - function: the dimension that metrics are counted under.
    ///   - write: takes a line with its end.
    init(function: String, write: @escaping @Sendable ([UInt8]) -> Void = { StandardStream.error.write(bytes: $0) }) {
        self.function = function
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let now = Timestamp.now()
        var line: [String: JSONValue] = [:]
        let context = LogContext.current?.metadata ?? [:]
        for (name, value) in metadata.merging(context, uniquingKeysWith: { $1 })
            .merging(event.metadata ?? [:], uniquingKeysWith: { $1 })
        {
            line[name] = .string("\(value)")
        }
        if let metrics = RequestMetrics(line) { line.merge(metrics.members(of: function, at: now)) { $1 } }
        line["timestamp"] = .string(now.text)
        line["level"] = .string(event.level.lambdaName)
        line["message"] = .string("\(event.message)")
        if let error = event.error { line["cause"] = .string("\(error)") }
        write(JSONValue(sorted: line).bytes(capacity: 1_024) + [UInt8(ascii: "\n")])
    }
}

extension Logger.Level {
    /// As Lambda's log-level filtering calls it.
    fileprivate var lambdaName: String {
        switch self {
        case .trace: "TRACE"
        case .debug: "DEBUG"
        case .info, .notice: "INFO"
        case .warning: "WARN"
        case .error: "ERROR"
        case .critical: "FATAL"
        }
    }
}
