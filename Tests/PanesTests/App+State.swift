import Domain
import Journal
import Screen

@testable import Panes

/// What tests ask of the state where the screen does not say it.
extension App {
    /// What is typed, and not only what of it the terminal can show.
    var form: FormPane? { navigation.customers.form }
    /// The edit that is selected in the queue, as long as it is there.
    var selectedEdit: PendingEdit? { navigation.queue?.selectedEdit(in: model.queue) }
}
