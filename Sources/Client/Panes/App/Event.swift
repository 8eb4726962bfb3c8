import Domain
package import Screen
package import Wire

/// What happens to the interface; ``App/update(_:at:)`` turns it into state and effects.
package enum Event: Hashable, Sendable {
    case input(InputEvent)
    /// The process goes on after having been stopped.
    case resumed
    case timerFired(AppTimer)
    case answered(RequestID, Result<Answer, Failure>)
    /// Unfinished edits that an earlier session left behind, newest first.
    case draftsFound([Draft])
    case draftNotKept(reason: String)
    case copied(CopyOutcome)
}

/// What the interface wants done; an effect is performed outside and reports back as an ``Event``.
package enum Effect: Hashable, Sendable {
    case send(RequestID, Call)
    /// The answer is of no use any more.
    case cancel(RequestID)
    /// Starts or restarts a timer.
    case start(AppTimer, milliseconds: Int)
    case stop(AppTimer)
    /// Keeps the form on disk, in place of what was kept of this form before.
    case keepDraft(Draft)
    case dropDraft(Draft.ID)
    case copy(String)
    case redraw
    case suspend
    case quit
}

/// Names one request of the interface; answers to a request that was given up are recognised by it.
package struct RequestID: Hashable, Sendable {
    let number: Int
}

/// The moments that the interface waits for.
package enum AppTimer: String, CaseIterable, Sendable {
    /// Typing in the search has paused: ask the server.
    case searchPause
    /// Moving has paused: the detail pane follows.
    case detailPause
    /// Nobody has touched a key for long: mask.
    case idle
    /// Ask whether the API is back.
    case probe
    /// Ages on the screen grow.
    case clock
}

/// What became of a copy to the clipboard.
package enum CopyOutcome: Hashable, Sendable {
    /// Written to the terminal; whether it took it, nobody can know.
    case sent
    case tooLong(maximumBytes: Int)
    case failed(reason: String)
}

/// Why a request brought no answer, in words for people.
package struct Failure: Error, Hashable, Sendable {
    package let kind: Kind
    /// The cause and the next step, as a sentence.
    package let sentence: String

    package init(_ kind: Kind, _ sentence: String) {
        self.kind = kind
        self.sentence = sentence
    }

    package enum Kind: Hashable, Sendable {
        /// - Parameter mayHaveArrived: whether the server may have acted on it all the same.
        case unreachable(mayHaveArrived: Bool)
        case signInNeeded
        /// The API's own verdict.
        case refused(Problem)
        case other
    }
}
