import Domain
import Journal
import Panes
import Screen
import Terminal
import Workspace

/// Holds the interface and the terminal together on the main actor: events in, one frame out.
@MainActor
final class Session {
    private var app: App
    private let terminal: CursesTerminal
    private let effects: EffectRunner
    private let workspace: ProfileWorkspace
    /// The program that locks the terminal, and its arguments.
    private let lockCommand: [String]
    /// Prepares another profile; why it cannot be used, or `nil` once it is ready.
    private let prepareProfile: (String) -> String?
    private let editor: TextEditor
    private let finish: (Ending) -> Void
    /// What a key has made the interface read from this machine, while its frame waits for that.
    private var awaited: RequestID?
    private lazy var nextFrame = DebounceTimer { [weak self] in self?.showNews() }
    private var lastFrame = ContinuousClock.now
    private lazy var timeout = DebounceTimer { [weak self] in self?.showAnswer() }

    /// How long a key's frame waits for the customers it finds on this machine, so that one frame has both: half of what a
    /// key may take at most.
    private static let timeoutMilliseconds = 8

    /// What comes from outside is drawn at most so often: to draw costs more than most of it, which may be thousands at once.
    private static let frameMilliseconds = 16

    /// Why a session is over.
    enum Ending: Hashable {
        case quit
        /// For the profile that was prepared.
        case profile
        case terminal(EndReason)
    }

    init(
        _ environment: AppEnvironment, terminal: CursesTerminal, effects: EffectRunner, workspace: ProfileWorkspace,
        lockCommand: [String], editor: TextEditor, prepareProfile: @escaping (String) -> String?,
        finish: @escaping (Ending) -> Void
    ) {
        app = App(environment, size: terminal.size, now: .now())
        self.terminal = terminal
        self.effects = effects
        self.workspace = workspace
        self.lockCommand = lockCommand
        self.prepareProfile = prepareProfile
        self.editor = editor
        self.finish = finish
    }

    /// What is left to be said once the terminal is the shell's again.
    var exitMessage: String? { app.exitMessage }

    var isMasked: Bool { app.isMasked }

    /// Paints the first frame with those who are kept here, then asks for the first page.
    func start() {
        var first = app.update(.queueChanged(workspace.journal.queue), at: .now()) + app.start()
        for case .background(.recall(let id, let query)) in first {
            first += app.update(.recalled(id, workspace.recall(query)), at: .now())
        }
        terminal.show(app.render())
        effects.report = { [weak self] event in self?.handle(event) }
        terminal.start { [weak self] events in self?.handle(events) }
        effects.start()
        perform(first.filter { if case .background(.recall) = $0 { false } else { true } })
        effects.findDrafts()
        effects.onlookers.look()
    }

    private func handle(_ events: [TerminalEvent]) {
        for event in events {
            switch event {
            case .input(let input):
                answer(input)
                if input.mayMeanCompany { effects.onlookers.look() }
            case .stopRequested: suspend()
            case .resumed:
                effects.resume()
                update(.resumed)
                effects.onlookers.look()
            case .ended(let reason):
                finish(.terminal(reason))
                return
            }
        }
        if awaited == nil {
            showAnswer()
        } else {
            timeout.startUnlessRunning(milliseconds: Self.timeoutMilliseconds)
        }
    }

    /// Handles a key or a paste, and notes what its frame is worth waiting for.
    private func answer(_ input: InputEvent) {
        let list = app.update(.input(input), at: .now())
        for case .background(.recall(let id, let query)) in list {
            if case .search = query.subject { awaited = id }
        }
        perform(list)
    }

    /// Shows what the keys have done, and what was found meanwhile.
    private func showAnswer() {
        awaited = nil
        timeout.stop()
        terminal.show(app.render(), for: .input)
    }

    private func handle(_ event: Event) {
        update(event)
        if case .recalled(let id, _) = event, id == awaited {
            showAnswer()
        } else if lastFrame.duration(to: .now) >= .milliseconds(Self.frameMilliseconds) {
            showNews()
        } else {
            nextFrame.startUnlessRunning(milliseconds: Self.frameMilliseconds)
        }
    }

    private func showNews() {
        lastFrame = .now
        terminal.show(app.render())
    }

    private func update(_ event: Event) {
        perform(app.update(event, at: .now()))
    }

    /// Nobody else could send while this program holds the sender's lock and is stopped.
    private func suspend() {
        Task {
            await effects.pause()
            terminal.suspend()
        }
    }

    /// The frame that is masked comes first, so that it is what the terminal shows afterwards.
    private func lock() {
        terminal.show(app.render())
        terminal.lend(to: lockCommand) { [weak self] status in
            guard let self else { return }
            let program = lockCommand.first ?? ""
            let failure: String? =
                switch status {
                case 0: nil
                case 127: "\(program) (lock_command) cannot be started."
                default: "\(program) (lock_command) ended with status \(status)."
                }
            handle(.unlocked(failure: failure))
        }
    }

    private func edit(_ request: EditorRequest) {
        editor.edit(request, on: terminal) { [weak self] in self?.handle(.edited($0)) }
    }

    private func perform(_ list: [Effect]) {
        for effect in list {
            switch effect {
            case .terminal(.redraw): terminal.redraw()
            case .terminal(.suspend): suspend()
            case .terminal(.lock): lock()
            case .terminal(.edit(let request)): edit(request)
            case .terminal(.quit): finish(.quit)
            case .terminal(.openProfile(let name)):
                if let refusal = prepareProfile(name) { update(.profileRefused(refusal)) } else { finish(.profile) }
            case .terminal(.copy(let text)): update(.copied(CopyOutcome(terminal.copyToClipboard(text))))
            case .background(let effect): effects.perform(effect)
            }
        }
    }
}

extension InputEvent {
    /// Whether it may come of another terminal that shows the screen, too.
    fileprivate var mayMeanCompany: Bool {
        switch self {
        case .resized, .focused: true
        case .key, .paste, .mouse: false
        }
    }
}

extension CopyOutcome {
    init(_ outcome: CursesTerminal.CopyOutcome) {
        switch outcome {
        case .sent: self = .sent
        case .tooLong: self = .tooLong(maximumBytes: CursesTerminal.maximumCopiedBytes * 3 / 4)
        case .unsupported: self = .failed(reason: "this terminal has no clipboard.")
        }
    }
}
