import CNCurses

/// Which characters can be shown, by the one rule that interface and `doctor` have.
package enum TerminalLocale: Hashable, Sendable {
    /// The user's own locale, with UTF-8.
    case unicode
    /// C.UTF-8, because the user's locale is not installed, or none is named.
    case replaced
    /// ASCII alone is certain to be shown.
    case ascii

    /// Sets the locale of this process by its environment.
    @MainActor
    package static func adopt() -> TerminalLocale {
        switch cncurses_set_locale() {
        case CNCURSES_LOCALE_UTF8: .unicode
        case CNCURSES_LOCALE_REPLACED: .replaced
        default: .ascii
        }
    }
}
