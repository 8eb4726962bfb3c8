package import Screen

/// What the terminal reports.
package enum TerminalEvent: Hashable, Sendable {
    case input(InputEvent)
    /// Somebody asks the program to stop, as by `kill -TSTP`: it has to call `suspend()` once it holds nothing up.
    case stopRequested
    /// The program runs again after having been stopped; the screen has been drawn again already.
    case resumed
    /// Nothing will come any more: the program has to save what it holds, close the terminal and leave.
    case ended(EndReason)
}

/// Why the terminal's input is over.
package enum EndReason: Hashable, Sendable {
    /// The line was dropped or the window closed: SIGHUP.
    case hungUp
    /// SIGTERM.
    case terminated
    /// SIGINT or SIGQUIT from outside; as keys they arrive as `Ctrl-C` and `Ctrl-\`.
    case interrupted
    /// Standard input is at its end or fails.
    case inputClosed

    /// What a shell would report: 128 and the signal's number.
    package var exitCode: Int32 {
        switch self {
        case .hungUp, .inputClosed: 129
        case .interrupted: 130
        case .terminated: 143
        }
    }
}

/// Why the terminal cannot be used.
package enum TerminalFailure: Error, Hashable, Sendable {
    /// Standard input or output is a file or a pipe.
    case noTerminal
    /// The terminal cannot place its cursor; its TERM.
    case cannotDraw(String)
    /// Neither TERM nor any fallback is described on this machine; TERM as it was.
    case noDescription(String)
    /// The system refused a descriptor; its errno.
    case system(Int32)
}

extension TerminalFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noTerminal:
            "Standard input and output must be a terminal. For scripts, use the plain commands: see --help."
        case .cannotDraw(let term):
            "The terminal type \"\(term)\" cannot place its cursor. Set TERM to what the terminal is, for example "
                + "xterm-256color, or use the plain commands: see --help."
        case .noDescription(let term):
            "No terminal description for \"\(term)\", xterm-256color or vt100 was found. Install ncurses-base (or "
                + "ncurses-term), or set TERMINFO to the folder of descriptions."
        case .system(let number):
            "The system refused what the terminal needs (error \(number)). Close other programs and try again."
        }
    }
}
