import Domain
import Journal
import Screen
import Wire
import Wording

/// Undo and redo, which go on across sessions, for both follow from the queue's lines.
extension PaneContext {
    /// Takes the last edit back, no matter who entered it; what somebody else did is asked about first.
    mutating func undo(_ navigator: inout Navigator) {
        guard mayWrite() else { return }
        guard let step = model.queue.nextUndo else {
            if model.queue.lastSentNote != nil { return post(.plain(Self.noteStays)) }
            let isTooLongAgo = !model.queue.undoable.isEmpty
            let why = isTooLongAgo ? "The last edit is too long ago to be undone" : "There is nothing to undo"
            return passOver(model.queue.forgottenSteps, because: why)
        }
        if step.isOnItsWay {
            post(.warning("Wait: \(description(step)) is on its way; undo it once the server has answered."))
        } else if model.queue.lastSentNote == nil, model.queue.sources(of: step) == [environment.session] {
            takeBack(step, &navigator)
        } else {
            ask(toUndo: step, &navigator)
        }
    }

    mutating func takeBack(_ step: EditQueue.UndoStep, _ navigator: inout Navigator) {
        let done = "Undone: \(description(step))\(recap(step))."
        switch step {
        case .cancel(let entry): record(.cancel(entry.sequence, .undo), for: .other(saying: .success(done).personal))
        case .compensate(let finished): compensate(finished, saying: done, &navigator)
        case .group(let group): takeBack(group, saying: done)
        case .wait: break
        }
    }

    /// Takes back with another edit what the server has already.
    private mutating func compensate(
        _ finished: FinishedEdit, saying done: String, _ navigator: inout Navigator
    ) {
        guard let change = finished.change else { return }
        let link = Entry.Link.undoes(finished.sequence)
        switch change {
        case .create, .restore: undoCreation(finished, link, &navigator)
        case .note: post(.plain(Self.noteStays))
        case .edit(let edit, let version):
            let made = finished.madeVersion ?? version
            if let why = whyNothingIsLeft(for: edit.reversed, since: made, on: finished.customer) {
                return passOver([finished.sequence], because: why)
            }
            enter(edit.reversed, madeFrom: made, on: finished.customer, link, saying: done)
        case .delete(let base, let version) where model.restoresDeleted:
            if let living = model.restored(finished.customer, since: version) {
                return passOver([finished.sequence], because: "\(living.name) is not deleted any more")
            }
            restore(
                finished.customer, .restoration(of: base, deletedFrom: version), link,
                for: .other(saying: .success("\(base.name) is being restored.")))
        case .delete(let base, _):
            createAnew(model.anew(base, after: finished.customer), link, saying: "was deleted already: created again")
        }
    }

    /// Brings somebody out of the trash; edits that have found nobody follow.
    mutating func restore(
        _ id: CustomerID, _ change: Entry.Change, _ link: Entry.Link? = nil, for purpose: Recording
    ) {
        let entry = Entry(customer: id, form: entryForm(for: change), link: link)
        record(.restore(entry, editsUnder: environment.makeID()), for: purpose)
    }

    /// Others may have read it: only its retraction, which they see, takes it back.
    static let noteStays = "The last note was sent and stays; it can be retracted in the customer's timeline."

    private mutating func undoCreation(_ step: FinishedEdit, _ link: Entry.Link, _ navigator: inout Navigator) {
        let id = step.customer
        if isGoneForUndo(id) {
            return passOver([step.sequence], because: "\(model.name(of: id)) is deleted already")
        }
        guard let customer = model.shown(id), model.directory[id] != nil else { return askBeforeUndo(of: id) }
        ask(toDelete: customer, link: link, &navigator)
    }

    private mutating func createAnew(_ new: NewCustomer, _ link: Entry.Link, saying what: String) {
        let entry = Entry(customer: environment.makeID(), form: entryForm(for: .create(new)), link: link)
        let date = new.registrationDate == nil ? ", registered today: the earlier date is not known here any more" : ""
        record(.enter([entry]), for: .other(saying: .success("\(new.details.name) \(what) under a new id\(date).")))
    }

