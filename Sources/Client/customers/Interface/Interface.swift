import Commands
import Domain
import Glibc
import Journal
import Panes
import Settings
import Terminal
import Transfer
import Wire
import Wording
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
        /// The profile's name, and those of all that there are.
        var profile: String
        var profiles: [String]
        /// What it takes to open another one.
        ///
        /// - Throws: ``CommandFailure`` when its settings cannot be used.
        var openProfile: @MainActor @Sendable (String) throws -> Setup
        /// Ends the connection, once nothing uses it any more.
        var close: @Sendable () async -> Void
        /// What is left to be said of the profile before.
        var notice: String?
        var startsMasked = false
        /// The saved views, and what is wrong with their file.
        var views: [SavedView]
        var viewsFile: SavedViewsFile?
        var viewsFault: String?
        /// What locks the terminal, and after how many minutes without a key.
        var lock: (command: [String], minutes: Int)?
        /// Where the profile's own files are; `nil` when there is no place.
        var dataDirectory: String?
        /// The columns that the configuration asks for.
        var columns: ListColumns
        /// Whether what was searched for is kept on disk.
        var keepsSearches: Bool
        /// Where it runs, when everything is to be masked as soon as others look on there.
        var tmux: TmuxSession?
        /// Whether the terminal is to report the mouse, where it has one.
        var usesMouse: Bool
        /// What a program of the person's own finds in its environment.
        var commandEnvironment: [String: String]
        var editor: TextEditor
        /// Of whose days filters are.
        var zone: LocalZone
    }

    /// Runs until the person quits or the terminal goes, in one profile after the other on the same terminal.
    ///
    /// - Returns: the status to exit with: 0, or 128 and the number of the signal that ended it.
    static func run(_ first: Setup) async throws(TerminalFailure) -> Int32 {
        async let opening = workspace(first)
        var options = TerminalOptions()
        options.reportsFocus = first.tmux != nil
        options.reportsMouse = first.usesMouse
        let terminal = try CursesTerminal(options)
        var (setup, workspace) = (first, await opening)
        while true {
            terminal.report(mouse: setup.usesMouse, focus: setup.tmux != nil)
            let (reason, next) = await run(setup, workspace, on: terminal)
            switch reason {
            case .profile:
                guard let next else { return 0 }
                setup = next
                workspace = await Self.workspace(next)
            case .quit: return 0
            case .terminal(let end): return end.exitCode
            }
        }
    }

    /// Runs one profile's session.
    ///
    /// - Returns: why it is over, and what comes next where that is another profile.
    private static func run(
        _ setup: Setup, _ workspace: ProfileWorkspace, on terminal: CursesTerminal
    ) async -> (Session.Ending, next: Setup?) {
        let effects = EffectRunner(
            workspace: workspace,
            drafts: DraftStore(directory: setup.draftDirectory, reasonForNone: setup.reasonForNoDrafts),
            views: setup.viewsFile, tmux: setup.tmux, dataDirectory: setup.dataDirectory,
            commandEnvironment: setup.commandEnvironment)
        var next: Setup?
        var ending: CheckedContinuation<Session.Ending, Never>?
        let session = Session(
            environment(setup, workspace, terminal, effects), terminal: terminal, effects: effects,
            workspace: workspace, lockCommand: setup.lock?.command ?? [], editor: setup.editor,
            prepareProfile: { name in
                do {
                    next = try setup.openProfile(name)
                    return nil
                } catch let failure as CommandFailure {
                    return failure.message
                } catch {
                    return "\(name) cannot be opened: \(error)"
                }
            },
            finish: { reason in
                ending?.resume(returning: reason)
                ending = nil
            })
        async let clean: Void = removeEditorFiles(setup.editor.directory)
        let reason = await withCheckedContinuation { continuation in
            ending = continuation
            session.start()
        }
        // Terminal and effects know the session weakly: it has to live until neither reports any more.
        if reason == .profile { terminal.hold() } else { terminal.close() }
        await effects.stop(isLeft: reason == .quit || reason == .profile)
        next?.startsMasked = session.isMasked
        if let message = session.exitMessage {
            if reason == .quit { StandardError.say(message) }
            if reason == .profile { next?.notice = "\(setup.title): \(message)" }
        }
        withExtendedLifetime(session) {}
        await clean
        if reason == .profile { await setup.close() }
        return (reason, next)
    }

    /// Removes what an editor has left in a session that was killed.
    @concurrent private nonisolated static func removeEditorFiles(_ directory: String?) async {
        directory.map(EditorFile.removeLeftovers)
    }

    private static func environment(
        _ setup: Setup, _ workspace: ProfileWorkspace, _ terminal: CursesTerminal, _ effects: EffectRunner
    ) -> AppEnvironment {
        let remarks = [setup.zone.remark, setup.viewsFault, setup.notice].compactMap(\.self)
        let notices = terminal.notices + workspace.cacheRemarks + remarks
        var environment = AppEnvironment(
            title: setup.title, isReadOnly: setup.isReadOnly, isUnicode: terminal.isUnicode, keymap: setup.keymap,
            colours: setup.colours, editStorage: workspace.editStorage, session: workspace.journal.session.source,
            notices: notices, findings: workspace.findings, firstSteps: setup.firstSteps,
            lockMilliseconds: setup.lock.map { $0.minutes * 60_000 })
        environment.copyFormats = copyFormats
        environment.zone = setup.zone.rules
        environment.views = setup.views
        environment.columns = setup.columns
        environment.savedColumns = effects.savedColumns
        environment.keepsSearches = setup.keepsSearches
        environment.searches = effects.savedSearches(areKept: setup.keepsSearches)
        environment.profile = setup.profile
        environment.profiles = setup.profiles
        environment.startsMasked = setup.startsMasked
        return environment
    }

    /// As files of an export have them.
    private static let copyFormats = [
        CopyFormat(name: "json", text: ClipboardText.json), CopyFormat(name: "vcard", text: ClipboardText.vCard),
    ]

    @concurrent private nonisolated static func workspace(_ setup: Setup) async -> ProfileWorkspace {
        setup.openWorkspace()
    }
}
