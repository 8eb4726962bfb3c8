import Domain
import Journal
import Screen
import Wording

/// Putting back what was: an ordinary edit, which is asked about first and can be undone.
extension PaneContext {
    /// Asks whether a field is to have the marked value again.
    mutating func askToPutBack(_ item: EntryItem, of id: CustomerID, _ navigator: inout Navigator) {
        guard let customer = changeable(id) else { return }
        guard case .value(let field, let value, _) = item.part else {
            let key = keyName(.putBackAll, in: .entry)
            return post(.plain("There is no value here to put back; \(key) puts the record back as it was then."))
        }
        guard value != customer.details[field] else {
            return post(hasTheseAlready(customer.name))
        }
        do throws(FieldViolations) {
            let details = try CustomerPatch([field: value]).applied(to: customer.details)
            ask(toPutBack: CustomerEdit(from: customer.details, to: details), of: customer, &navigator)
        } catch {
            post(.error("Not possible today: \(error.message)."))
        }
    }

    /// Asks whether all fields are to be as they were before an entry, or as it has left them.
    mutating func askToPutAllBack(_ entry: TimelineEntry, of id: CustomerID, _ navigator: inout Navigator) {
        guard let customer = changeable(id) else { return }
        guard let past = past(of: id, at: entry) else { return }
        let before = entry.kind == .changed ? entry.edit.reversed.applied(to: past) : nil
        let edits = [before, past].map { $0.map { CustomerEdit(from: customer.details, to: $0) } }
        switch (edits[0].flatMap(\.nonEmpty), edits[1].flatMap(\.nonEmpty)) {
        case (nil, nil): post(hasTheseAlready(customer.name))
        case (let edit?, nil), (nil, let edit?): ask(toPutBack: edit, of: customer, &navigator)
        case (let before?, let after?):
            let entry = "this \(entry.kind == .changed ? "change" : "entry")\(entry.author.map { " by \($0)" } ?? "")"
            navigator.ask(
                Question(
                    title: "Put \(customer.name) back as it was?",
                    lines: ["Before \(entry), or as it was then. What it comes to is shown first."],
                    choices: [
                        .init(key: "b", title: "before", action: .askToPutBack(id, before)),
                        .init(key: "a", title: "as it was then", action: .askToPutBack(id, after)),
                        .init(key: "n", title: "leave it", action: .none),
                    ]))
        }
    }

    /// The customer as an entry has left them; says so when that cannot be told.
    private mutating func past(of id: CustomerID, at entry: TimelineEntry) -> CustomerDetails? {
        guard let current = model.directory[id], let known = model.timelines[id],
            known.entries.first(where: { $0.kind.makesVersion })?.version == current.version
        else {
            askTimeline(id)
            post(.plain("There is something newer, which is asked for; press the key again."))
            return nil
        }
        var rewind = Rewind(from: current, to: .version(entry.version))
        for entry in known.entries {
            switch rewind.step(behind: entry) {
            case .found(let customer): return customer.details
            case .further: continue
            case .notRecorded:
                post(.warning("Not possible: what it was then is not kept any more, or the customer was deleted then."))
                return nil
            }
        }
        post(.plain("What it was then is further back; go to older entries first."))
        return nil
    }

    mutating func ask(toPutBack edit: CustomerEdit, of id: CustomerID, _ navigator: inout Navigator) {
        if let customer = changeable(id) { ask(toPutBack: edit, of: customer, &navigator) }
    }

    private func ask(toPutBack edit: CustomerEdit, of customer: Customer, _ navigator: inout Navigator) {
        navigator.ask(
            Question(
                title: "Put this back for \(customer.name)?", lines: [],
                personal: .change(.edit(edit, version: customer.version)),
                choices: [
                    .init(key: "y", title: "put back", action: .putBack(customer.id, edit, version: customer.version)),
                    .init(key: "n", title: "leave it", action: .none),
                ]))
    }

    mutating func putBack(_ edit: CustomerEdit, version: Int, of id: CustomerID) {
        guard let customer = changeable(id) else { return }
        let form = entryForm(for: .edit(edit, version: version))
        let fields = edit.fields.map { $0.label.lowercased() }.joined(separator: ", ")
        let done = "Put back: \(fields) of \(customer.name); \(keyName(.undo)) undoes."
        record(.enter([Entry(customer: id, form: form)]), for: .other(saying: .success(done)))
    }
}

extension CustomerEdit {
    fileprivate var nonEmpty: CustomerEdit? { isEmpty ? nil : self }
}
