package import Domain
package import Journal
package import Screen
package import Wire

/// What happens to the interface; ``App/update(_:at:)`` turns it into state and effects.
package enum Event: Hashable, Sendable {
    case input(InputEvent)
    /// The process goes on after having been stopped.
    case resumed
    case timerFired(AppTimer)
    case answered(RequestID, Result<ReadAnswer, Failure>)
    /// Unfinished edits that an earlier session left behind, newest first.
    case draftsFound([Draft])
    case draftNotKept(reason: String)
    /// The form is on disk again.
    case draftKept
    case copied(CopyOutcome)
    /// What became of a request of ``BackgroundEffect/record(_:_:)``: the queue as it is on disk with the request met in it, or why it was
    /// not met; ``Failure/Kind/notSaved`` when it could be met were there a place to write it.
    case recorded(RequestID, Result<EditQueue, Failure>)
    /// The queue as it is now: read for the first time, or changed by the synchronisation or another program.
    case queueChanged(EditQueue)
    /// Messages on what was found wrong with the journal while it was used.
    case journalFound([String])
    case syncChanged(SyncState)
    /// Whether the API can be reached, as the synchronisation has found out.
    case reachabilityChanged(Connection)
    /// The API has said who one is.
    case callerKnown(KnownCaller)
    /// The server's state of a customer, as the synchronisation has learned it.
    ///
    /// Reported before the change of the queue that came with the same answer.
    case served(Customer)
    /// The server has no such customer any more, as the synchronisation has learned.
    case gone(CustomerID)
    /// What is kept on this machine, as ``BackgroundEffect/recall(_:_:)`` asked.
    case recalled(RequestID, LocalPage)
    case replicaChanged(Coverage)
    /// The program of ``TerminalEffect/lock`` has ended.
    ///
    /// - Parameter failure: why the screen was not locked; `nil` when it was.
    case unlocked(failure: String?)
}

/// What the interface wants done; an effect is performed outside and reports back as an ``Event``.
package enum Effect: Hashable, Sendable {
    /// Performed by the owner of the terminal.
    case terminal(TerminalEffect)
    /// Performed while keys go on.
    case background(BackgroundEffect)
}

/// What is done with the terminal.
package enum TerminalEffect: Hashable, Sendable {
    /// Sends a text to the clipboard, and reports ``Event/copied(_:)``.
    case copy(String)
    case redraw
    case suspend
    /// Lends the terminal to the program that locks it, and reports ``Event/unlocked(failure:)``.
    case lock
    case quit
}

/// What is done in the background.
package enum BackgroundEffect: Hashable, Sendable {
    case send(RequestID, ReadCall)
    /// The answer is of no use any more.
    case cancel(RequestID)
    /// Starts or restarts a timer.
    case start(AppTimer, milliseconds: Int)
    case stop(AppTimer)
    /// Keeps the form on disk, in place of what was kept of this form before.
    case keepDraft(Draft)
    case dropDraft(Draft.ID)
    /// Has a request decided on and written under the journal's lock, and reports ``Event/recorded(_:_:)``.
    case record(RequestID, QueueRequest)
    /// Sends what waits without waiting for the next attempt.
    case syncNow
    /// Looks at the queue on disk again, and reports ``Event/queueChanged(_:)``.
    case reloadQueue
    /// Reads from the customers that are kept on this machine, and reports ``Event/recalled(_:_:)``.
    case recall(RequestID, LocalQuery)
}

/// Names one request or recording of the interface; answers to a request that was given up are recognised by it.
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
    /// The form has waited long enough for the server's verdict on what was saved.
    case verdict
    /// Ages on the screen grow.
    case clock
    /// What failed is asked for again.
    case retry
}

/// What became of a copy to the clipboard.
package enum CopyOutcome: Hashable, Sendable {
    /// Written to the terminal, which does not say whether it accepted it.
    case sent
    case tooLong(maximumBytes: Int)
    case failed(reason: String)
}

/// Why a request brought no answer, in words for people.
package struct Failure: Error, Hashable, Sendable {
    package let kind: Kind
    /// The cause and the next step, for people.
    package let message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    package enum Kind: Hashable, Sendable {
        /// The API's own verdict.
        case refused(Problem)
        /// An edit could not be written to this machine's disk.
        case notSaved
        case other
    }
}
