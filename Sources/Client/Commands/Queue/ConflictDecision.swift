import Domain
import Journal
import Wire
import Wording

/// What a person or a script decides on an edit that was refused or is in conflict.
struct ConflictDecision: Hashable, Sendable {
    /// Whose value counts in each field that both sides changed; `nil` where it has to be said for each.
    let side: Side?
    /// Fields by the value that they are to have; `nil` for none.
    let values: [CustomerField: String?]

    enum Side: Hashable, Sendable { case mine, theirs }

    /// What is to be done about the edit.
    enum Action: Hashable, Sendable {
        /// It goes on in this form.
        case goOn(Entry.Change)
        case discard
        /// The customer was deleted: everything under way for them goes.
        case discardAll
        /// The customer was deleted: they are created again, under a new id, with everything under way for them.
        case recreate(NewCustomer)
        /// The customer was deleted: they are restored, with everything under way for them behind it.
        case restore(Entry.Change)
    }

    /// - Parameters:
    ///   - change: what was wanted.
    ///   - state: what stands against it.
    ///   - mine: the customer as shown here, with everything that is under way.
    ///   - trashed: the customer in the server's trash, if they lie there.
    /// - Throws: ``ExitStatus/usage`` when the decision leaves something open, or is on what is not to be decided.
    func action(
        on change: Entry.Change, in state: PendingEdit.State, mine: Customer?, trashed: Customer? = nil
    ) throws(CommandFailure) -> Action {
        switch state {
        case .waiting, .sending, .covered:
            throw CommandFailure(.tryLater, "There is nothing to decide on: it waits, or is on its way.")
        case .rejected(let problem): return try corrected(change, problem, mine)
        case .conflict(.deleted): return try afterDeletion(change, mine, trashed)
        case .conflict(.changed(let theirs)): return try merged(change, with: theirs)
        }
    }

    // MARK: Each kind

    private func merged(_ change: Entry.Change, with theirs: Customer) throws(CommandFailure) -> Action {
        switch change {
        case .create(let new): return try merged(new.edit(of: theirs.details), with: theirs)
        case .edit(let edit, _): return try merged(edit, with: theirs)
        case .delete:
            try refuseValues()
            return try sideOrFail("keep the customer as they are now (--theirs), or delete them all the same (--mine)")
                == .mine
                ? .goOn(.delete(base: theirs.details, version: theirs.version)) : .discard
        case .note, .restore:
            try refuseValues()
            return try sideOrFail("send it again (--mine), or drop it (--theirs)") == .mine ? .goOn(change) : .discard
        }
    }

    private func merged(_ edit: CustomerEdit, with theirs: Customer) throws(CommandFailure) -> Action {
        let merged = edit.merged(onto: theirs.details)
        // The synchronisation may ask although no field was changed twice: then each change is confirmed.
        let open = (merged.conflicts.isEmpty ? merged.remaining.fields : merged.conflicts).filter { values[$0] == nil }
        if side == nil, !open.isEmpty {
            throw CommandFailure(
                .usage, "Both sides changed \(Self.names(open)): add --mine or --theirs, or --set for each.")
        }
        var changes = merged.remaining.changes
        if side == .theirs { for field in open { changes[field] = nil } }
        for (field, value) in values { changes[field] = FieldChange(from: theirs.details[field], to: value) }
        let result = CustomerEdit(changes)
        return result.isEmpty ? .discard : .goOn(.edit(result, version: theirs.version))
    }

    private func corrected(
        _ change: Entry.Change, _ problem: Problem, _ mine: Customer?
    ) throws(CommandFailure) -> Action {
        if side == .theirs {
            try refuseValues()
            return .discard
        }
        switch change {
        case .create(var new):
            let pairs = values.map { ($0.key, FieldChange(from: new.details[$0.key], to: $0.value)) }
            new.make(CustomerEdit(Dictionary(uniqueKeysWithValues: pairs)))
            return .goOn(.create(new))
        case .edit(let edit, let version):
            var changes = edit.changes
            for (field, value) in values {
                guard let known = changes[field] else {
                    throw CommandFailure(
                        .usage,
                        "Edit does not change \(field.rawValue): change it with customers edit, and only what was refused here."
                    )
                }
                changes[field] = FieldChange(from: known.from, to: value)
            }
            let result = CustomerEdit(changes)
            return result.isEmpty ? .discard : .goOn(.edit(result, version: version))
        // Nothing is left to be restored.
        case .restore(let base, _) where problem.kind == .deleted:
            try refuseValues()
            return .recreate(NewCustomer(mine?.details ?? base))
        case .delete, .note, .restore:
            try refuseValues()
            return .goOn(change)
        }
    }

    private func afterDeletion(
        _ change: Entry.Change, _ mine: Customer?, _ trashed: Customer?
    ) throws(CommandFailure) -> Action {
        try refuseValues()
        let restorable = change.kind == .edit ? trashed : nil
        let anew = restorable == nil ? "create them again under a new id" : "restore them, with your edit"
        let choice = "drop what is queued for them (--theirs), or \(anew) (--mine)"
        guard try sideOrFail("The customer was deleted: \(choice)") == .mine else { return .discardAll }
        if let restorable {
            return .restore(.restoration(of: restorable.details, deletedFrom: restorable.version))
        }
        if case .create(let new) = change, mine == nil { return .recreate(new) }
        guard let mine else {
            throw CommandFailure(
                .tryLater,
                "What else the customer had is not known here any more, so they cannot be made again from this edit: drop "
                    + "it with --theirs, or add them anew with customers add.")
        }
        return .recreate(NewCustomer(mine.details, registrationDate: mine.registrationDate))
    }

    // MARK: What is said

    private func sideOrFail(_ choice: String) throws(CommandFailure) -> Side {
        guard let side else { throw CommandFailure(.usage, "\(choice).") }
        return side
    }

    private func refuseValues() throws(CommandFailure) {
        guard !values.isEmpty else { return }
        throw CommandFailure(.usage, "There is no field to set in this edit: use --mine or --theirs.")
    }

    private static func names(_ fields: [CustomerField]) -> String {
        fields.map(\.rawValue).joined(separator: ", ")
    }
}
