import Domain
import Screen

/// Keys among the customers: those of the list and of the search are taken here, the others by the pane beside the list.
extension CustomersScreen {
    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch (scope, input) {
        case (.form, _): form?.handle(input, &context, &navigator)
        case (.detail, .command), (.detail, .key): updateDetail { $0.handle(input, &context, &navigator) }
        case (.search, .key(let key)): typeInSearch(key, &context)
        case (.search, .paste(let text)): pasteInSearch(text, &context)
        case (.search, .command(let command)): handleInSearch(command, &context)
        case (_, .command(let command)): handleInList(command, &context, &navigator)
        case (_, .paste(let text)): searchForPasted(text, &context)
        case (_, .key): break
        }
    }

    private mutating func handleInSearch(_ command: Command, _ context: inout PaneContext) {
        switch command {
        case .open, .nextPane: focusOnList()
        case .back: endSearch(&context)
        case .clear: clearSearch(&context)
        default: moveInList(command, &context)
        }
    }

    private mutating func handleInList(
        _ command: Command, _ context: inout PaneContext, _ navigator: inout Navigator
    ) {
        let selected = listing.selectedID.flatMap { context.model.shown($0) }
        switch command {
        case .open: open(selected, &context)
        case .nextPane: if form != nil { resumeForm() } else { open(selected, &context) }
        case .back: if search != nil { endSearch(&context) } else { context.dismissFindings() }
        case .edit: if let selected { navigator.go(.edit(selected)) }
        case .delete: if let selected { context.askToDelete(selected, &navigator) }
        case .copy: if let selected { context.copy(.email, of: selected) }
        case .sort: sort(&context)
        case .refresh: refresh(&context)
        default: moveInList(command, &context)
        }
    }

    /// Shows a customer's details, and gives them the keys.
    private mutating func open(_ customer: Customer?, _ context: inout PaneContext) {
        guard let customer else { return focusOnList() }
        var pane = detail.flatMap { $0.id == customer.id ? $0 : nil } ?? DetailPane(id: customer.id)
        if context.askNewest(customer) { pane.freshness = .asking }
        open(pane)
    }
}
