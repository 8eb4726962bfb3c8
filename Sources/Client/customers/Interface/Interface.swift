import APIClient
import Glibc
import Panes
import Terminal

/// The terminal interface from the first frame to the last.
@MainActor
enum Interface {
    /// What the interface is opened on.
    struct Setup: Sendable {
        /// The profile's name, or the API's host without one.
        var title: String
        var client: APIClient
        var keymap: Keymap
        var colours: Colours
        var isReadOnly: Bool
        /// Where unfinished forms are kept; `nil` when there is no home directory.
        var draftDirectory: String?
    }

    /// Runs until the person quits or the terminal goes.
    ///
    /// - Returns: the status to exit with: 0, or 128 and the number of the signal that ended it.
    static func run(_ setup: Setup) async throws(TerminalFailure) -> Int32 {
        let terminal = try Terminal(TerminalOptions())
        let effects = EffectRunner(client: setup.client, drafts: DraftKeeper(directory: setup.draftDirectory))
        let environment = AppEnvironment(
            title: setup.title, isReadOnly: setup.isReadOnly, isUnicode: terminal.isUnicode, keymap: setup.keymap,
            colours: setup.colours, keeping: .inMemory(because: "there is no journal yet."),
            notices: terminal.notices)
        var ending: CheckedContinuation<Session.Ending, Never>?
        let session = Session(environment, terminal: terminal, effects: effects) { reason in
            ending?.resume(returning: reason)
            ending = nil
        }
        let reason = await withCheckedContinuation { continuation in
            ending = continuation
            session.start()
        }
        // Terminal and effects know the session weakly: it has to live until neither reports any more.
        withExtendedLifetime(session) {
            terminal.close()
            effects.stop()
        }
        return switch reason {
        case .quit: 0
        case .terminal(let end): end.exitCode
        }
    }
}
