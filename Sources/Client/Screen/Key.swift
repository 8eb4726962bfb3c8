/// A key as the terminal reports it.
package enum Key: Hashable, Sendable {
    /// A printable character, one scalar at a time as it is typed.
    case character(Unicode.Scalar)
    /// Control and a lower-case letter, or one of `\ ] ^ _`; Tab, Enter, Escape and Backspace have their own cases.
    case control(Unicode.Scalar)
    /// Alt (Meta) with a printable character: Escape and the character within the escape delay.
    case alt(Unicode.Scalar)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right
    /// With Control or Alt held: a word's width.
    case wordLeft, wordRight
    case home, end, pageUp, pageDown
    case function(Int)

    /// What was pressed when the key has no meaning of its own: Escape and a key that came at once look like Alt with it.
    package var parts: [Key] {
        guard case .alt(let scalar) = self else { return [self] }
        return [.escape, scalar == "\u{7F}" ? .backspace : .character(scalar)]
    }
}

/// What comes from the terminal.
package enum InputEvent: Hashable, Sendable {
    case key(Key)
    /// A pasted text, whole and unchanged: its receiver strips what must not be there.
    case paste(String)
    case resized(Size)
    /// The terminal has come to the front.
    case focused
    case mouse(MouseEvent)
}

/// What is done with the mouse, and where on the screen.
package enum MouseEvent: Hashable, Sendable {
    /// The left button went down.
    case click(Position)
    /// The wheel was turned by a notch.
    case wheelUp(Position)
    case wheelDown(Position)

    package var position: Position {
        switch self {
        case .click(let position), .wheelUp(let position), .wheelDown(let position): position
        }
    }
}

// MARK: - Names

extension Key {
    private static let names: [(Key, String)] = [
        (.enter, "Enter"), (.escape, "Esc"), (.tab, "Tab"), (.backTab, "Shift-Tab"), (.backspace, "Backspace"),
        (.delete, "Delete"), (.insert, "Insert"), (.up, "Up"), (.down, "Down"), (.left, "Left"), (.right, "Right"),
        (.wordLeft, "Ctrl-Left"), (.wordRight, "Ctrl-Right"), (.home, "Home"), (.end, "End"), (.pageUp, "PgUp"),
        (.pageDown, "PgDn"), (.character(" "), "Space"),
    ]

    /// The name that help shows and the configuration takes: `e`, `Ctrl-S`, `Alt-x`, `PgDn`, `F5`.
    package var name: String {
        if let named = Self.names.first(where: { $0.0 == self }) { return named.1 }
        switch self {
        case .character(let scalar): return String(scalar)
        case .control(let scalar): return "Ctrl-" + String(scalar).uppercased()
        case .alt(let scalar): return "Alt-" + String(scalar)
        case .function(let number): return "F\(number)"
        default: return ""
        }
    }

    /// Reads a name as ``name`` writes it; `^S`, `C-s` and any letter case of the long names will do too.
    package init?(name: String) {
        let lower = name.lowercased()
        if let named = Self.names.first(where: { $0.1.lowercased() == lower }) {
            self = named.0
        } else if let scalar = Self.onlyScalar(name[...]) {
            self = .character(scalar)
        } else if let scalar = Self.letter(of: lower, after: ["ctrl-", "c-", "^"]) {
            self = .control(scalar)
        } else if let scalar = Self.letter(of: name, after: ["Alt-", "alt-", "M-"]) {
            self = .alt(scalar)
        } else if lower.first == "f", let number = Int(lower.dropFirst()), (1...12).contains(number) {
            self = .function(number)
        } else {
            return nil
        }
    }

    private static func letter(of name: String, after prefixes: [String]) -> Unicode.Scalar? {
        prefixes.first { name.hasPrefix($0) && name.count > $0.count }.flatMap { onlyScalar(name.dropFirst($0.count)) }
    }

    private static func onlyScalar(_ text: Substring) -> Unicode.Scalar? {
        let scalars = text.unicodeScalars
        guard scalars.count == 1, let scalar = scalars.first, scalar.value > 0x20, scalar.value != 0x7F else {
            return nil
        }
        return scalar
    }
}
