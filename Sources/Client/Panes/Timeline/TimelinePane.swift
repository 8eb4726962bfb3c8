import Domain
import Screen

/// Who did what with a customer, and what was said, newest first.
struct TimelinePane: Hashable, Sendable {
    let id: CustomerID
    /// The row that is selected; `nil` for the first, until a key was pressed.
    private var selection: TimelineRow.Identity?
    /// Where it was, when it is there no more.
    private var item = 0
    /// How many lines of the screen are above it, so that it stays where it is when rows come above.
    private var offset = 0

    init(_ id: CustomerID) {
        self.id = id
    }

    /// The row that is selected, by its number.
    func index(in rows: [TimelineRow]) -> Int {
        selection.flatMap { selection in rows.firstIndex { $0.has(selection) } } ?? max(0, min(item, rows.count - 1))
    }

    func place(in lines: TimelineLines) -> SelectableLines.Place {
        let item = index(in: lines.rows)
        let first = lines.spans.indices.contains(item) ? lines.spans[item].lowerBound : 0
        return lines.selectable.shown(SelectableLines.Place(item: item, top: first - offset))
    }

    private mutating func go(to place: SelectableLines.Place, in lines: TimelineLines) {
        item = place.item
        guard lines.rows.indices.contains(item) else {
            offset = 0
            return
        }
        selection = lines.rows[item].identity
        offset = lines.spans[item].lowerBound - place.top
    }
}

extension TimelinePane: Pane {
    static let scope = Scope.timeline

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        let lines = context.timelineLines(of: id)
        let place = place(in: lines)
        go(to: place, in: lines)
        switch input {
        case .command(let command): handle(command, lines, &context, &navigator)
        case .counted(let command, let count):
            go(to: lines.selectable.place(after: command, count, from: place), in: lines)
        case .key, .paste, .typed: return
        }
        loadMoreIfNeeded(&context)
    }

    private mutating func handle(
        _ command: Command, _ lines: TimelineLines, _ context: inout PaneContext, _ navigator: inout Navigator
    ) {
        let row = lines.rows.indices.contains(item) ? lines.rows[item] : nil
        switch command {
        case .back: navigator.go(.pop)
        case .refresh: context.askTimeline(id)
        case .note: context.openNote(on: id, &navigator)
        case .copy: if let row { context.copy(context.text(of: row), of: [id]) }
        case .open:
            switch row {
            case .step(let step)?: navigator.go(.push(EntryPane(id, step.numbers)))
            case .pending?:
                context.post(.plain("It waits; \(context.keyName(.queue)) in the list shows all that does."))
            case nil: break
            }
        default: go(to: lines.selectable.place(after: command, from: place(in: lines)), in: lines)
        }
    }

    /// Asks for older entries where the last one that is here is near.
    func loadMoreIfNeeded(_ context: inout PaneContext) {
        let lines = context.timelineLines(of: id)
        let isNear = place(in: lines).top + 2 * context.layout.bodyRows >= lines.lines.count
        if isNear, context.model.timelines[id]?.failure == nil { context.askOlderEntries(of: id) }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(self, on: &grid)
    }

    func keptRows(_ context: PaneContext) -> Int {
        let lines = context.timelineLines(of: id)
        let place = place(in: lines)
        guard lines.spans.indices.contains(place.item) else { return 2 }
        return max(2, min(lines.spans[place.item].upperBound - place.top + 1, context.layout.list.size.rows))
    }

    func agedMoments(_ context: PaneContext) -> [Timestamp] {
        context.model.timelineRows(of: id).prefix(Self.agedRows).map(\.moment)
    }

    /// Who is further down has a date for an age, mostly.
    private static let agedRows = 100
}

/// The rows of a timeline, line by line.
struct TimelineLines: Sendable {
    let rows: [TimelineRow]
    fileprivate(set) var lines: [DetailLine] = []
    /// The lines of each row.
    fileprivate(set) var spans: [Range<Int>] = []
    /// Lines that are seen at once.
    let height: Int

    init(_ rows: [TimelineRow], height: Int) {
        (self.rows, self.height) = (rows, height)
    }

    var selectable: SelectableLines { SelectableLines(spans, lineCount: lines.count, rows: height) }

    mutating func add(row lines: [DetailLine]) {
        spans.append(self.lines.count..<self.lines.count + lines.count)
        self.lines += lines
    }

    mutating func add(remark lines: [DetailLine]) { self.lines += lines }
}
