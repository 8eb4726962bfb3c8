import StandardStreams
import Wording

/// One line on standard error with the progress of long work; nothing at all when that is not a terminal.
struct ProgressLine {
    private let title: String
    private let total: Int?
    private var drawn: ContinuousClock.Instant?
    /// When it was told of progress first, and how much was done by then.
    private var beginning: (moment: ContinuousClock.Instant, done: Int)?

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
        let beginning = beginning ?? (now, done)
        self.beginning = beginning
        if let drawn, now - drawn < Self.interval { return }
        drawn = now
        StandardStream.error.redraw(
            Self.text(title, done: done, total: total)
                + Self.pace(done, of: total, since: beginning.done, in: now - beginning.moment))
    }

    /// Leaves the line empty for what is said next.
    mutating func clear() {
        guard drawn != nil else { return }
        // Back to the line's beginning, too.
        StandardStream.error.redraw("")
        drawn = nil
    }

    /// `, 1,200 a second, 6 s left`; nothing before there is something to reckon with.
    ///
    /// - Parameter start: how much was done at the beginning of `time`.
    static func pace(_ done: Int, of total: Int?, since start: Int, in time: Duration) -> String {
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        guard seconds >= 1, done > start else { return "" }
        let rate = Double(done - start) / seconds
        let left = total.map { ", \(Phrases.count(Int((Double(max(0, $0 - done)) / rate).rounded(.up)))) s left" }
        return ", \(Phrases.count(max(1, Int(rate)))) a second\(left ?? "")"
    }

    static func text(_ title: String, done: Int, total: Int?) -> String {
        guard let total, total > 0 else { return "\(title) \(Phrases.count(done))" }
        let filled = min(barColumns, done * barColumns / total)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: barColumns - filled)
        return "\(title) [\(bar)] \(Phrases.count(done)) of \(Phrases.count(total))"
    }
}
