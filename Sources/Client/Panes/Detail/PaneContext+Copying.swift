import Domain

/// What of a customer goes to the clipboard.
extension PaneContext {
    /// Sends what there is to say to the clipboard, as it is.
    mutating func copy(_ fact: CustomerFact, of customer: Customer) {
        guard let value = customer.text(of: fact, in: environment.zone) else {
            return post(.plain("There is no \(fact.label.lowercased()) to copy."))
        }
        copy(value, of: [customer.id], keepsLineFeeds: fact.field?.allowsLineBreaks ?? false)
    }

    /// Sends what was asked for of a customer to the clipboard.
    mutating func copy(_ part: TypedCommand.CopiedPart, of customer: Customer) {
        switch part {
        case .id: copy(customer.id.text, of: [customer.id])
        case .field(let field): copy(CustomerFact.field(field), of: customer)
        case .format(let name):
            guard let format = environment.copyFormats.first(where: { $0.name == name }) else { return }
            let hidden = hiddenFields(of: customer)
            copy(format.text(customer, Set(hidden)), of: [customer.id])
            remarkOnCopy(without: hidden)
        }
    }

    /// Sends all that there is to say to the clipboard, a line for each.
    mutating func copyRecord(of customer: Customer) {
        let hidden = hiddenFields(of: customer)
        let lines = CustomerFact.allCases.compactMap { fact -> String? in
            guard let value = customer.text(of: fact, in: environment.zone) else { return nil }
            let isHidden = fact.field.map(hidden.contains) ?? false
            return "\(fact.label): \(isHidden ? "hidden" : value)"
        }
        copy(lines.joined(separator: "\n") + "\n", of: [customer.id])
        remarkOnCopy(without: hidden)
    }

    private mutating func remarkOnCopy(without hidden: [CustomerField]) {
        guard !hidden.isEmpty else { return }
        let names = hidden.map { $0.label.lowercased() }.joined(separator: ", ")
        remarkOnCopy("Without \(names), as \(hidden.count == 1 ? "that is" : "these are") hidden.")
    }

    /// What is masked just now. It does not go along with a customer as a whole; a value that is asked for by its name does.
    private func hiddenFields(of customer: Customer) -> [CustomerField] {
        guard chrome.isMasked else { return [] }
        return CustomerField.readingOrder.filter { $0.spec.masking != .nothing && customer.details[$0] != nil }
    }
}
