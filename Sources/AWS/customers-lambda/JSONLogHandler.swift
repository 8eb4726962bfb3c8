import Domain
import FoundationEssentials
import Logging

/// Writes log events as JSON, one on a line, as Lambda's JSON log format has them.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    private let function: String
    private let write: @Sendable ([UInt8]) -> Void

    /// - Parameters:
    ///   - function: the dimension that metrics are counted under.
    ///   - write: takes a line with its end.
    init(function: String, write: @escaping @Sendable ([UInt8]) -> Void = StandardError.write) {
        self.function = function
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let now = Timestamp.now()
        var line: [String: LogValue] = [:]
        let context = LogContext.current?.metadata ?? [:]
        for (name, value) in metadata.merging(context, uniquingKeysWith: { $1 })
            .merging(event.metadata ?? [:], uniquingKeysWith: { $1 })
        {
            line[name] = .text("\(value)")
        }
        if let metrics = RequestMetrics(line) { line.merge(metrics.members(of: function, at: now)) { $1 } }
        line["timestamp"] = .text(now.text)
        line["level"] = .text(event.level.lambdaName)
        line["message"] = .text("\(event.message)")
        if let error = event.error { line["cause"] = .text("\(error)") }
        write(Self.bytes(line))
    }

    private static func bytes(_ line: [String: LogValue]) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(line)) + [UInt8(ascii: "\n")]
        } catch {
            preconditionFailure("texts and finite numbers cannot be encoded: \(error)")
        }
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

/// What a member of a log line may be.
enum LogValue: Hashable, Sendable, Encodable {
    case text(String)
    case count(Int)
    case milliseconds(Double)
    case list([LogValue])
    case object([String: LogValue])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .count(let count): try container.encode(count)
        case .milliseconds(let number): try container.encode(number)
        case .list(let values): try container.encode(values)
        case .object(let members): try container.encode(members)
        }
    }
}
