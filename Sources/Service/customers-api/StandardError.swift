import Foundation

/// The stream for people and logs.
enum StandardError {
    /// Writes the text at once, in one piece.
    static func write(_ text: String) {
        // A log that nobody reads any more is no reason to stop serving.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    static var isTerminal: Bool {
        isatty(FileHandle.standardError.fileDescriptor) == 1
    }
}
