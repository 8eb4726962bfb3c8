/// What a command's end says to the shell, by sysexits(3).
enum ExitStatus: Int32, Sendable {
    /// The person asked said no.
    case declined = 1
    case usage = 64
    case badData = 65
    case notFound = 66
    case unavailable = 69
    case cannotCreate = 73
    case inputOutput = 74
    case tryLater = 75
    case notPermitted = 77
    case configuration = 78
}

/// Why a command did not do what it was asked: a sentence for people and a status for programs.
struct CommandFailure: Error, Hashable, Sendable {
    let status: ExitStatus
    /// The cause and the next step; may have several lines.
    let sentence: String

    init(_ status: ExitStatus, _ sentence: String) {
        self.status = status
        self.sentence = sentence
    }
}

/// A signal asked the command to stop, and it has cleaned up.
struct Interrupted: Error, Hashable, Sendable {}
