import Domain
import Journal
import Screen

/// One entry of a timeline as a whole, or several that are shown as one: every value, before and after, and what was said.
///
/// It holds none of that itself: what was erased is not on the screen any more.
struct EntryPane: Hashable, Sendable {
    let id: CustomerID
    let numbers: ClosedRange<Int>
    private var place = SelectableLines.Place()

    init(_ id: CustomerID, _ numbers: ClosedRange<Int>) {
        (self.id, self.numbers) = (id, numbers)
    }
}

/// What can be selected in an entry.
struct EntryItem: Hashable, Sendable {
    let entry: TimelineEntry
    let part: Part

    enum Part: Hashable, Sendable {
        /// A field's value before the entry, or after it.
        case value(CustomerField, String?, isBefore: Bool)
        /// What was said, or that there is nothing else to select.
        case whole
    }
}

extension TimelineEntry {
    /// What there is to select of it, from the top.
    var items: [EntryItem] {
        let values = edit.fields.flatMap { field -> [EntryItem] in
            guard let change = edit.changes[field] else { return [] }
            let after = EntryItem(entry: self, part: .value(field, change.to, isBefore: false))
            guard kind == .changed else { return [after] }
            return [EntryItem(entry: self, part: .value(field, change.from, isBefore: true)), after]
        }
        return values.isEmpty ? [EntryItem(entry: self, part: .whole)] : values
    }
}

extension EntryPane: Pane {
    static let scope = Scope.entry

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        guard case .command(let command) = input else { return }
        let lines = context.entryLines(of: self)
        place = lines.selectable.shown(place)
        let item = lines.items.indices.contains(place.item) ? lines.items[place.item] : nil
        switch command {
        case .back: navigator.go(.pop)
        case .copy: if let item { context.copy(item, of: id) }
        case .putBack: if let item { context.askToPutBack(item, of: id, &navigator) }
        case .delete: if let item { context.askToRetract(item.entry, of: id, &navigator) }
        case .putBackAll: if let item { context.askToPutAllBack(item.entry, of: id, &navigator) }
        default: place = lines.selectable.place(after: command, from: place)
        }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        let lines = context.entryLines(of: self)
        context.drawHeading(["Entry", context.model.name(of: id)], on: &grid)
        context.draw(lines.lines, lines.spans, lines.selectable.shown(place), on: &grid)
    }

    func idleCommands(_ context: PaneContext) -> Set<Command> {
        let lines = context.entryLines(of: self)
        let place = lines.selectable.shown(place)
        guard lines.items.indices.contains(place.item) else { return [.putBack, .putBackAll, .delete, .copy] }
        let item = lines.items[place.item]
        return (item.part == .whole ? [.putBack] : Set()).union(item.entry.kind == .note ? [] : [.delete])
    }

    func keptRows(_ context: PaneContext) -> Int {
        let lines = context.entryLines(of: self)
        let place = lines.selectable.shown(place)
        guard lines.spans.indices.contains(place.item) else { return 2 }
        return max(2, min(lines.spans[place.item].upperBound - place.top + 1, context.layout.list.size.rows))
    }

    func agedMoments(_ context: PaneContext) -> [Timestamp] {
        context.model.timelines[id].map { $0[numbers].map(\.moment) } ?? []
    }
}

/// An entry, line by line.
struct EntryLines: Sendable {
    private(set) var items: [EntryItem] = []
    private(set) var lines: [DetailLine] = []
    private(set) var spans: [Range<Int>] = []
    let height: Int

    init(height: Int) {
        self.height = height
    }

    var selectable: SelectableLines { SelectableLines(spans, lineCount: lines.count, rows: height) }

    mutating func add(_ lines: [DetailLine]) { self.lines += lines }

    mutating func add(_ item: EntryItem, _ lines: [DetailLine]) {
        spans.append(self.lines.count..<self.lines.count + lines.count)
        items.append(item)
        self.lines += lines
    }
}
