import Foundation

/// The stream for programs.
enum StandardOutput {
    /// Writes the text at once: a script waits for it.
    static func write(_ text: String) {
        // Nobody listening on the other end is no reason not to serve.
        try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    }
}
