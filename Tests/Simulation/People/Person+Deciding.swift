import Domain
import Journal
import Wire

/// Answering conflicts and refusals, as the conflict view and the form do it.
extension Person {
    mutating func decide(_ screen: Screen, _ queue: EditQueue) -> PersonRequest? {
        guard let entry = chance.one(of: queue.entries.filter(\.needsDecision)) else { return nil }
        switch entry.state {
        case .rejected: return correct(entry, screen, queue)
        case .conflict(.changed(let theirs)): return resolve(entry, with: theirs)
        case .conflict(.deleted): return follow(entry, screen, queue)
        case .waiting, .sending, .covered: return nil
        }
    }

    /// Takes back what was entered here and was refused, or is in conflict, as a command does that tells so.
    mutating func withdraw(_ queue: EditQueue, _ source: EntrySource) -> PersonRequest? {
        let own = queue.entries.filter { $0.needsDecision && $0.source == source }
        return chance.one(of: own).map { PersonRequest(.withdraw($0.sequence)) }
    }

    /// A refused entry is given up, sent again as it is, or entered again with another email.
    private mutating func correct(_ entry: PendingEdit, _ screen: Screen, _ queue: EditQueue) -> PersonRequest? {
        switch chance.number(0...9) {
        case 0...1: return PersonRequest(.cancel(entry.sequence, .discard))
        case 2...3: return PersonRequest(.resolve(entry.sequence, form(entry.change)))
        default: break
        }
        let email = pool.email(&chance)
        switch entry.change {
        case .create(let new):
            let other = CustomerEdit([.email: FieldChange(from: new.details.email, to: email)])
            let corrected = NewCustomer(other.applied(to: new.details))
            return PersonRequest(.resolve(entry.sequence, form(.create(corrected))), seen: new.details)
        case .edit(let edit, _):
            guard let base = screen.shown(entry.customer, in: queue.before(entry.sequence)) else {
                return PersonRequest(.cancel(entry.sequence, .discard))
            }
            var wanted = edit.applied(to: base.details)
            if edit.changes[.email] != nil {
                wanted = CustomerEdit([.email: FieldChange(from: wanted.email, to: email)]).applied(to: wanted)
            }
            let corrected = CustomerEdit(from: base.details, to: wanted)
            guard !corrected.isEmpty else { return PersonRequest(.cancel(entry.sequence, .discard)) }
            return PersonRequest(
                .resolve(entry.sequence, form(.edit(corrected, version: base.version))), seen: base.details)
        case .delete, .note, .restore: return PersonRequest(.cancel(entry.sequence, .discard))
        }
    }

    private mutating func resolve(_ entry: PendingEdit, with theirs: Customer) -> PersonRequest? {
        let edit: CustomerEdit
        switch entry.change {
        case .create(let new): edit = CustomerEdit(from: theirs.details, to: new.details)
        case .edit(let mine, _): edit = mine
        case .note, .restore: return PersonRequest(.cancel(entry.sequence, .discard))
        case .delete:
            guard chance.happens(50) else { return PersonRequest(.cancel(entry.sequence, .discard)) }
            let again = form(.delete(base: theirs.details, version: theirs.version))
            return PersonRequest(.resolve(entry.sequence, again), seen: theirs.details)
        }
        let merged = edit.merged(onto: theirs.details)
        var kept = merged.remaining.changes
        for field in merged.conflicts where chance.happens(50) { kept[field] = nil }
        let mine = CustomerEdit(kept)
        if mine.isEmpty { return PersonRequest(.cancel(entry.sequence, .discard)) }
        return PersonRequest(.resolve(entry.sequence, form(.edit(mine, version: theirs.version))), seen: theirs.details)
    }

    /// Somebody was deleted: everything for them is given up, or they are created again.
    private mutating func follow(_ entry: PendingEdit, _ screen: Screen, _ queue: EditQueue) -> PersonRequest? {
        let mine: CustomerDetails?
        switch entry.change {
        case .create(let new): mine = new.details
        case .edit: mine = screen.shown(entry.customer, in: queue)?.details
        case .delete(let base, _), .restore(let base, _): mine = base
        case .note: mine = nil
        }
        if chance.happens(50), let mine {
            let anew = Entry(customer: .random(using: &chance), form: form(.create(NewCustomer(mine))))
            return PersonRequest(.recreate(entry.customer, anew))
        }
        // The last first, because each was built on those before it.
        let last = queue.entries(for: entry.customer).last { $0.isUnsent }
        return last.map { PersonRequest(.cancel($0.sequence, .discard)) }
    }
}
