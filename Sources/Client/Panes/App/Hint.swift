import Screen

/// A key that the footer names, and a word or two on what it does.
struct Hint {
    /// What a click on it presses; `nil` for several keys.
    let key: Key?
    private let name: String?
    let title: String

    init(_ key: Key, _ title: String) {
        (self.key, name, self.title) = (key, nil, title)
    }

    /// Names several keys.
    init(named name: String, _ title: String) {
        (key, self.name, self.title) = (nil, name, title)
    }

    func label(_ glyphs: Glyphs) -> String { name ?? (key == .enter ? glyphs.enter : key?.name ?? "") }
}
