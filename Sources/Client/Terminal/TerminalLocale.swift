import CNCurses

/// Which characters can be shown, by the one rule that interface and `doctor` have.
package enum TerminalLocale: Hashable, Sendable {
    /// UTF-8: the environment names a locale with it, or without any set of characters, or none at all.
    case unicode
    /// ASCII alone is certain to be shown.
    case ascii

    /// Sets the locale of this process by its environment.
    @MainActor
    package static func adopt() -> TerminalLocale {
        cncurses_set_locale() ? .unicode : .ascii
    }
}
