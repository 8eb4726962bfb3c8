import Domain
import Wire

/// Rows in order as they come in pages, with a selection that stays on its customer whatever comes.
struct Listing: Sendable {
    private(set) var rows: [CustomerID] = []
    private(set) var order: CustomerOrder
    /// The order in which the server is asked for the rows; another than theirs where it has that not.
    var serverSort = ListQuery.Sort.name
    /// The selected row; 0 when there is none.
    private(set) var selected = 0
    /// The first row on the screen.
    private(set) var top = 0
    var progress: Progress = .idle(next: nil) {
        didSet { noteEnd() }
    }
    /// Whether the last row is known to be the last of all; stays so while the rows are asked for again.
    private(set) var hasEnd = false
    var local: LocalProgress = .unread
    /// Where the pages have led so far.
    var trail = PageTrail()
    /// Rows behind the last that is loaded whose place among the next ones is not known yet.
    var ahead: Set<CustomerID> = []

    /// How far the server has been asked.
    enum Progress: Hashable, Sendable {
        /// More rows follow after `next`; never asked when `nil`.
        case idle(next: ListQuery?)
        case loading(RequestID, ListQuery)
        case complete
        case failed(message: String, retry: ListQuery)
    }

    /// Whether nobody has chosen a row yet, nor the server's first page come: until then the selection stays at the top.
    private(set) var isFresh: Bool

    /// - Parameter isFresh: whether the selection stays at the top until it is moved.
    init(order: CustomerOrder, isFresh: Bool = false) {
        self.order = order
        self.isFresh = isFresh
    }

    var selectedID: CustomerID? {
        rows.indices.contains(selected) ? rows[selected] : nil
    }

    var isComplete: Bool { progress == .complete }

    /// Whether rows come in the order in which they stand.
    var isInServerOrder: Bool { order == serverSort.order }

    private mutating func noteEnd() {
        switch progress {
        case .complete: hasEnd = true
        case .idle: hasEnd = false
        case .loading, .failed: break
        }
    }

    var isLoading: Bool {
        if case .loading = progress { true } else { false }
    }

    // MARK: Moving

    /// From here on the selection stays on its customer.
    mutating func pinSelection() {
        isFresh = false
    }

    mutating func select(_ row: Int, visibleRows: Int) {
        pinSelection()
        selected = max(0, min(row, rows.count - 1))
        scroll(visibleRows: visibleRows)
    }

    /// Selects the first row, and the customer who comes to be the first, until it is moved or pinned.
    mutating func beginAtTop() {
        (isFresh, selected, top) = (true, 0, 0)
    }

    /// Begins at a row, with those before it above the screen as long as others fill it.
    mutating func begin(at row: Int, visibleRows: Int) {
        (selected, top) = (max(0, min(row, rows.count - 1)), max(0, row))
        scroll(visibleRows: visibleRows)
    }

    mutating func select(_ id: CustomerID, visibleRows: Int) {
        guard let row = rows.firstIndex(of: id) else { return }
        select(row, visibleRows: visibleRows)
    }

    /// Moves both the view and the selection by whole pages or parts of them.
    mutating func scroll(by distance: Int, visibleRows: Int) {
        let offset = selected - top
        select(selected + distance, visibleRows: visibleRows)
        top = max(0, min(selected - offset, rows.count - visibleRows))
        scroll(visibleRows: visibleRows)
    }

    /// Brings the selection into view.
    mutating func scroll(visibleRows: Int) {
        let visibleRows = max(1, visibleRows)
        if selected < top { top = selected }
        if selected >= top + visibleRows { top = selected - visibleRows + 1 }
        // No row is left empty while others are out of sight.
        top = max(0, min(top, rows.count - visibleRows))
    }

    // MARK: Rows

    /// Replaces all rows; the selected customer keeps the selection and its line on the screen.
    mutating func replace(_ newRows: [CustomerID], visibleRows: Int) {
        let (id, offset, old) = (selectedID, selected - top, selected)
        rows = newRows
        if isFresh {
            (selected, top) = (0, 0)
            return
        }
        selected = id.flatMap { rows.firstIndex(of: $0) } ?? max(0, min(old, rows.count - 1))
        top = max(0, selected - offset)
        scroll(visibleRows: visibleRows)
    }

    /// Adds a page in the server's order; customers who are there already stay where they are.
    ///
    /// - Returns: whether any customer is new.
    @discardableResult
    mutating func append(_ page: [CustomerID]) -> Bool {
        let known = Set(rows)
        let new = page.filter { !known.contains($0) }
        rows += new
        return !new.isEmpty
    }

    mutating func remove(_ id: CustomerID, visibleRows: Int) {
        replace(rows.filter { $0 != id }, visibleRows: visibleRows)
    }

    mutating func sort(by order: CustomerOrder, in directory: Directory, visibleRows: Int) {
        self.order = order
        replace(directory.sorted(rows, by: order), visibleRows: visibleRows)
    }

    /// Puts a customer that is new or was changed where it belongs.
    ///
    /// No customer is put behind the last row of an unfinished listing: they come with their page.
    mutating func place(_ id: CustomerID, in directory: Directory, visibleRows: Int) {
        var placed = rows.filter { $0 != id }
        guard let entry = directory.entry(id) else { return }
        let index = placed.partitioningIndex { other in
            directory.entry(other).map { order.precedes(entry, $0) } ?? false
        }
        let isBehindAll = index == placed.count && !isComplete
        // The selected customer stays: the selection goes nowhere by itself.
        if !isBehindAll || rows.last == id || selectedID == id {
            placed.insert(id, at: index)
            if isBehindAll { ahead.insert(id) }
        }
        replace(placed, visibleRows: visibleRows)
    }
}
