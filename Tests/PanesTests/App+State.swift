@testable import Panes

/// What tests ask of the state where the screen does not say it.
extension App {
    /// What is typed, and not only what of it the terminal can show.
    var form: FormPane? { navigation.customers.form }
}
