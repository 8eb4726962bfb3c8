package import Domain

/// What happened in a run, line by line, without what the wall clocks say.
package struct Trace: Sendable {
    package private(set) var lines: [String] = []
    private let isKept: Bool

    init(isKept: Bool) {
        self.isKept = isKept
    }

    mutating func note(_ now: Duration, _ line: @autoclosure () -> String) {
        guard isKept else { return }
        let milliseconds = Int(now / .milliseconds(1))
        let fraction = String(milliseconds % 1_000 + 1_000).dropFirst()
        lines.append("\(milliseconds / 1_000).\(fraction) \(line())")
    }
}

extension Identifier {
    /// Short enough for a trace.
    package var mark: String { String(text.prefix(4)) }
}
