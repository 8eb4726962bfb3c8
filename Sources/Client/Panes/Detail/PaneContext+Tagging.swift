import Domain
import Journal

extension CommandArgument where Value == TagChange {
    /// Words, each with a `-` before it to take it off.
    static var tags: Self {
        Self(placeholder: "[-]TAG...") { (text, _) throws(ArgumentMistake) in
            do throws(FieldViolation) {
                return try TagChange(text)
            } catch {
                throw ArgumentMistake("Tags \(error.message).")
            }
        }
    }
}

extension PaneContext {
    /// Tags one customer at once, as their form would; of several it shows first what would become of each.
    mutating func tag(_ targets: BulkTargets, _ change: TagChange, _ navigator: inout Navigator) {
        guard !targets.areMarked, let target = targets.targets.first else {
            return preview(.tag(change), of: targets, &navigator)
        }
        guard let customer = model.shown(target.id) else { return post(.warning("\(target.name) is deleted.")) }
        self.change(tags: change, of: customer)
    }

    /// Adds tags to a customer, and takes some off.
    mutating func change(tags change: TagChange, of customer: Customer) {
        guard let customer = changeable(customer.id) else { return }
        do throws(FieldViolations) {
            guard let edit = try BulkChange.tag(change).edit(of: customer.details), !edit.isEmpty else {
                return post(.plain("The tags of \(customer.name) stay as they are."))
            }
            let form = entryForm(for: .edit(edit, version: customer.version))
            record(
                .enter([Entry(customer: customer.id, form: form)]),
                for: .other(saying: .success("Saved the tags of \(customer.name); \(keyName(.undo)) undoes.")))
        } catch {
            post(.error("Not saved: tags \(error.all.first?.message ?? "break a rule")."))
        }
    }
}
