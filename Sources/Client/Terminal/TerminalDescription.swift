import CNCurses
import Screen

/// What terminfo(5) knows about the terminal that was opened.
struct TerminalDescription {
    /// Tried in turn where the host does not know the terminal, as with those newer than its database.
    private static let fallbacks = ["xterm-256color", "vt100"]

    /// The type that is in use.
    let type: String
    /// A message for the user when it is not the type that was asked for.
    let notice: String?

    /// Starts curses as `asked`, or as what is most likely close to it.
    static func open(_ asked: String) throws(TerminalFailure) -> TerminalDescription {
        for type in [asked] + fallbacks where !type.isEmpty && cncurses_open(type) {
            guard cncurses_can_draw() else {
                cncurses_close()
                throw .cannotDraw(type)
            }
            let notice = "The terminal type \"\(asked)\" is not known here; \(type) is used in its place."
            return TerminalDescription(type: type, notice: type == asked ? nil : notice)
        }
        throw .noDescription(asked)
    }

    /// Turns bracketed paste on; `nil` where the terminal has none (terminfo's user-defined capabilities, XTERM).
    var startsMarkingPastes: [UInt8]? { Self.capability("BE") }

    /// Whether the terminal says that it has a mouse; a type that is not known here says nothing.
    var hasMouse: Bool { notice == nil && Self.capability("kmous") != nil }

    var clearing: [UInt8] { Self.capability("clear") ?? [] }

    var stopsMarkingPastes: [UInt8] { Self.capability("BD") ?? [] }

    /// What gives the terminal back to the shell: keys, looks, cursor and screen as before.
    var restoring: [UInt8] {
        stopsMarkingPastes + ["rmkx", "sgr0", "op", "cnorm", "rmcup"].flatMap { Self.capability($0) ?? [] } + erasing
    }

    /// What takes the records off the screen where the shell has no other one to come back to.
    var erasing: [UInt8] { Self.capability("rmcup") == nil ? clearing : [] }

    /// The keys as this terminal sends them.
    ///
    /// - Parameter reportsMouse: whether it was told to report clicks.
    func sequences(reportsMouse: Bool) -> KeySequences {
        let keys: [(String, Key)] = [
            ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
            ("kpp", .pageUp), ("knp", .pageDown), ("kdch1", .delete), ("kich1", .insert), ("kcbt", .backTab),
            ("kLFT5", .wordLeft), ("kRIT5", .wordRight),
        ]
        let functions = (1...12).map { ("kf\($0)", Key.function($0)) }
        return KeySequences(
            (keys + functions).compactMap { name, key in Self.capability(name).map { (bytes: $0, key: key) } },
            reportsMouse: reportsMouse)
    }

    /// A capability without its padding, `$<5>` (terminfo(5), "Delays and Padding"), which no emulator needs.
    private static func capability(_ name: String) -> [UInt8]? {
        guard let value = cncurses_capability(name) else { return nil }
        var rest = String(cString: value).utf8[...]
        var bytes: [UInt8] = []
        // By hand, because the machinery of regular expressions would take a tenth of the time to the first screen.
        while let start = rest.indices.first(where: { rest[$0...].starts(with: padding) }),
            let end = rest[start...].firstIndex(of: UInt8(ascii: ">"))
        {
            bytes += rest[..<start]
            rest = rest[rest.index(after: end)...]
        }
        return bytes + rest
    }

    private static let padding = Array("$<".utf8)
}
