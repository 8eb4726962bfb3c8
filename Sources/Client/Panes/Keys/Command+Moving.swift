extension Command {
    /// The row to which it leads, between the first and the last; `nil` when it moves through no rows.
    ///
    /// - Parameters:
    ///   - row: where one is.
    ///   - count: the number that was typed before it: so many times, or the row of that number.
    ///   - rows: how many there are.
    ///   - page: how many are seen at once.
    func row(from row: Int, count: Int? = nil, of rows: Int, page: Int) -> Int? {
        let (page, times) = (max(1, page), count ?? 1)
        let half = max(1, page / 2)
        let new: Int
        switch self {
        case .moveUp: new = row - times
        case .moveDown: new = row + times
        case .pageUp: new = row - page * times
        case .pageDown: new = row + page * times
        case .halfPageUp: new = row - half * times
        case .halfPageDown: new = row + half * times
        case .goToTop: new = times - 1
        case .goToBottom: new = (count ?? rows) - 1
        default: return nil
        }
        return max(0, min(new, rows - 1))
    }

    /// The first of `lines` that is seen once it has scrolled; `nil` when it does not scroll.
    func top(from top: Int, of lines: Int, page: Int) -> Int? {
        let tops = max(1, lines - max(1, page) + 1)
        return row(from: min(top, tops - 1), of: tops, page: page)
    }
}
