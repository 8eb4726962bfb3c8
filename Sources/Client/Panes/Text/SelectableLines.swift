/// Items of one line or more, of which one is selected, in a pane that may be too low for all of them.
struct SelectableLines {
    /// The lines of each.
    private let spans: [Range<Int>]
    private let lineCount: Int
    private let rows: Int

    /// Which item is selected, and the first line that is seen.
    struct Place: Hashable, Sendable {
        var item = 0
        var top = 0
    }

    /// - Parameter spans: in order, of lines among `lineCount`.
    init(_ spans: [Range<Int>], lineCount: Int, rows: Int) {
        (self.spans, self.lineCount, self.rows) = (spans, lineCount, max(1, rows))
    }

    private var lastTop: Int { max(0, lineCount - rows) }

    /// The place as far as there is something there, with what is selected in sight.
    func shown(_ place: Place) -> Place {
        let item = max(0, min(place.item, spans.count - 1))
        guard spans.indices.contains(item) else { return Place(item: 0, top: max(0, min(place.top, lastTop))) }
        let span = spans[item]
        // An item that is longer than the pane is read line by line, the first one with what stands above it, the last with
        // what stands below.
        var (first, last) = (span.upperBound - rows, span.lowerBound)
        if first > last { (first, last) = (last, first) }
        if item == 0 { first = min(first, span.lowerBound - rows + 1) }
        if item == spans.count - 1 { last = max(last, span.upperBound - 1) }
        return Place(item: item, top: max(0, min(min(max(place.top, first), last), lastTop)))
    }

    /// - Parameter count: the number that was typed before it.
    func place(after command: Command, _ count: Int? = nil, from place: Place) -> Place {
        let place = shown(place)
        switch command {
        case .goToTop where count == nil: return Place()
        case .goToBottom where count == nil: return shown(Place(item: spans.count - 1, top: lastTop))
        case .goToTop, .goToBottom: return shown(Place(item: (count ?? 1) - 1, top: place.top))
        case .moveUp, .moveDown:
            let step = command == .moveUp ? -1 : 1
            return (0..<min(count ?? 1, lineCount + spans.count)).reduce(place) { place, _ in moved(place, by: step) }
        case .halfPageUp: return paged(place, by: -max(1, rows / 2) * min(count ?? 1, lineCount))
        case .halfPageDown: return paged(place, by: max(1, rows / 2) * min(count ?? 1, lineCount))
        case .pageUp: return paged(place, by: -rows * min(count ?? 1, lineCount))
        case .pageDown: return paged(place, by: rows * min(count ?? 1, lineCount))
        default: return place
        }
    }

    /// The next item once this one was seen to its end, or the one before once it is seen from its beginning.
    private func moved(_ place: Place, by step: Int) -> Place {
        let span = spans.indices.contains(place.item) ? spans[place.item] : 0..<lineCount
        let isLast = place.item + step < 0 || place.item + step >= spans.count
        let hasMore =
            step > 0
            ? (isLast ? lineCount : span.upperBound) > place.top + rows : (isLast ? 0 : span.lowerBound) < place.top
        if hasMore {
            let top = max(0, min(place.top + step, lastTop))
            return isLast ? Place(item: place.item, top: top) : shown(Place(item: place.item, top: top))
        }
        return isLast ? place : shown(Place(item: place.item + step, top: place.top))
    }

    /// Scrolls, and selects what is seen at the end that was scrolled to; where nothing scrolls, the first or the last.
    private func paged(_ place: Place, by lines: Int) -> Place {
        let top = max(0, min(place.top + lines, lastTop))
        let seen = top..<top + rows
        let visible = spans.indices.filter { spans[$0].overlaps(seen) }
        guard
            let item = top == place.top
                ? (lines > 0 ? spans.indices.last : spans.indices.first)
                : (lines > 0 ? visible.last : visible.first)
        else { return Place(item: place.item, top: top) }
        return shown(Place(item: item, top: top))
    }
}
