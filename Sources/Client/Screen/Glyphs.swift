/// The signs that panes draw with, for terminals that show Unicode and for those that do not.
package struct Glyphs: Hashable, Sendable {
    package let selection: String
    package let mark: String
    package let vertical: String
    package let online: String
    package let offline: String
    package let ellipsis: String
    package let none: String
    package let separator: String
    package let up: String
    package let down: String
    package let enter: String
    /// Something is under way to the server.
    package let pending: String
    package let deletion: String
    package let conflict: String
    package let rejected: String
    /// Somebody else has just changed it.
    package let changed: String
    /// Somebody may be the same.
    package let alike: String
    /// Between an old value and the new one.
    package let becomes: String

    package static let unicode = Glyphs(
        selection: "▸", mark: "✓", vertical: "│", online: "●", offline: "○", ellipsis: "…", none: "–",
        separator: "·", up: "↑", down: "↓", enter: "⏎", pending: "↑", deletion: "D", conflict: "!",
        rejected: "✗", changed: "◆", alike: "≈", becomes: "→")

    package static let ascii = Glyphs(
        selection: ">", mark: "+", vertical: "|", online: "*", offline: "o", ellipsis: "~", none: "-",
        separator: "-", up: "^", down: "v", enter: "Enter", pending: "^", deletion: "D", conflict: "!",
        rejected: "x", changed: "*", alike: "=", becomes: "->")
}
