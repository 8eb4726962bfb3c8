import StandardStreams
import Wording

/// One line on standard error with the progress of long work; nothing at all when that is not a terminal.
struct ProgressLine {
    private let title: String
    private let total: Int?
    private var drawn: ContinuousClock.Instant?

    private static let interval = Duration.milliseconds(100)
    private static let barColumns = 24

    /// - Parameter total: how much there is to do; `nil` when nobody knows.
    init(_ title: String, total: Int? = nil) {
        self.title = title
        self.total = total
    }

    /// Draws at most ten times a second.
    mutating func update(_ done: Int) {
        guard StandardError.isTerminal else { return }
        let now = ContinuousClock.now
        if let drawn, now - drawn < Self.interval { return }
        drawn = now
        StandardStream.error.redraw(Self.text(title, done: done, total: total))
    }

    /// Leaves the line empty for what is said next.
    mutating func clear() {
        guard drawn != nil else { return }
        // Back to the line's beginning, too.
        StandardStream.error.redraw("")
        drawn = nil
    }

    static func text(_ title: String, done: Int, total: Int?) -> String {
        guard let total, total > 0 else { return "\(title) \(Phrases.count(done))" }
        let filled = min(barColumns, done * barColumns / total)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: barColumns - filled)
        return "\(title) [\(bar)] \(Phrases.count(done)) of \(Phrases.count(total))"
    }
}
