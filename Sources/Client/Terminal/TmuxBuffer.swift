import CNCurses
import Glibc

/// A text on its way into tmux, which keeps it as a paste buffer and passes it on to the terminal outside.
struct TmuxBuffer: Sendable {
    private let process: pid_t

    /// Starts `tmux load-buffer -w -`; `nil` when it cannot be started.
    ///
    /// - Parameter bytes: at most 56 kB.
    init?(_ bytes: [UInt8]) {
        process = cncurses_start_tmux(bytes, bytes.count)
        if process <= 0 { return nil }
    }

    /// Waits for tmux to end; false when it has not taken the text (before 3.2 it knows no `-w`).
    func hasTaken() -> Bool {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return false }
        }
        return status == 0
    }
}
