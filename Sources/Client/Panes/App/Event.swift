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
    /// The API has said what it can do.
    case capabilitiesKnown(Set<Capability>)
    /// The server's state of a customer, as the synchronisation has learned it.
    ///
    /// Reported before the change of the queue that came with the same answer.
    case served(Customer)
    /// The server has no such customer any more, as the synchronisation has learned.
    case gone(CustomerID)
    /// What is kept on this machine, as ``BackgroundEffect/recall(_:_:)`` asked.
    case recalled(RequestID, LocalPage)
    case replicaChanged(Coverage)
    /// The newest page of a timeline as it is kept on this machine; `nil` where none is.
    case timelineRecalled(CustomerID, LocalTimeline?)
    /// All that was kept of these customers was erased on request.
    case erased([CustomerID])
    /// What has become of ``BackgroundEffect/retract(_:_:)``; `nil` when it is done.
    case retractionAnswered(CustomerID, Failure?)
    /// What has become of ``BackgroundEffect/erase(_:)``; `nil` when it is done.
    case erasureAnswered(CustomerID, Failure?)
    /// What others have changed, as the change feed tells.
    case changed([Change])
    /// The change feed was read to its end, so that what is shown is what the server has.
    ///
    /// - Parameter hasGap: whether something may have changed before that is not told of.
    case followed(hasGap: Bool)
    /// The program of ``TerminalEffect/lock`` has ended.
    ///
    /// - Parameter failure: why the screen was not locked; `nil` when it was.
    case unlocked(failure: String?)
    /// So many terminals show the screen that this program draws on, as tmux tells.
    case terminalsAttached(Int)
    /// Another profile was asked for and cannot be used: the cause and the next step.
    case profileRefused(String)
    /// What became of ``BackgroundEffect/saveView(_:)``: all views there are then, or why it was not saved.
    case viewSaved(SavedView, Result<[SavedView], Failure>)
    /// What has become of the program of ``BackgroundEffect/run(_:_:on:)``.
    case commandEnded(RequestID, CommandOutcome)
    /// What has become of the text of ``TerminalEffect/edit(_:)``.
    case edited(EditorResult)
    /// What was to be noted for the API's audit log could not be.
    ///
    /// - Parameter message: why, and what that means.
    case notNoted(message: String)
    /// What was to be kept for later sessions could not be.
    ///
    /// - Parameter message: what, and why.
    case notKept(message: String)
    /// What became of ``BackgroundEffect/dismiss(_:)``.
    ///
    /// - Parameter failure: why the server does not remember it; `nil` when it does.
    case dismissed(CustomerPair, failure: Failure?)
    /// What was to be written to a file is there, or is not.
    ///
    /// - Parameter failure: why not, for people; `nil` when it is.
    case fileWritten(path: String, failure: String?)
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
    /// Lends the terminal to the editor of the person's choice, and reports ``Event/edited(_:)``.
    case edit(EditorRequest)
    case quit
    /// Ends this session and begins one with another profile on the same terminal; reports ``Event/profileRefused(_:)`` when
    /// that cannot be used.
    case openProfile(String)
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
    /// Keeps the list's columns for later sessions, by their words; `nil` forgets what was kept.
    case keepColumns([String]?)
    /// Keeps what was searched for, the newest last, for later sessions.
    case keepSearches([String])
    /// Has a request decided on and written under the journal's lock, and reports ``Event/recorded(_:_:)``.
    case record(RequestID, QueueRequest)
    /// Sends what waits without waiting for the next attempt.
    case syncNow
    /// Looks at the queue on disk again, and reports ``Event/queueChanged(_:)``.
    case reloadQueue
    /// Reads from the customers that are kept on this machine, and reports ``Event/recalled(_:_:)``.
    case recall(RequestID, LocalQuery)
    /// Reads what is kept of a timeline, and reports ``Event/timelineRecalled(_:_:)``.
    case recallTimeline(CustomerID)
    /// Has the API take the text of a note back, and reports ``Event/retractionAnswered(_:_:)``.
    case retract(CustomerID, Int)
    /// Has the API erase all that it keeps of a customer, and reports ``Event/erasureAnswered(_:_:)``.
    case erase(CustomerID)
    /// Keeps a view under its name, and reports ``Event/viewSaved(_:_:)``.
    case saveView(SavedView)
    /// Says whether nobody is at the keys, so that changes need not be asked for often.
    case rest(Bool)
    /// Runs a program of the person's own with the customer on its standard input, and reports ``Event/commandEnded(_:_:)``.
    case run(RequestID, CustomCommand, on: Customer)
    /// Has the server remember that two are not the same person, and reports ``Event/dismissed(_:failure:)``.
    case dismiss(CustomerPair)
    /// Ends the program that runs.
    case endCommand
    /// Notes for the API's audit log what was seen or taken out of its sight.
    ///
    /// - Parameters:
    ///   - of: whom it was about above all; `nil` when it was nobody more than others.
    ///   - count: how many it was about.
    case report(ReportedUse.Kind, of: CustomerID?, count: Int)
    /// Writes a new file that its owner alone can read, and reports ``Event/fileWritten(path:failure:)``.
    case write(FileContents, to: String)
}

/// What is written to a file.
package enum FileContents: Hashable, Sendable {
    /// In the format of the file's ending.
    case customers([Customer])
    /// In the format of the file's ending, too: the columns' names, and a text for each in every row.
    case report(columns: [String], rows: [[String]])
}

/// Names one request or recording of the interface; answers to a request that was given up are recognised by it.
package struct RequestID: Hashable, Sendable {
    let number: Int
}

/// The moments that the interface waits for.
package enum AppTimer: String, CaseIterable, Sendable {
    /// Typing in the search has paused: ask the server.
    case searchPause
    /// Typing has paused for longer: ask for what is similar, where nobody is found.
    case similarPause
    /// Typing in the form has paused: ask the server who may be the same.
    case likenessPause
    /// Typing in a note has paused: its count follows.
    case notePause
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
    /// Rows that were seen while the API was away are reported together.
    case offlineReads
    /// The marks of rows that others have changed fade.
    case recentChange
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
    /// What kind of failure it is, for what is done about it.
    package let kind: Kind
    /// The cause and the next step, for people.
    package let message: String

    /// - Parameter message: the cause and the next step, for people.
    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// Failures that the interface does different things about.
    package enum Kind: Hashable, Sendable {
        /// The API's own answer.
        case refused(Problem)
        /// An edit could not be written to this machine's disk.
        case notSaved
        case other
    }
}
