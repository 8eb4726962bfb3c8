/// What became of a custom command.
package struct CommandOutcome: Hashable, Sendable {
    /// How it has ended.
    package let ending: Ending
    /// What it printed, line by line, as far as it is kept.
    package let lines: [String]
    /// Whether it printed more than is kept.
    package let isCut: Bool
    /// The last line that it printed, also when more was printed than is kept; empty for none.
    package let lastLine: String
    /// The last line on standard error; empty for none.
    package let lastError: String
    /// Whether something that it has started still holds its output open.
    package let leavesRunning: Bool

    /// How a program can end.
    package enum Ending: Hashable, Sendable {
        case exited(status: Int)
        case killed(signal: Int)
        /// Why it could not be started, as the end of a sentence.
        case notStarted(String)
        case timedOut
        /// The person has ended it.
        case ended
    }

    /// What is not given did not happen: nothing was printed, and nothing left running.
    package init(
        _ ending: Ending, lines: [String] = [], isCut: Bool = false, lastLine: String = "", lastError: String = "",
        leavesRunning: Bool = false
    ) {
        self.ending = ending
        self.lines = lines
        self.isCut = isCut
        self.lastLine = lastLine
        self.lastError = lastError
        self.leavesRunning = leavesRunning
    }

    /// The same with another ending, where it has started at all.
    package func ending(_ ending: Ending) -> CommandOutcome {
        guard hasRun else { return self }
        return CommandOutcome(
            ending, lines: lines, isCut: isCut, lastLine: lastLine, lastError: lastError, leavesRunning: false)
    }

    /// What of a program's output is kept, in bytes; the rest is read and dropped, so that the program goes on.
    package static let maximumBytes = 256 * 1_024
    /// After this long it is ended.
    package static let timeoutSeconds = 60
}

extension CommandOutcome {
    /// Whether the program has run, so that it may have changed something.
    var hasRun: Bool {
        if case .notStarted = ending { false } else { true }
    }

    var hasSucceeded: Bool { ending == .exited(status: 0) }

    /// How it has ended, in a sentence.
    ///
    /// - Parameter isMasked: whether what the program says stays hidden, as it may be of the customer.
    func message(of name: String, isMasked: Bool) -> String {
        let reason = reason(isMasked)
        return switch ending {
        case .exited(0): "\(name) has ended."
        case .exited(let status): "\(name) ended with status \(status)" + reason
        case .killed(let signal): "\(name) was killed by signal \(signal)" + reason
        case .notStarted(let reason): "\(name) was not started: \(reason)."
        case .timedOut: "\(name) was ended, as it took longer than \(Self.timeoutSeconds) seconds."
        case .ended: "\(name) was ended."
        }
    }

    /// What more there is to know of the output; empty for nothing.
    ///
    /// - Parameter isShown: whether the output is on the screen.
    func remarks(isShown: Bool) -> [String] {
        let cut = "It printed more than \(Self.maximumBytes / 1_024) KiB; the rest is not shown."
        let left = "Something that it has started still runs, and is not waited for."
        return (isCut && isShown ? [cut] : []) + (leavesRunning ? [left] : [])
    }

    private func reason(_ isMasked: Bool) -> String {
        if lastError.isEmpty { return ", and did not say why." }
        return isMasked ? "; what it said is hidden." : ": \(lastError)"
    }
}
