import Domain
import Journal
import Wire

/// What has been done: by this program's synchronisation, or by another program's.
extension App {
    /// More outcomes than these are read with the list rather than one by one.
    private static let maximumCatchUps = 20

    /// Asks for states that another program's synchronisation has led to, which nobody has reported.
    mutating func catchUp(with unknown: Set<CustomerID>) {
        guard unknown.count <= Self.maximumCatchUps else {
            model.progress.isListOutdated = true
            return
        }
        for id in unknown { context.ask(about: id) }
    }

    mutating func receiveCaughtUp(_ result: Result<ReadAnswer, Failure>, _ id: CustomerID) {
        switch result {
        case .success(.customer(let customer)): receiveServed(customer)
        case .success: break
        case .failure(let failure) where failure.isGone && customers.form?.customerID == id:
            markGone(id, isInTrash: failure.isRestorable)
        case .failure(let failure): if failure.isGone { forget(id) }
        }
    }

    // MARK: What the synchronisation has learned

    mutating func receiveServed(_ customer: Customer) {
        guard apply(customer) else { return }
        if customers.form?.customerID == customer.id { rebaseForm() }
    }

    mutating func receiveGone(_ id: CustomerID) {
        let isOurs = model.queue.entries(for: id).contains { $0.change.kind == .delete }
        if isOurs || model.directory[id] == nil { forget(id) } else { markGone(id) }
    }

    mutating func receive(_ state: SyncState) {
        model.progress.sync = state
        followSending()
    }

    /// What is said of the edits under way follows what the synchronisation has come to, and the way to the API.
    mutating func followSending() {
        noteWaiting()
        context.renewDeletionNotice()
        context.reportObstacle(in: navigation.scopeBelow)
        followSave()
    }
}
