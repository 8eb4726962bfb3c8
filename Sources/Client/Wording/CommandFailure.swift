package import Domain

/// Why a command did not do what it was asked: a message for people and a status for programs.
package struct CommandFailure: Error, Hashable, Sendable {
    package let status: ExitStatus
    /// The cause and the next step; may have several lines.
    package let message: String

    package init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }
}
