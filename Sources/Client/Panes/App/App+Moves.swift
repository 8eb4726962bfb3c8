import Domain
import Screen

/// Opening and leaving what a pane wants opened and left.
extension App {
    mutating func handle(_ input: PaneInput) {
        follow(navigation.handle(input, &context))
    }

    mutating func handle(_ mouse: MouseEvent) {
        follow(navigation.handle(mouse, &context))
    }

    /// Does what belongs to no pane alone.
    mutating func withNavigator(_ act: (inout PaneContext, inout Navigator) -> Void) {
        var navigator = Navigator()
        act(&context, &navigator)
        follow(navigator.moves)
    }

    private mutating func follow(_ moves: [Navigator.Move]) {
        for move in moves { follow(move) }
    }

    private mutating func follow(_ move: Navigator.Move) {
        switch move {
        case .push(let pane): navigation.push(pane)
        case .pop: navigation.pop()
        case .show(let overlay): navigation.overlay = overlay
        case .open(let form): openForm(form)
        case .restore(let draft): restore(draft)
        case .closeForm: closeForm()
        case .setFormAside: setFormAside()
        case .stopAwaiting: stopAwaiting()
        case .edit(let customer, let field): edit(customer, in: field)
        case .openDuplicate(let id): openDuplicate(id)
        case .focusOnList: navigation.customers.focusOnList()
        case .reveal(let id): reveal(id)
        case .run(let command): run(command)
        case .perform(let command): perform(command)
        case .runCustom(let command): run(command)
        case .openNote(let id): openNote(on: id)
        case .closeNote: closeNote()
        case .visit(let id): visit(id)
        case .start(let command, let id): start(command, on: id)
        }
    }

    private mutating func visit(_ id: CustomerID) {
        navigation.popAll()
        perform(.open(.id(id)))
    }

    /// Shows the customer a question is about.
    private mutating func reveal(_ id: CustomerID) {
        guard [.list, .detail].contains(navigation.scopeBelow), model.shown(id) != nil else { return }
        show(customers.detail.flatMap { $0.id == id ? $0 : nil } ?? DetailPane(id: id))
    }

    /// Selects a customer and shows them.
    ///
    /// One who sorts behind the rows that are loaded has no row yet: then the details take the keys, so that these act
    /// on the person who is seen.
    mutating func show(_ pane: DetailPane) {
        customers.listing.select(pane.id, visibleRows: layout.visibleRows)
        let hasRow = customers.listing.selectedID == pane.id
        if hasRow, customers.focus == .list { customers.show(pane) } else { customers.open(pane) }
    }
}
