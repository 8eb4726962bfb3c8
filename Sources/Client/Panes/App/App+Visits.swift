import Domain

/// Going back and forward through the customers one was at.
extension App {
    mutating func go(_ direction: Visits.Direction) {
        guard let index = navigation.visits.index(direction, from: customers.inDetails) else {
            let way = direction == .back ? "back" : "forward"
            chrome.notice = .plain("There is nobody to go \(way) to.")
            return
        }
        let visit = navigation.visits[index]
        guard let customer = model.shown(visit.id) else {
            navigation.visits.forget(index)
            chrome.notice = .warning("\(visit.name) is deleted.")
            return
        }
        navigation.visits.go(to: index)
        navigation.customers.listing.select(visit.id, visibleRows: layout.visibleRows)
        navigation.customers.open(customer, &context)
    }

    /// After every event: notes whom one has come to.
    mutating func noteVisit() {
        guard let id = customers.inDetails ?? customers.openForm?.customerID, !navigation.visits.isAt(id),
            let customer = model.shown(id)
        else { return }
        navigation.visits.note(Visits.Visit(id: id, name: customer.name))
    }
}
