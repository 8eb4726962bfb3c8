package import Domain

/// Why a command did not do what it was asked: a message for people and a status for programs.
package struct CommandFailure: Error, Hashable, Sendable {
    package let status: ExitStatus
    /// The cause and the next step; its line breaks are our own.
    package let message: String

    /// - Parameters:
    ///   - message: becomes one line, whatever stands in it.
    ///   - lines: what follows it, each on a line of its own.
    package init(_ status: ExitStatus, _ message: String, lines: [String] = []) {
        self.status = status
        self.message = ([message] + lines).map(\.harmlessLine).joined(separator: "\n")
    }
}
