import Domain
import Settings

/// Why a command did not do what it was asked: a sentence for people and a status for programs.
struct CommandFailure: Error, Hashable, Sendable {
    let status: ExitStatus
    /// The cause and the next step; may have several lines.
    let sentence: String

    init(_ status: ExitStatus, _ sentence: String) {
        self.status = status
        self.sentence = sentence
    }

    /// - Parameter place: the line of the configuration file at fault.
    init(_ status: ExitStatus, _ sentence: String, at place: ConfigPlace?) {
        self.init(status, (place.map { "\($0.text): " } ?? "") + sentence)
    }
}

/// A signal asked the command to stop, and it has cleaned up.
struct Interrupted: Error, Hashable, Sendable {}
