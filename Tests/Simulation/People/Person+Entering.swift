import Domain
import Journal
import Wire

/// Entering, as the form and the list do it.
extension Person {
    mutating func edit(_ id: CustomerID?, _ screen: Screen, _ queue: EditQueue) -> PersonRequest? {
        guard let id, !screen.gone.contains(id), !queue.isBeingDeleted(id), let shown = screen.shown(id, in: queue)
        else { return nil }
        var changes: [CustomerField: FieldChange] = [:]
        for _ in 0..<(chance.happens(30) ? 2 : 1) {
            let field = CustomerField.allCases[chance.number(0...4)]
            changes[field] = FieldChange(from: shown.details[field], to: pool.value(of: field, &chance))
        }
        let edit = CustomerEdit(changes)
        return edit.isEmpty ? nil : enter(id, .edit(edit, version: shown.version))
    }

    /// The same value for several customers, as one step.
    mutating func editTogether(_ screen: Screen, _ queue: EditQueue) -> PersonRequest? {
        let entries = screen.directory.keys.sorted().prefix(4).compactMap { id -> Entry? in
            guard case .enter(let entries)? = edit(id, screen, queue)?.request else { return nil }
            return entries.first
        }
        return entries.isEmpty ? nil : PersonRequest(.group(group("Together"), entries))
    }

    mutating func create() -> PersonRequest {
        let details = pool.details(&chance)
        // An import names customers by their email, so that two people may create the same one.
        let id =
            chance.happens(40)
            ? CustomerID(imported: details) : CustomerID.random(using: &chance)
        let isImport = chance.happens(50)
        let imported = CustomerDetails(trustedName: "Imported", email: details.email, phone: nil, address: nil)
        return enter(id, .create(NewCustomer(isImport ? imported : details)))
    }

    mutating func delete(_ screen: Screen, _ queue: EditQueue) -> PersonRequest? {
        guard let id = chance.one(of: screen.directory.keys.sorted()), !queue.isBeingDeleted(id),
            let shown = screen.shown(id, in: queue)
        else { return nil }
        return enter(id, .delete(base: shown.details, version: shown.version))
    }

    mutating func note(_ id: CustomerID?) -> PersonRequest? {
        id.map { enter($0, .note(pool.note(&chance))) }
    }

    /// Takes somebody out of the trash whom others may have deleted.
    mutating func restore(_ screen: Screen, _ queue: EditQueue) -> PersonRequest? {
        guard let id = chance.one(of: screen.trash.keys.sorted()), let customer = screen.trash[id],
            screen.shown(id, in: queue) == nil, !queue.isBeingDeleted(id)
        else { return nil }
        return enter(id, .restoration(of: customer.details, deletedFrom: customer.version))
    }

    // MARK: Undo and redo

    mutating func undo(_ screen: Screen, _ queue: EditQueue) -> PersonRequest? {
        switch queue.nextUndo {
        case .cancel(let entry)?: return PersonRequest(.cancel(entry.sequence, .undo))
        case .compensate(let finished)?:
            guard let change = finished.change else { return nil }
            let link = Entry.Link.undoes(finished.sequence)
            switch change {
            case .note: return nil
            case .create, .restore: return deletion(of: finished.customer, link, screen, queue)
            case .edit(let edit, let version):
                let made = if case .synced(let made?) = finished.outcome { made } else { version }
                return enter(edit.reversed, madeFrom: made, on: finished.customer, link, screen, queue)
            case .delete(let base, let version):
                return chance.happens(80)
                    ? enter(finished.customer, .restoration(of: base, deletedFrom: version), link)
                    : enter(CustomerID.random(using: &chance), .create(NewCustomer(base)), link)
            }
        case .group(let step)?:
            let entries = queue.compensations(
                for: step.group.id, registered: { _ in nil }, restores: true,
                anew: { CustomerID.random(using: &chance) },
                key: { IdempotencyKey.random(using: &chance) })
            return step.count == 0
                ? nil : PersonRequest(.takeBack(step.group.id, with: group("Undo"), entries))
        case .wait?, nil: return nil
        }
    }

    mutating func redo(_ screen: Screen, _ queue: EditQueue) -> PersonRequest? {
        guard let undone = queue.redoable.last else { return nil }
        let link = Entry.Link.redoes(undone.sequence)
        let wasSynced = queue.history.contains { finished in
            guard finished.sequence == undone.sequence, case .synced = finished.outcome else { return false }
            return true
        }
        switch undone.change {
        case .create(let new):
            let id = wasSynced ? CustomerID.random(using: &chance) : undone.customer
            return enter(id, .create(new), link)
        case .edit(let edit, let version):
            return enter(edit, madeFrom: version, on: undone.customer, link, screen, queue)
        case .delete: return deletion(of: undone.customer, link, screen, queue)
        case .note, .restore: return enter(undone.customer, undone.change, link)
        }
    }

    private mutating func deletion(
        of id: CustomerID, _ link: Entry.Link, _ screen: Screen, _ queue: EditQueue
    ) -> PersonRequest? {
        guard screen.directory[id] != nil, !queue.isBeingDeleted(id), let shown = screen.shown(id, in: queue) else {
            return nil
        }
        return enter(id, .delete(base: shown.details, version: shown.version), link)
    }

    /// On the version that is shown, unless others have changed the same fields since: then on the one it was made from.
    private mutating func enter(
        _ edit: CustomerEdit, madeFrom version: Int, on id: CustomerID, _ link: Entry.Link, _ screen: Screen,
        _ queue: EditQueue
    ) -> PersonRequest? {
        guard !screen.gone.contains(id), !queue.isBeingDeleted(id) else { return nil }
        var change = Entry.Change.edit(edit, version: version)
        if let shown = screen.shown(id, in: queue) {
            let merged = edit.merged(onto: shown.details)
            guard !merged.remaining.isEmpty else { return nil }
            if merged.conflicts.isEmpty { change = .edit(merged.remaining, version: shown.version) }
        }
        return enter(id, change, link)
    }
}
