import Domain
import Journal
import Wire
import Wording

/// The newest version of one customer.
extension App {
    /// Asks for the newest version of a customer that is being opened.
    ///
    /// - Parameter quietly: whether nothing on the screen says so.
    mutating func askNewest(_ customer: Customer, quietly: Bool = false) {
        let isAsked = model.requests.values.contains(.newest(customer.id))
        // Of somebody who is known to be deleted there is nothing newer.
        guard model.directory[customer.id] != nil, !isAsked, !model.isGone(customer.id) else { return }
        _ = send(.get(customer.id, unlessVersion: .versions([customer.version])), for: .newest(customer.id))
        if !quietly { noteFreshness(.asking, of: customer.id) }
    }

    private mutating func noteFreshness(_ freshness: DetailPane.Freshness, of id: CustomerID) {
        customers.updateDetail { if $0.id == id { $0.freshness = freshness } }
    }

    mutating func takeNewest(_ result: Result<ReadAnswer, Failure>, _ id: CustomerID) {
        switch result {
        case .success(.customer(let newest)): takeNewer(newest)
        case .success: break
        case .failure(let failure):
            noteFreshness(.failed(failure.sentence), of: id)
            if failure.saysGone { takeGone(id) } else { chrome.notice = chrome.notice ?? .warning(failure.sentence) }
            return
        }
        noteFreshness(.newest(at: chrome.now), of: id)
    }

    /// Somebody else's newer version has come.
    private mutating func takeNewer(_ newest: Customer) {
        let old = model.directory[newest.id]
        guard take(newest) else { return }
        var fields = CustomerField.allCases.filter { old?.details[$0] != newest.details[$0] }
        if customers.form?.customerID == newest.id { fields = rebaseForm() }
        guard old != nil, !fields.isEmpty else { return }
        let names = fields.map { $0.label.lowercased() }.joined(separator: ", ")
        chrome.notice = .warning("Changed meanwhile\(newest.byWhom): \(names).")
    }

    /// The customer was deleted by someone else.
    mutating func takeGone(_ id: CustomerID) {
        let isInForm = customers.form?.customerID == id
        guard model.directory[id] != nil || isInForm else { return }
        let name = model.name(of: id)
        chrome.notice = .warning("\(name) was deleted by someone else.")
        if isInForm {
            let (new, old): (CustomerID, _) = (environment.makeID(), model.queue.isPending(id) ? id : nil)
            customers.form?.becomeNew(new, inPlaceOf: old)
            chrome.notice = .warning("\(name) was deleted by someone else. Saving adds them anew; Esc leaves.")
        }
        forget(id)
    }
}