    /// Enters an edit on the version that is known here, unless others have changed the same fields since: then on the
    /// one it was made from, so that the conflict is shown and nothing is overwritten unread.
    private mutating func enter(
        _ edit: CustomerEdit, madeFrom version: Int, on id: CustomerID, _ link: Entry.Link, saying done: String
    ) {
        let name = model.name(of: id)
        guard !model.gone.contains(id), !model.queue.isBeingDeleted(id) else {
            post(.warning("Not possible: \(name) is deleted."))
            return
        }
        var change = Entry.Change.edit(edit, version: version)
        if let current = model.shown(id) {
            let merged = edit.merged(onto: current.details)
            guard !merged.remaining.isEmpty else {
                post(hasTheseAlready(name))
                return
            }
            if merged.conflicts.isEmpty { change = .edit(merged.remaining, version: current.version) }
        }
        let entry = Entry(customer: id, form: entryForm(for: change), link: link)
        record(.enter([entry]), for: .other(saying: .success(done).personal))
    }

    // MARK: Redo

    mutating func redo(_ navigator: inout Navigator) {
        guard mayWrite() else { return }
        guard let undone = model.queue.redoable.last else {
            post(.plain("There is nothing to redo."))
            return
        }
        if let group = undone.group {
            bringBack(group)
        } else if undone.undoneBy == environment.session {
            bringBack(undone, &navigator)
        } else {
            ask(toRedo: undone, &navigator)
        }
    }

    mutating func bringBack(_ undone: UndoneEdit, _ navigator: inout Navigator) {
        let link = Entry.Link.redoes(undone.sequence)
        if let why = whyNothingIsLeft(of: undone) { return passOver(undone, because: why) }
        switch undone.change {
        case .create(let new): redoCreation(of: undone, new, link)
        case .edit(let edit, let version):
            let done = "Redone: \(undone.change.summary) of \(model.name(of: undone.customer))."
            enter(edit, madeFrom: version, on: undone.customer, link, saying: done)
        case .delete: redoDeletion(of: undone, link, &navigator)
        case .note, .restore:
            let entry = Entry(customer: undone.customer, form: entryForm(for: undone.change), link: link)
            // Of somebody who lies in the trash the restoration alone says who they are.
            let name = model.shown(undone.customer)?.name ?? undone.change.name ?? model.name(of: undone.customer)
            let done = "Redone: \(undone.change.summary) of \(name)."
            record(.enter([entry]), for: .other(saying: .success(done).personal))
        }
    }

    /// Why there is nothing to be brought back, as others have done so, or it is on somebody deleted; `nil` when there is.
    private func whyNothingIsLeft(of undone: UndoneEdit) -> String? {
        let id = undone.customer
        switch undone.change {
        case .create: return nil
        case .edit(let edit, let version):
            return whyNothingIsLeft(for: edit, since: max(version, model.queue.lastMade(of: id)), on: id)
        case .delete:
            // Without a trash somebody new was created for who the server had deleted.
            let isSame = model.restoresDeleted || !undone.wasSynced
            return isSame && isGoneForUndo(id) ? "\(model.name(of: id)) is deleted already" : nil
        case .note: return whyNotPossible(on: id)
        case .restore(_, let version):
            return model.restored(id, since: version).map { "\($0.name) is not deleted any more" }
        }
    }

    private mutating func redoCreation(of undone: UndoneEdit, _ new: NewCustomer, _ link: Entry.Link) {
        guard model.queue.wasSynced(undone.sequence) else {
            let entry = Entry(customer: undone.customer, form: entryForm(for: .create(new)), link: link)
            let done = "Redone: creation of \(new.details.name)."
            record(.enter([entry]), for: .other(saying: .success(done)))
            return
        }
        let date = new.registrationDate ?? model.registrationDates[undone.customer]
        createAnew(NewCustomer(new.details, registrationDate: date), link, saying: "was created again")
    }

    private mutating func redoDeletion(of undone: UndoneEdit, _ link: Entry.Link, _ navigator: inout Navigator) {
        // A deletion that the server had made was undone by somebody new.
        let anew = model.queue.entries.first { $0.link == .undoes(undone.sequence) }?.customer
        guard let customer = model.shown(anew ?? undone.customer) else {
            let name = undone.change.name ?? "This customer"
            post(.warning("\(name) has a new number since the undo; \(keyName(.delete)) deletes them."))
            return
        }
        ask(toDelete: customer, link: link, &navigator)
    }
}

extension EditQueue {
    /// The last version that the server has made of edits from here, as far as the history goes back; 0 for none.
    fileprivate func lastMade(of id: CustomerID) -> Int {
        history.filter { $0.customer == id }.compactMap(\.madeVersion).max() ?? 0
    }

    /// Whether the server has made the entry so, as far as the history goes back.
    fileprivate func wasSynced(_ sequence: JournalRecord.Sequence) -> Bool {
        guard case .synced? = history.last(where: { $0.sequence == sequence })?.outcome else { return false }
        return true
    }
}
