import Domain
import Journal
import Wire
import Wording

/// What others do, as the change feed tells of it: rows follow without a key, and nothing moves under the person's hands.
extension App {
    mutating func receive(_ changes: [Change]) {
        var changed: Set<CustomerID> = []
        for change in changes {
            switch change {
            case .changed(let customer): if receiveChanged(customer) { changed.insert(customer.id) }
            case .deleted(let tombstone): receiveDeleted(tombstone)
            }
        }
        navigation.customers.placeQuietly(changed, context)
        followConflict(about: changed)
        navigation.customers.loadMoreIfNeeded(&context)
    }

    /// - Returns: whether they are shown otherwise than before.
    private mutating func receiveChanged(_ customer: Customer) -> Bool {
        let id = customer.id
        let old = model.directory[id]
        // While an edit of one's own is on its way, what comes may be that very edit.
        let isOthers = !model.queue.isPending(id)
        let wasGone = model.gone.contains(id)
        guard model.apply(customer) else { return false }
        if isOthers { noteRecent(id) }
        if customers.detail?.id == id { noteNewest(id) }
        if customers.form?.customerID == id {
            rebaseForm()
        } else if let old, isOthers, customers.detail?.id == id {
            announceChange(of: old, to: customer)
            if wasGone { chrome.notice = .plain("\(customer.name) was restored\(customer.byAuthor).") }
        }
        return true
    }

    /// They stay where they are, as deleted, until the person moves on.
    private mutating func receiveDeleted(_ tombstone: Tombstone) {
        let id = tombstone.id
        if let moment = tombstone.erasedAt { return erase(id, at: moment) }
        guard let known = model.directory[id], known.version <= tombstone.version, !model.gone.contains(id) else {
            return
        }
        let isOurs = model.queue.entries(for: id).contains { $0.change.kind == .delete }
        guard !isOurs else { return }
        if customers.isSeen(id, context) { navigation.customers.leaving.insert(id) }
        let isSubject = customers.lookedAt.contains(id) && (customers.detail?.id == id || customers.subject == id)
        if isSubject || customers.form?.customerID == id { markGone(id) } else { forget(id) }
    }

    private mutating func noteRecent(_ id: CustomerID) {
        if model.recentlyChanged.isEmpty {
            perform(.start(.recentChange, milliseconds: RecentlyChanged.milliseconds))
        }
        model.recentlyChanged.note(id, at: chrome.now)
    }

    /// Takes the signs away whose moment is over.
    mutating func endRecentChanges() {
        guard let rest = model.recentlyChanged.forget(at: chrome.now) else { return }
        perform(.start(.recentChange, milliseconds: max(1, rest)))
    }

    /// The feed was read to its end.
    ///
    /// - Parameter hasGap: whether others may have changed what is shown without being told of: it is asked for once more.
    mutating func receiveFollowed(hasGap: Bool) {
        let begin = hasGap ? nil : model.followed?.from
        model.followed = Followed(from: begin ?? chrome.now, to: chrome.now)
        guard hasGap, model.connection.takesEdits, navigation.showsCustomers else { return }
        navigation.customers.renewVisible(&context)
    }
}

extension CustomersScreen {
    /// Whether a customer's row, details or form are on the screen.
    fileprivate func isSeen(_ id: CustomerID, _ context: PaneContext) -> Bool {
        listing.visible(context.layout.visibleRows).contains(id)
    }

    /// Puts customers whom others have changed where they belong, but for those whose move would shift the selected row on the
    /// screen: these stay where they are until the next key, and all do while the selected row itself belongs elsewhere, until
    /// the selection has gone on from where that row stands.
    mutating func placeQuietly(_ ids: Set<CustomerID>, _ context: PaneContext) {
        guard !ids.isEmpty else { return }
        let before = self
        // All or none: a row that is not where it belongs would lead others astray.
        unplaced.formUnion(ids)
        let waiting = unplaced
        settle(waiting, context)
        let stays =
            listing.keepsLine(of: before.listing) && listing.keepsNeighbours(of: before.listing, moving: waiting)
        guard !stays else { return }
        self = before
        unplaced = waiting
    }

    /// Before a key and after it: puts those where they belong who have waited for it, unless the selected row is one of them,
    /// and lets those go who were deleted meanwhile.
    mutating func settle(_ context: PaneContext) {
        leaving = []
        guard !unplaced.isEmpty, !unplaced.contains(where: { $0 == listing.selectedID }) else { return }
        settle(unplaced, context)
    }

    private mutating func settle(_ ids: Set<CustomerID>, _ context: PaneContext) {
        unplaced = []
        place(ids, context)
    }
}

extension Listing {
    /// Whether the selected row stands where it stood on the screen, with the same customer.
    fileprivate func keepsLine(of other: Listing) -> Bool {
        selectedID == other.selectedID && selected - top == other.selected - other.top
    }

    /// Whether the selected row stands between the same rows, apart from those that move.
    fileprivate func keepsNeighbours(of other: Listing, moving: Set<CustomerID>) -> Bool {
        guard selectedID.map(moving.contains) ?? false else { return true }
        return neighbours(except: moving) == other.neighbours(except: moving)
    }

    private func neighbours(except moving: Set<CustomerID>) -> [CustomerID?] {
        [rows[..<selected].last { !moving.contains($0) }, rows[selected...].first { !moving.contains($0) }]
    }
}
