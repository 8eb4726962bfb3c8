package import Domain
package import Screen

/// What an interface is started with.
package struct AppEnvironment: Sendable {
    /// The profile's name, or the API's host without one.
    package var title: String
    package var isReadOnly: Bool
    /// Whether the terminal shows more than ASCII.
    package var isUnicode: Bool
    package var keymap: Keymap
    package var colours: Colours
    package var keeping: EditKeeping
    /// Makes fresh identities; a fixed sequence in tests.
    package var makeID: @Sendable () -> CustomerID
    /// Said once at the start, such as that the terminal's type is unknown.
    package var notices: [String]

    package init(
        title: String, isReadOnly: Bool = false, isUnicode: Bool = true, keymap: Keymap = .standard,
        colours: Colours = .standard, keeping: EditKeeping = .onDisk,
        makeID: @escaping @Sendable () -> CustomerID = CustomerID.random, notices: [String] = []
    ) {
        self.title = title
        self.isReadOnly = isReadOnly
        self.isUnicode = isUnicode
        self.keymap = keymap
        self.colours = colours
        self.keeping = keeping
        self.makeID = makeID
        self.notices = notices
    }

    /// Whether a saved edit outlives the program.
    package var isDurable: Bool { keeping == .onDisk }

    package var glyphs: Glyphs { isUnicode ? .unicode : .ascii }
}
