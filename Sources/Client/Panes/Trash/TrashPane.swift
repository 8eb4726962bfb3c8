import Domain
import Journal
import Screen
import Wire

/// Who was deleted and can be restored, the last deleted first.
struct TrashPane: Sendable {
    private(set) var rows: [TrashedCustomer] = []
    /// Where the next page begins; `nil` at the end, and before anything has come.
    private var cursor: String?
    private(set) var progress = Progress.none
    private(set) var selected = 0
    private(set) var top = 0

    /// How far the rows have come.
    enum Progress: Hashable, Sendable {
        case none
        case asked(PageQuery)
        case failed(Failure)
        case here(at: Timestamp)
    }

    /// Rows of one page.
    private static let pageRows = 200

    var selectedRow: TrashedCustomer? { rows.indices.contains(selected) ? rows[selected] : nil }

    var isLoading: Bool { if case .asked = progress { true } else { false } }

    // MARK: Asking

    mutating func refresh(_ context: inout PaneContext) { ask(from: nil, &context) }

    private mutating func ask(from cursor: String?, _ context: inout PaneContext) {
        guard !isLoading else { return }
        let query = PageQuery(limit: Self.pageRows, cursor: cursor)
        progress = .asked(query)
        _ = context.send(.trash(query), for: .trash(query))
    }

    private mutating func loadMoreIfNeeded(_ context: inout PaneContext) {
        let isNear = selected + 2 * context.layout.bodyRows >= rows.count
        if isNear, let cursor, case .here = progress { ask(from: cursor, &context) }
    }

    mutating func receive(_ result: Result<ReadAnswer, Failure>, of query: PageQuery, _ context: inout PaneContext) {
        guard progress == .asked(query) else { return }
        switch result {
        case .success(.trash(let page)):
            progress = .here(at: context.chrome.now)
            show(page, from: query.cursor)
            loadMoreIfNeeded(&context)
        case .success: progress = .none
        case .failure(let failure): progress = .failed(failure)
        }
    }

    /// What is selected stays so, and where it is, though others come and go.
    private mutating func show(_ page: TrashPage, from asked: String?) {
        let chosen = selectedRow
        let known = asked == nil ? [] : Set(rows.map(\.customer.id))
        rows = (asked == nil ? [] : rows) + page.customers.filter { !known.contains($0.customer.id) }
        cursor = page.cursor == asked ? nil : page.cursor
        guard let chosen else { return }
        if let index = rows.firstIndex(where: { $0.customer.id == chosen.customer.id }) {
            top = max(0, top + index - selected)
            selected = index
        } else {
            // They are not in the trash any more: the row stays until the person moves on.
            selected = min(selected, rows.count)
            rows.insert(chosen, at: selected)
        }
    }

    /// Nothing of somebody who was erased stays.
    mutating func erase(_ id: CustomerID) {
        rows = rows.map { row in
            guard row.customer.id == id else { return row }
            return TrashedCustomer(
                .erased(row.customer.id, version: row.customer.version, at: row.deletedAt), deletedAt: row.deletedAt,
                deletedBy: nil, restorableUntil: row.deletedAt)
        }
    }

    // MARK: Moving

    mutating func move(_ command: Command, count: Int?, _ context: inout PaneContext) {
        let page = context.layout.bodyRows
        guard let new = command.row(from: selected, count: count, of: rows.count, page: page) else { return }
        selected = new
        top = max(min(top, selected), selected - page + 1)
        loadMoreIfNeeded(&context)
    }
}

extension TrashPane: Pane {
    static let scope = Scope.trash

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch input {
        case .command(.back): navigator.go(.pop)
        case .command(.refresh): refresh(&context)
        case .command(.restore): if let selectedRow { context.askToRestore(selectedRow, &navigator) }
        case .command(let command): move(command, count: nil, &context)
        case .counted(let command, let count): move(command, count: count, &context)
        case .key, .paste, .typed: break
        }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(self, on: &grid)
    }

    func keptRows(_ context: PaneContext) -> Int { max(2, min(selected - top + 2, context.layout.list.size.rows)) }

    func agedMoments(_ context: PaneContext) -> [Timestamp] {
        rows.dropFirst(top).prefix(context.layout.bodyRows).map(\.deletedAt)
    }
}
