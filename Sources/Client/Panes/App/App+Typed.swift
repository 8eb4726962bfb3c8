import Domain
import Wire

/// What each command does that is typed with an argument.
extension App {
    mutating func perform(_ command: TypedCommand) {
        switch command {
        case .command(let command): run(command)
        case .open(let reference): open(reference)
        case .profile(let name): go(toProfile: name)
        case .view(let name): open(view: name)
        case .save(let name): save(view: name)
        case .trash: openTrash()
        case .edit, .copy, .tag, .sort, .erase: handle(.typed(command))
        }
    }

    private mutating func openTrash() {
        guard context.mayAsk(for: .trash), navigation.trash == nil else { return }
        var pane = TrashPane()
        pane.refresh(&context)
        navigation.push(pane)
    }

    private mutating func go(toProfile name: String) {
        guard name != environment.profile else {
            chrome.notice = .plain("This is \(name).")
            return
        }
        leave(.profile(name))
    }

    /// Shows somebody who is here; others are looked for.
    private mutating func open(_ reference: CustomerReference) {
        guard let customer = context.model.customer(reference, context.filterDates) else {
            var navigator = Navigator()
            return navigation.customers.search(for: reference.text, &context, &navigator)
        }
        navigation.customers.open(customer, &context)
    }
}

extension Model {
    /// Who is meant, if they are here.
    fileprivate func customer(_ reference: CustomerReference, _ dates: FilterDates) -> Customer? {
        switch reference {
        case .id(let id): return shown(id)
        case .email(let email):
            guard let filter = try? CustomerFilter(email, dates: dates) else { return nil }
            return matches(of: filter).lazy.compactMap(shown).first(where: reference.names)
        }
    }
}
