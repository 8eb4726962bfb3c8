/// A sentence in the status line, until the next key.
struct Notice: Hashable, Sendable {
    let text: String
    let tone: Tone

    enum Tone: Hashable, Sendable {
        case plain, success, warning, error
    }
}

extension Notice {
    static func plain(_ text: String) -> Notice { Notice(text: text, tone: .plain) }
    static func success(_ text: String) -> Notice { Notice(text: text, tone: .success) }
    static func warning(_ text: String) -> Notice { Notice(text: text, tone: .warning) }
    static func error(_ text: String) -> Notice { Notice(text: text, tone: .error) }
}
