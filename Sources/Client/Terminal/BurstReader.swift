import Screen

/// Distinguishes pastes from typing where the terminal does not mark them: more printable characters in one read than anybody
/// types, but for one key held down, are a paste, and so is all text that follows before the line is quiet.
///
/// A paste holds text alone. Any other key that comes with it was typed, and so was an Enter or Tab at the end of a single
/// line: nothing that comes is lost.
struct BurstReader: Sendable {
    /// What may come in one read and still be typed.
    private static let typedAtOnce = 8
    /// Characters, Enter and Tab in a row that have not been returned yet.
    private var text: [Key] = []
    private var isPaste = false

    /// Silence after which ``end()`` is due.
    var timeoutMilliseconds: Int? { isPaste ? 150 : nil }

    /// Receives what came in one read, and returns what is certain by now.
    mutating func receive(_ events: [InputEvent]) -> [InputEvent] {
        var ready: [InputEvent] = []
        for event in events {
            if case .key(let key) = event, key.text != nil {
                text.append(key)
            } else {
                ready += flushText()
                ready.append(event)
            }
        }
        // A paste may go on with the next read.
        isPaste = isPaste || isBurst
        if !isPaste { ready += flushText() }
        text.removeLast(max(0, text.count - Paste.maximumBytes))
        return ready
    }

    /// The line is quiet: the paste is over.
    mutating func end() -> [InputEvent] {
        defer { isPaste = false }
        return flushText()
    }

    private var isBurst: Bool {
        let characters = text.filter(\.isCharacter)
        return characters.count > Self.typedAtOnce && characters.contains { $0 != characters[0] }
    }

    private mutating func flushText() -> [InputEvent] {
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
