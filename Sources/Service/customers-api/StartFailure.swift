import Domain

/// Why the server cannot serve, for the person who started it.
struct StartFailure: Error {
    let status: ExitStatus
    /// The cause and the next step.
    let sentence: String

    init(_ status: ExitStatus, _ sentence: String) {
        self.status = status
        self.sentence = sentence
    }
}
