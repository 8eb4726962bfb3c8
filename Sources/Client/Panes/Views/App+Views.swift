import Domain

/// Opening saved views, and saving them.
extension App {
    mutating func open(view name: String) {
        guard let view = environment.views.first(where: { $0.name == name }) else { return }
        var navigator = Navigator()
        let faults = navigation.customers.open(view, &context, &navigator)
        if !faults.isEmpty {
            let place = view.place.map { " (\($0))" } ?? ""
            chrome.notice = .warning("View \(name)\(place): \(faults.joined(separator: "; ")). The rest is shown.")
        } else if view.filter == nil {
            chrome.notice = .plain("View \(name); \(context.keyName(.back, in: .list)) leaves it.")
        }
    }

    /// Keeps filter, order and columns of the list under a name.
    mutating func save(view name: String) {
        if let fault = customers.search?.fault {
            chrome.notice = .error("Not saved as view \(name): \(fault.sentence)")
            return
        }
        let filter = customers.search?.editor.text.trimmed ?? ""
        let order = customers.listing.order
        let columns = chrome.columns == environment.savedColumns ?? environment.columns ? [] : chrome.columns.words
        perform(
            .saveView(
                SavedView(
                    name: name, filter: filter.isEmpty ? nil : filter, sort: order == .name ? nil : order.word,
                    columns: columns)))
    }

    mutating func receive(saved view: SavedView, _ result: Result<[SavedView], Failure>) {
        switch result {
        case .success(let views):
            let isNew = !environment.views.contains { $0.name == view.name }
            context.learn(views)
            navigation.customers.name(view)
            let done = isNew ? "Saved as view \(view.name)" : "Replaced view \(view.name)"
            chrome.notice = .success("\(done); \(context.keyName(.views)) shows all views.")
        case .failure(let failure): chrome.notice = .error(failure.message)
        }
    }
}
