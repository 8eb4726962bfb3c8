import CNCurses
import Dispatch
import Glibc
package import Screen

/// The user's terminal: shows grids through ncurses, and reports keys, pastes, sizes and the end.
///
/// Everything happens on the main actor, because ncurses is not safe to use from several threads. Nothing is asked of the
/// terminal itself: its answers could come late, or never, and would look like keys.
@MainActor
package final class CursesTerminal {
    /// Whether signs beyond ASCII can be shown; without, each of them becomes a `?`.
    package let isUnicode: Bool
    /// Whether colours are shown: the terminal has them and the user did not refuse them.
    package let hasColour: Bool
    /// Messages for the user on what is not as asked: the terminal's type, the character set.
    package let notices: [String]

    private(set) var options: TerminalOptions
    let description: TerminalDescription
    private var surface: Surface
    private var decoder: KeyDecoder
    private let input: InputReader
    private var handler: (@MainActor ([TerminalEvent]) -> Void)?
    /// What has happened while nobody was told.
    private var held: [TerminalEvent] = []

    private var isOpen = true
    /// Another program has the screen and the keys.
    private var isLent = false
    /// The latest grid, on the screen already or waiting for its turn.
    private var wanted: Grid?
    private var waiting = Waiting.none
    private var pace = FramePace()

    /// What a wanted grid waits for.
    private enum Waiting: Equatable {
        case none
        /// The pace of frames.
        case turn(DispatchTime)
        /// The line, which takes nothing just now.
        case line
    }

    /// Takes over the terminal on standard input and output.
    ///
    /// - Throws: ``TerminalFailure`` with a message for the user; the terminal is as it was.
    package init(_ options: TerminalOptions = TerminalOptions()) throws(TerminalFailure) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .noTerminal }
        cncurses_save_terminal()
        let locale = TerminalLocale.adopt()
        let description = try TerminalDescription.open(options.type)
        let signals = cncurses_open_signals()
        guard signals >= 0 else {
            let number = errno
            cncurses_close()
            throw .system(number)
        }
        self.options = options
        self.description = description
        isUnicode = locale != .ascii
        hasColour = options.allowsColour && cncurses_start_colour()
        notices = [description.notice, isUnicode ? nil : Self.asciiNotice].compactMap { $0 }
        decoder = KeyDecoder(
            escapeDelayMilliseconds: options.escapeDelayMilliseconds,
            marksPastes: description.startsMarkingPastes != nil,
            sequences: description.sequences(reportsMouse: options.reportsMouse && description.hasMouse))
        input = InputReader(signals: signals)
        surface = Surface()
        acquire()
    }

    private static let asciiNotice =
        "This locale shows ASCII only: other letters appear as \"?\". Set LC_ALL=C.UTF-8 to see them."

    /// Rows and columns of the screen.
    package var size: Size { surface.size }
}

// MARK: - Acquiring and giving back

extension CursesTerminal {
    private func acquire() {
        armGuard()
        _ = surface.adoptSize()
        write((description.startsMarkingPastes ?? []) + reporting)
    }

    /// What is written should the program be killed.
    private func armGuard() {
        cncurses_arm_guard(String(decoding: silencing + description.restoring, as: UTF8.self))
    }

    private var reportsMouse: Bool { options.reportsMouse && description.hasMouse }

    /// Has the terminal tell of the mouse, where it can, and of when it comes to the front, or no more; it is not lent.
    package func report(mouse: Bool, focus: Bool) {
        guard isOpen, !isLent, (mouse, focus) != (options.reportsMouse, options.reportsFocus) else { return }
        let ending = silencing
        (options.reportsMouse, options.reportsFocus) = (mouse, focus)
        armGuard()
        decoder.sequences = description.sequences(reportsMouse: reportsMouse)
        write(ending + reporting)
    }

    private var reporting: [UInt8] {
        (options.reportsFocus ? Self.reportingFocus : []) + (reportsMouse ? MouseReport.starting : [])
    }

    /// Ends what the terminal was told to report.
    private var silencing: [UInt8] {
        (reportsMouse ? MouseReport.stopping : []) + (options.reportsFocus ? Self.ignoringFocus : [])
    }

    /// xterm's FocusIn and FocusOut; terminfo has no name for them that is in use.
    private static let (reportingFocus, ignoringFocus) = (Array("\u{1B}[?1004h".utf8), Array("\u{1B}[?1004l".utf8))

    private func leave() {
        write(silencing + description.stopsMarkingPastes)
        cncurses_leave()
        write(description.erasing)
        cncurses_disarm_guard()
    }

    /// Gives the terminal back: screen, line settings, pastes. The second time it does nothing.
    package func close() {
        guard isOpen else { return }
        defer { isOpen = false }
        input.stop()
        handler = nil
        // The program that has the screen now gives it back; from the background it could not be touched anyway (SIGTTOU).
        if isLent { return }
        if Self.isWritable(withinMilliseconds: Self.closingTimeoutMilliseconds) {
            leave()
            cncurses_close()
        } else {
            // The line is stalled: waiting for it could take for ever.
            cncurses_restore_line()
            cncurses_disarm_guard()
        }
    }

    /// Stops the program as `Ctrl-Z` does in a shell; once continued, draws the screen and reports `.resumed`.
    package func suspend() {
        guard isOpen, !isLent else { return }
        leave()
        cncurses_stop_job()
        acquireAgain()
    }

