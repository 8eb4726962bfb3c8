import Domain
import Journal
import Screen

@testable import Panes

/// What tests ask of the state where the screen does not say it.
extension App {
    /// Where keys go, what lies over it left out.
    var pane: Scope { navigation.scopeBelow }
    var listing: Listing { navigation.customers.listing }
    var browse: Listing { navigation.customers.list.listing }
    var search: SearchPane? { navigation.customers.search }
    var detail: DetailPane? { navigation.customers.detail }
    var form: FormPane? { navigation.customers.form }
    var overlay: Overlay? { navigation.overlay }
    /// The edit that is marked in the queue, as long as it is there.
    var markedEdit: PendingEdit? { navigation.queue?.markedEdit(in: model.queue) }
    /// The customer that commands act on.
    var selectedCustomer: Customer? { navigation.customers.subject.flatMap { model.shown($0) } }
}
