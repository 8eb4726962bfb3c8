package import Domain

/// Why a command did not do what it was asked: a sentence for people and a status for programs.
package struct CommandFailure: Error, Hashable, Sendable {
    package let status: ExitStatus
    /// The cause and the next step; may have several lines.
    package let sentence: String

    package init(_ status: ExitStatus, _ sentence: String) {
        self.status = status
        self.sentence = sentence
    }
}
