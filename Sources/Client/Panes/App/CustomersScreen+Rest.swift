import Domain

/// How old what is on the screen is, and asking for it again after a rest.
extension CustomersScreen {
    mutating func renewVisible(_ context: inout PaneContext) {
        // Whose details or form are on the screen.
        if let id = openForm?.customerID ?? detail?.id, let customer = context.model.directory[id] {
            _ = context.askNewest(customer)
        }
        guard showsRows(context) else { return }
        if isSearching { search?.renewVisible(&context) } else { list.renewVisible(&context) }
    }

    func agedMoments(_ context: PaneContext) -> [Timestamp] { seenAt(context).map { [$0] } ?? [] }

    /// When the server said what is on the screen, the oldest part of it; `nil` when it says nothing of customers.
    func seenAt(_ context: PaneContext) -> Timestamp? {
        if showsRows(context) { return rowsSeenAt(context) }
        guard scope == .detail, let detail else { return nil }
        if case .newest(let moment) = detail.freshness { return context.model.validity(of: moment) }
        return context.model.directory.entry(detail.id)?.seenAt ?? rowsSeenAt(context)
    }

    private func rowsSeenAt(_ context: PaneContext) -> Timestamp? {
        let answered = search?.askedAt.map { [$0] } ?? list.pages[list.visiblePages(context)].map(\.seenAt)
        let asked = answered.map(context.model.validity)
        let rows = listing.visible(context.layout.visibleRows)
        return (asked + rows.compactMap { context.model.directory.entry($0)?.seenAt }).min()
    }
}
