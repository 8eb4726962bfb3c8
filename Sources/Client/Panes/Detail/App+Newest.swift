import Domain
import Journal
import Wire
import Wording

/// The newest version of one customer.
extension App {
    mutating func noteNewest(_ id: CustomerID) { noteFreshness(.newest(at: chrome.now), of: id) }

    private mutating func noteFreshness(_ freshness: DetailPane.Freshness, of id: CustomerID) {
        customers.updateDetail { if $0.id == id { $0.freshness = freshness } }
    }

    mutating func receiveNewest(_ result: Result<ReadAnswer, Failure>, _ id: CustomerID) {
        switch result {
        case .success(.customer(let newest)): applyNewer(newest)
        case .success(.notModified): model.gone.remove(id)
        case .success: break
        case .failure(let failure):
            noteFreshness(.failed(failure.message), of: id)
            guard failure.isGone else {
                chrome.notice = chrome.notice ?? .warning(failure.message)
                return
            }
            return markGone(id, isInTrash: failure.isRestorable)
        }
        noteFreshness(.newest(at: chrome.now), of: id)
    }

    /// Somebody else's newer version has come.
    private mutating func applyNewer(_ newest: Customer) {
        let old = model.directory[newest.id]
        guard apply(newest) else { return }
        if customers.form?.customerID == newest.id {
            announceChange(of: navigation.customers.form?.rebase(in: context.model) ?? [], to: newest)
        } else if let old {
            announceChange(of: old, to: newest)
        }
    }

    /// Says who has changed which fields.
    mutating func announceChange(of old: Customer, to newest: Customer) {
        announceChange(of: CustomerField.readingOrder.filter { old.details[$0] != newest.details[$0] }, to: newest)
    }

    private mutating func announceChange(of fields: [CustomerField], to newest: Customer) {
        guard !fields.isEmpty else { return }
        let names = fields.map { $0.label.lowercased() }.joined(separator: ", ")
        chrome.notice = .warning("Changed meanwhile\(newest.byAuthor): \(names).")
    }

    /// The customer was deleted by someone else.
    ///
    /// - Parameter isInTrash: whether a server with a trash has them there, as far as is known.
    mutating func markGone(_ id: CustomerID, isInTrash: Bool = true) {
        let isInForm = customers.form?.customerID == id
        guard model.directory[id] != nil || isInForm else { return }
        let name = model.name(of: id)
        chrome.notice = .warning("\(name) was deleted by someone else.")
        if isInForm {
            let next = goOn(without: id, isInTrash: isInTrash)
            chrome.notice = .warning("\(name) was deleted by someone else. \(next); Esc leaves.")
        }
        forget(id)
    }

    /// The form goes on though its customer is gone.
    ///
    /// - Returns: what saving does then, as the beginning of a sentence.
    private mutating func goOn(without id: CustomerID, isInTrash: Bool) -> String {
        guard model.restoresDeleted, isInTrash else {
            let new: CustomerID = environment.makeID()
            customers.form?.becomeNew(new)
            return "Saving adds them again"
        }
        // What waits already is decided on in the queue, all of it together.
        guard !model.queue.isPending(id) else {
            return "What you save waits with your other edits, and \(context.keyName(.queue)) restores them with it"
        }
        customers.form?.becomeRestoration()
        return "Saving restores them with it"
    }
}

extension PaneContext {
    /// Asks for the newest version of a customer.
    ///
    /// - Returns: whether it is asked for; not for a customer known to be deleted, nor twice at once.
    mutating func askNewest(_ customer: Customer) -> Bool {
        let isAsked = model.requests.values.contains(.newest(customer.id))
        // Whether somebody is there again matters to the edits that wait for them.
        let isGone = model.isGone(customer.id) && !model.queue.isPending(customer.id)
        guard model.directory[customer.id] != nil, !isAsked, !isGone else { return false }
        _ = send(.get(customer.id, unlessVersion: .versions([customer.version])), for: .newest(customer.id))
        return true
    }

    /// Asks what has become of a customer.
    mutating func ask(about id: CustomerID) {
        guard !model.requests.values.contains(.catchUp(id)) else { return }
        _ = send(.get(id, unlessVersion: nil), for: .catchUp(id))
    }
}
