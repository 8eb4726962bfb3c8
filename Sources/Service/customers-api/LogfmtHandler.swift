import Domain
import Logging
import StandardStreams

/// Writes log events as logfmt (`key=value` pairs, one event on a line) to a file, or to standard error without one.
struct LogfmtHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    private let label: String
    private let file: LogFile?

    init(label: String, file: LogFile? = nil) {
        self.label = label
        self.file = file
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let pairs = (event.metadata ?? [:]).merging(metadata) { own, _ in own }.sorted { $0.key < $1.key }
        var line = "time=\(Timestamp.now().text) level=\(event.level) from=\(label)"
        line += " msg=\(Self.quoted("\(event.message)"))"
        for (key, value) in pairs { line += " \(key)=\(Self.quoted("\(value)"))" }
        if let error = event.error { line += " error=\(Self.quoted("\(error)"))" }
        line += "\n"
        if let file { file.write(line) } else { StandardStream.error.write(line) }
    }

    /// Quoted where it has to be, and never with a control character: a line stays a line.
    private static func quoted(_ value: String) -> String {
        let isPlain = !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3D }
        if isPlain { return value }
        return "\"" + value.unicodeScalars.map { $0.escapedInLine(asASCII: true) }.joined() + "\""
    }
}

extension Logger {
    static func logfmt(label: String, level: Logger.Level = .info, file: LogFile? = nil) -> Logger {
        var logger = Logger(label: label) { LogfmtHandler(label: $0, file: file) }
        logger.logLevel = level
        return logger
    }
}
