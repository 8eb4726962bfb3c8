import Commands
import Glibc
import Journal
import Panes
import Terminal
import Workspace

/// The terminal interface from the first frame to the last.
@MainActor
enum Interface {
    /// What the interface is opened on.
    struct Setup: Sendable {
        /// The profile's name, or the API's host without one.
        var title: String
        /// Opens what is kept on this machine; it may read files.
        var openWorkspace: @Sendable () -> ProfileWorkspace
        var keymap: Keymap
        var colours: Colours
        var isReadOnly: Bool
        /// Where unfinished forms are kept; `nil` when there is no place.
        var draftDirectory: String?
        var reasonForNoDrafts: String
        /// What to do first, where nothing is configured.
        var firstSteps: String?
        /// What locks the terminal, and after how many minutes without a key.
        var lock: (command: [String], minutes: Int)?
    }

    /// Runs until the person quits or the terminal goes.
    ///
    /// - Returns: the status to exit with: 0, or 128 and the number of the signal that ended it.
    static func run(_ setup: Setup) async throws(TerminalFailure) -> Int32 {
        async let opening = workspace(setup)
        let terminal = try Terminal(TerminalOptions())
        let workspace = await opening
        let effects = EffectRunner(
            workspace: workspace,
            drafts: DraftStore(directory: setup.draftDirectory, reasonForNone: setup.reasonForNoDrafts))
        let environment = AppEnvironment(
            title: setup.title, isReadOnly: setup.isReadOnly, isUnicode: terminal.isUnicode, keymap: setup.keymap,
            colours: setup.colours, editStorage: workspace.editStorage, session: workspace.journal.session.source,
            notices: terminal.notices + workspace.cacheRemarks, findings: workspace.findings,
            firstSteps: setup.firstSteps, lockMilliseconds: setup.lock.map { $0.minutes * 60_000 })
        var ending: CheckedContinuation<Session.Ending, Never>?
        let session = Session(
            environment, terminal: terminal, effects: effects, workspace: workspace,
            lockCommand: setup.lock?.command ?? []
        ) { reason in
            ending?.resume(returning: reason)
            ending = nil
        }
        let reason = await withCheckedContinuation { continuation in
            ending = continuation
            session.start()
        }
        // Terminal and effects know the session weakly: it has to live until neither reports any more.
        terminal.close()
        await effects.stop(isLeft: reason == .quit)
        if reason == .quit, let exitMessage = session.exitMessage { StandardError.say(exitMessage) }
        withExtendedLifetime(session) {}
        return switch reason {
        case .quit: 0
        case .terminal(let end): end.exitCode
        }
    }

    @concurrent private nonisolated static func workspace(_ setup: Setup) async -> ProfileWorkspace {
        setup.openWorkspace()
    }
}
