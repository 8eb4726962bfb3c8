import Domain

/// Why the server, or another command, cannot do its work, for the person who started it.
struct StartFailure: Error {
    let status: ExitStatus
    /// The cause and the next step.
    let message: String
    /// What was found, a line each, below the message.
    let findings: [String]

    init(_ status: ExitStatus, _ message: String, findings: [String] = []) {
        self.status = status
        self.message = message
        self.findings = findings
    }
}
