import Domain
import Transfer
import Wire
import Wording

/// Prints the entries of a timeline as they come, newest first.
struct HistoryPrinter {
    private let isJSON: Bool
    private let onlyNotes: Bool
    private let foldsChanges: Bool
    private let zone: TimeZoneRules
    private let output = StandardOutput()
    private var steps = TimelineSteps()
    private var left: Int
    private(set) var hasPrinted = false
    private var hasEnded = false

    /// - Parameters:
    ///   - foldsChanges: whether changes that belong together are one step.
    ///   - limit: how many steps to print, or entries where each is by itself.
    ///   - zone: whose clocks times for people are of.
    init(isJSON: Bool, onlyNotes: Bool, foldsChanges: Bool, limit: Int, in zone: TimeZoneRules) {
        self.isJSON = isJSON
        self.onlyNotes = onlyNotes
        self.foldsChanges = foldsChanges
        self.zone = zone
        left = limit
    }

    /// Whether older entries would not be printed.
    var isFull: Bool { left == 0 }

    mutating func print(_ entries: [TimelineEntry]) throws(CommandFailure) {
        for entry in entries where !isFull && (!onlyNotes || !entry.kind.makesVersion) {
            if let step = foldsChanges ? steps.next(entry) : TimelineStep(entry) { try write(step) }
        }
    }

    /// Prints what is left, once.
    mutating func end() throws(CommandFailure) {
        guard !hasEnded else { return }
        hasEnded = true
        if !isFull, let step = steps.rest() { try write(step) }
        if isJSON {
            try output.writeJSON((hasPrinted ? "" : "[") + "\n]\n")
        } else if !hasPrinted {
            StandardError.say(onlyNotes ? "Nothing was noted." : "Nothing is recorded.")
        }
    }

    private mutating func write(_ step: TimelineStep) throws(CommandFailure) {
        if isJSON {
            try output.writeJSON((hasPrinted ? ",\n" : "[\n") + JSONText.line(TimelineEntryJSON(step.newest)))
        } else {
            try output.writeLines(TimelineText.lines(step, in: zone))
        }
        hasPrinted = true
        left -= 1
    }
}

/// A step of a timeline for people: one line on who did what, and below it the values or the note.
enum TimelineText {
    private static let indent = "    "

    static func lines(_ step: TimelineStep, in zone: TimeZoneRules) -> String {
        let entry = step.newest
        let author = entry.author.map { " by \($0)" } ?? ""
        let via = entry.via.map { ", with \($0)" } ?? ""
        let headline =
            "#\(entry.number)  \(zone.minuteText(of: entry.moment))\(author)\(via): \(Phrases.summary(of: step))"
        let values = Phrases.changes(of: step).map { indented($0, below: indent + indent) }
        let note = entry.note.map { [indented($0, below: indent)] } ?? []
        return ([cell(headline)] + values + note).joined(separator: "\n") + "\n"
    }

    /// Every line of a text with an indent before it.
    ///
    /// - Parameter next: that of its further lines, which those of a value have so that none looks like another field.
    private static func indented(_ text: String, below next: String) -> String {
        indent
            + text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .joined(separator: "\n" + next)
    }

    /// Names come from outside, and make no line of their own.
    private static func cell(_ text: String) -> String { text.harmlessLine }
}
