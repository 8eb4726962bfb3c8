import Screen

/// Tells pastes from typing where the terminal does not mark them: more printable characters in one read than anybody
/// types, but for one key held down, are a paste, and so is all text that follows before the line is quiet.
///
/// A paste holds text alone. Any other key that comes with it was typed, and so was an Enter or Tab at the end of a single
/// line: nothing that comes is lost.
struct BurstReader: Sendable {
    /// What may come in one read and still be typed.
    private static let typedAtOnce = 8
    /// Characters, Enter and Tab in a row that have not been told yet.
    private var text: [Key] = []
    private var isPaste = false

    /// Silence after which ``end()`` is due.
    var timeoutMilliseconds: Int? { isPaste ? 150 : nil }

    /// Takes what came in one read.
    mutating func take(_ events: [InputEvent]) -> [InputEvent] {
        var told: [InputEvent] = []
        for event in events {
            if case .key(let key) = event, key.text != nil {
                text.append(key)
            } else {
                told += tellText()
                told.append(event)
            }
        }
        // A paste may go on with the next read.
        isPaste = isPaste || isBurst
        if !isPaste { told += tellText() }
        text.removeLast(max(0, text.count - Paste.maximumBytes))
        return told
    }

    /// The line is quiet: the paste is over.
    mutating func end() -> [InputEvent] {
        defer { isPaste = false }
        return tellText()
    }

    private var isBurst: Bool {
        let characters = text.filter(\.isCharacter)
        return characters.count > Self.typedAtOnce && characters.contains { $0 != characters[0] }
    }

    private mutating func tellText() -> [InputEvent] {
        isPaste = isPaste || isBurst
        defer { text = [] }
        guard isPaste else { return text.map(InputEvent.key) }
        let end = text.lastIndex(where: \.isCharacter).map { $0 + 1 } ?? 0
        guard text[..<end].contains(.enter) else { return Self.paste(text[..<end]) + text[end...].map(InputEvent.key) }
        // Where there are several lines the last one's break is of the paste, too.
        return Self.paste(text[...])
    }

    private static func paste(_ keys: ArraySlice<Key>) -> [InputEvent] {
        keys.isEmpty ? [] : [.paste(String(String.UnicodeScalarView(keys.compactMap(\.text))))]
    }
}

extension Key {
    /// What the key stands for in a text; `nil` for those that are commands.
    fileprivate var text: Unicode.Scalar? {
        switch self {
        case .character(let scalar): scalar
        case .enter: "\n"
        case .tab: "\t"
        default: nil
        }
    }

    fileprivate var isCharacter: Bool {
        if case .character = self { true } else { false }
    }
}
