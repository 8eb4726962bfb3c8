import Domain
import Screen
import Wire
import Wording

/// What is similar to a term that finds nobody: asked for once everything else was and typing has paused for longer.
enum SimilarSearch: Hashable, Sendable {
    /// Typing goes on, or somebody is found.
    case none
    /// Typing has paused: as soon as it is clear that nobody is found, it is asked for.
    case due
    case asked(RequestID)
    /// These customers have the rows.
    case found(Set<CustomerID>)
    case nothing
    /// The server does not look for it.
    case unavailable

    /// Typing has paused for so long.
    static let pauseMilliseconds = 600

    /// Whether the rows are those of similar customers.
    var isShown: Bool {
        if case .found = self { true } else { false }
    }
}

extension SearchPane {
    /// Has typing pause, before what is similar is asked for.
    func awaitPauseForSimilar(_ context: inout PaneContext) {
        let pause = BackgroundEffect.start(.similarPause, milliseconds: SimilarSearch.pauseMilliseconds)
        context.perform(asksServer && similarTerm != nil ? pause : .stop(.similarPause))
    }

    mutating func askForSimilarWhenDue(_ context: inout PaneContext) {
        similar = .due
        askForSimilar(&context)
    }

    /// Asks this machine, where everybody is kept, and otherwise the server, once it has named everybody and that is nobody.
    mutating func askForSimilar(_ context: inout PaneContext) {
        guard similar == .due, listing.rows.isEmpty, let term = similarTerm else { return }
        if case .whole = context.model.replica, listing.local == .finished, listing.isComplete || hasFailed {
            let query = LocalQuery(subject: .similar(term), after: nil, limit: SimilarTerm.maximumCustomers)
            similar = .asked(context.recall(query))
        } else if listing.isComplete {
            similar = .asked(context.send(.similar(term.text), for: .similar))
        }
    }

    private var similarTerm: SimilarTerm? { filter?.similarTerm }

    private var hasFailed: Bool {
        if case .failed = listing.progress { true } else { false }
    }

    /// Receives customers whom the directory has already, or why none came.
    mutating func receiveSimilar(
        _ result: Result<ReadAnswer, Failure>, for id: RequestID, _ context: inout PaneContext
    ) {
        guard similar == .asked(id) else { return }
        switch result {
        case .success(.page(let page)): showSimilar(page.customers.map(\.id), &context)
        case .failure(let failure) where failure.isGone: similar = .unavailable
        case .success, .failure: similar = .nothing
        }
    }

    mutating func showSimilar(_ ids: [CustomerID], _ context: inout PaneContext) {
        let rows = context.model.inOrderOfNames(Set(ids).subtracting(context.model.gone))
        // Customers who have come meanwhile are found as typed.
        guard !rows.isEmpty, listing.rows.isEmpty else {
            similar = .nothing
            return
        }
        similar = .found(Set(rows))
        listing.replace(rows, visibleRows: context.layout.visibleRows)
        context.followWhenKeysPause()
    }

    func cancelSimilar(_ context: inout PaneContext) {
        if case .asked(let id) = similar { context.cancel(id) }
        context.perform(.stop(.similarPause))
    }

    /// What is said instead of how many are found; `nil` where that says it.
    var similarMessage: String? {
        switch similar {
        case .found(let ids): "No matches for “\(editor.text.trimmed)”; \(Phrases.count(ids.count)) similar"
        case .asked: "No matches for “\(editor.text.trimmed)”; looking for similar names"
        case .unavailable: "No matches, and this API does not look for similar names."
        case .none, .due, .nothing: nil
        }
    }

    /// Says beside what was typed that the rows are not what was typed.
    func drawSimilar(on grid: inout Grid, row: Int, columns: Int) {
        let text = "no matches; similar:"
        let column = columns - text.utf8.count - 1
        // A character may take two cells.
        guard similar.isShown, 2 * editor.text.unicodeScalars.count + 4 < column else { return }
        grid.write(text, row: row, column: column, style: .dim)
    }
}
