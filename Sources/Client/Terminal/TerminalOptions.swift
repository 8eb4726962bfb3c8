import Glibc

/// What the environment says about the terminal.
package struct TerminalOptions: Sendable {
    /// TERM: the terminal's type; empty when not set.
    package var type: String
    /// Whether colours are welcome: NO_COLOR is not set (no-color.org).
    var allowsColour: Bool
    /// How long after ESC the rest of a key's sequence may come: ESCDELAY, 100 ms by default.
    package var escapeDelayMilliseconds: Int
    /// Whether tmux takes what is copied: TMUX is set.
    var isInsideTmux: Bool
    /// Whether the terminal is to tell when it comes to the front.
    package var reportsFocus = false
    /// Whether it is to tell of clicks and the wheel, where it can.
    package var reportsMouse = false

    package init(environment: (String) -> String? = Self.variable) {
        type = environment("TERM") ?? ""
        allowsColour = (environment("NO_COLOR") ?? "").isEmpty
        escapeDelayMilliseconds = environment("ESCDELAY").flatMap(Int.init).map { min(max($0, 0), 5_000) } ?? 100
        isInsideTmux = !(environment("TMUX") ?? "").isEmpty
    }

    /// The value of a variable of this process.
    package static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
