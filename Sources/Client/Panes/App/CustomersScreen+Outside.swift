import Domain
import Journal
import Wire

/// What comes from outside: each answer goes to the pane that has asked for it, each change to all panes.
extension CustomersScreen {
    /// What failed is asked for again: the API is back, or there was only this that it failed on.
    mutating func retry(_ context: inout PaneContext) {
        list.retry(&context)
        search?.retry(&context)
    }

    /// Has the rows that are shown read on when their end comes near.
    mutating func loadMoreIfNeeded(_ context: inout PaneContext) {
        if isSearching { search?.loadMoreIfNeeded(&context) } else { list.loadMoreIfNeeded(&context) }
    }

    // MARK: Answers, whose customers the directory has

    mutating func receiveBrowsePage(
        _ result: Result<ReadAnswer, Failure>, of query: ListQuery, _ context: inout PaneContext
    ) {
        let wasFresh = list.listing.isFresh
        list.receive(result, of: query, &context)
        // It may have brought what is to be known of those who are under way.
        if case .success = result { search?.place(Set(context.model.queue.customers), context) }
        if wasFresh, !list.listing.isFresh { followSelection(&context) }
        if !list.listing.isLoading { loadMoreIfNeeded(&context) }
    }

    /// Whether a page from this machine is waited for still.
    func awaits(_ id: RequestID) -> Bool {
        list.listing.local == .asked(id) || search?.listing.local == .asked(id) || search?.similar == .asked(id)
            || awaitsMarked(id) || awaitsLikeness(id)
    }

    private func awaitsMarked(_ id: RequestID) -> Bool {
        if case .local(id, _)? = marks.search?.step { true } else { false }
    }

    mutating func receive(_ page: LocalPage, for id: RequestID, _ context: inout PaneContext) {
        guard !awaitsMarked(id) else { return receiveMarked(page, &context) }
        guard !awaitsLikeness(id) else { return receiveLikeness(page, for: id, context) }
        if search?.similar == .asked(id) {
            search?.showSimilar(page.customers.map(\.customer.id), &context)
            return
        }
        guard list.listing.local == .asked(id) else {
            search?.receive(page, &context)
            return
        }
        list.receive(page, context)
        search?.place(Set(context.model.queue.customers), context)
    }

    /// - Parameter vanished: who had a row where the page belongs, and is not listed there any more.
    mutating func receiveAgain(
        _ page: CustomerPage, of query: ListQuery, vanished: [CustomerID], _ context: inout PaneContext
    ) {
        if query.search != nil {
            search?.receiveAgain(page, of: query, &context)
        } else {
            list.receiveAgain(page, of: query, vanished: vanished, &context)
            search?.place(Set(page.customers.map(\.id)), context)
        }
        context.followWhenKeysPause()
    }

    // MARK: Keeping every row where it belongs

    /// Puts a customer who has changed where they belong.
    mutating func place(_ id: CustomerID, _ context: PaneContext) {
        guard !context.model.queue.isPending(id) else { return place([id], context) }
        list.listing.place(id, in: context.model.directory, visibleRows: context.layout.visibleRows)
        search?.place(id, context)
    }

    /// Puts customers where they belong by what is shown of them, and takes out who is there no more.
    mutating func place(_ ids: Set<CustomerID>, _ context: PaneContext) {
        list.listing.place(ids, context)
        search?.place(ids, context)
    }

    mutating func remove(_ id: CustomerID, visibleRows: Int) {
        list.listing.remove(id, visibleRows: visibleRows)
        search?.remove(id, visibleRows: visibleRows)
    }

    // MARK: What stands beside the list

    /// Lets the details beside the list show the selected customer.
    mutating func followSelection(_ context: inout PaneContext) {
        let selected = listing.selectedID
        guard context.layout.isWide, focus != .side, detail?.id != selected else { return }
        show(selected.map { DetailPane(id: $0) })
    }

    /// The details follow where they have not yet, and those that one stepped to are asked for.
    mutating func keysHavePaused(_ context: inout PaneContext) {
        followSelection(&context)
        if let id = inDetails, detail?.showsBlame == true { context.lookIntoTimeline(of: id) }
        guard let id = inDetails, detail?.freshness == .local, let customer = context.model.directory[id],
            context.askNewest(customer)
        else { return }
        updateDetail { $0.freshness = .asking }
    }

    /// On a wide screen a customer's details stand beside the list; on a narrow one they are open or not shown.
    mutating func updateSide(_ context: inout PaneContext) {
        guard focus != .side else { return }
        if !context.layout.isWide {
            if side != nil { show(nil) }
        } else if detail.flatMap({ context.model.shown($0.id) }) == nil {
            followSelection(&context)
        }
    }
}