    private func acquireAgain() {
        let old = size
        acquire()
        redraw()
        let events: [TerminalEvent] = old == size ? [.resumed] : [.input(.resized(size)), .resumed]
        DispatchQueue.main.async { self.report(events) }
    }

    /// Lends the cleared screen and the keys to a program, as for `$EDITOR`; what happens meanwhile is shown afterwards.
    ///
    /// - Parameters:
    ///   - arguments: the program, found by `PATH`, and its arguments; no shell reads them.
    ///   - finish: is called with what a shell would report of its end; 127 when it could not be started.
    package func lend(to arguments: [String], _ finish: @escaping @MainActor (Int32) -> Void) {
        guard isOpen, !isLent else { return }
        input.pause()
        leave()
        write(description.clearing)
        isLent = true
        let process = Self.startInForeground(arguments)
        DispatchQueue.global().async {
            let status = process > 0 ? cncurses_wait_in_foreground(process) : 127
            DispatchQueue.main.async {
                self.takeBack()
                finish(status)
            }
        }
    }

    private func takeBack() {
        guard isOpen else { return }
        cncurses_take_foreground()
        isLent = false
        let old = size
        acquire()
        redraw()
        input.resume()
        if old != size { report([.input(.resized(size))]) }
    }

    private static func startInForeground(_ arguments: [String]) -> Int32 {
        let pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return cncurses_start_in_foreground(pointers)
    }

    /// Sends bytes past curses, which holds nothing back between two frames.
    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while isOpen, !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
        }
    }
}

// MARK: - Output

extension CursesTerminal {
    /// Shows a grid: only what differs from the screen is sent, and only the latest grid of a burst.
    package func show(_ grid: Grid, for occasion: FrameOccasion = .event) {
        wanted = grid
        guard isOpen, !isLent, waiting != .line else { return }
        let due = pace.due(occasion)
        if due <= .now() {
            showWanted(for: occasion)
        } else if case .turn(let turn) = waiting, turn <= due {
            return
        } else {
            waiting = .turn(due)
            DispatchQueue.main.asyncAfter(deadline: due) {
                if self.waiting == .turn(due) { self.showWanted(for: occasion) }
            }
        }
    }

    private func showWanted(for occasion: FrameOccasion) {
        waiting = .none
        guard isOpen, !isLent, let wanted else { return }
        // While the line is stalled frames are left out, so that no write makes the program wait.
        guard Self.isWritable() else { return awaitWritable() }
        if surface.show(wanted) { pace.frameWasShown(occasion, at: .now()) }
    }

    /// Draws the whole screen again, whatever has got onto it.
    package func redraw() {
        guard isOpen, !isLent, let wanted else { return }
        surface.show(wanted, whole: true)
        pace.frameWasShown(.input, at: .now())
    }

    private static func isWritable(withinMilliseconds timeout: Int32 = 0) -> Bool {
        var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        return poll(&output, 1, timeout) > 0
    }

    /// How long a stalled line is waited for before the screen is left as it is: the program has a second in all.
    private static let closingTimeoutMilliseconds: Int32 = 700

    private func awaitWritable() {
        waiting = .line
        let source = DispatchSource.makeWriteSource(fileDescriptor: STDOUT_FILENO, queue: .main)
        source.setEventHandler {
            source.cancel()
            self.showWanted(for: .input)
        }
        source.activate()
    }
}

// MARK: - Input

extension CursesTerminal {
    /// Reports everything that happens from now on, each time all that there is at once.
    package func start(_ handler: @escaping @MainActor ([TerminalEvent]) -> Void) {
        guard self.handler == nil else { return goOn(handler) }
        guard isOpen else { return }
        self.handler = handler
        input.start { [weak self] in self?.handle($0) }
    }

    /// Keeps what happens from now on for the next call of ``start(_:)``.
    package func hold() {
        handler = { [weak self] in self?.held += $0 }
    }

    private func goOn(_ handler: @escaping @MainActor ([TerminalEvent]) -> Void) {
        self.handler = handler
        let events = held
        held = []
        DispatchQueue.main.async { [weak self] in self?.report(events) }
    }

    private func report(_ events: [TerminalEvent]) {
        if !events.isEmpty { handler?(events) }
    }

    private func handle(_ arrival: InputReader.Arrival) {
        guard isOpen else { return }
        switch arrival {
        case .bytes(let bytes): reportKeys(decoder.decode(bytes))
        case .silence: reportKeys(decoder.giveUpWaiting())
        case .signals(let signals): report(signals.compactMap(event))
        case .end:
            input.stop()
            report([.ended(.inputClosed)])
        }
    }

    private func reportKeys(_ events: [InputEvent]) {
        input.timeoutMilliseconds = decoder.timeoutMilliseconds
        report(events.map(TerminalEvent.input))
    }

    private func event(_ signal: Int32) -> TerminalEvent? {
        switch signal {
        case SIGHUP: return .ended(.hungUp)
        case SIGTERM: return .ended(.terminated)
        case SIGINT, SIGQUIT: return .ended(.interrupted)
        case SIGWINCH: return surface.adoptSize() ? .input(.resized(size)) : nil
        case SIGTSTP: return isLent ? nil : .stopRequested
        case SIGCONT: if !isLent { acquireAgain() }
        default: break
        }
        return nil
    }
}
