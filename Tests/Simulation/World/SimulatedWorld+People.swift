import Domain
import Journal
import Sync
import Wire

/// What the people at the programs do.
extension SimulatedWorld {
    func personActs(_ process: ClientProcess) {
        guard let session = process.session, !process.isSuspended else { return }
        if plan.sabotage == .takesBackWhatLeft, takeBackWhatLeft(process, session) { return }
        guard
            let act = process.person.act(
                on: process.screen, session.journal.queue, as: session.journal.session.source)
        else { return }
        switch act {
        case .request(let personRequest): record(personRequest, process, session)
        case .look: look(process)
        case .retry:
            note("\(process.name) tries again")
            process.quietUntil = .zero
            session.core.retryNow(now)
            wake(process)
        case .suspend: suspend(process)
        case .quit: quit(process)
        }
    }

    func record(_ personRequest: PersonRequest, _ process: ClientProcess, _ session: ClientProcess.Session) {
        do throws(JournalAppendFailure) {
            let sequences = try append(personRequest.request, session.journal)
            guard !session.disk.isOver else {
                process.machine.ledger.interrupt(personRequest, signed(session))
                return lose(process)
            }
            process.machine.ledger.save(personRequest, as: sequences, signed(session), in: session.journal.queue)
            note("\(process.name) \(personRequest.mark) → \(sequences)")
            meet(personRequest)
        } catch {
            if session.disk.isOver {
                process.machine.ledger.interrupt(personRequest, signed(session))
                note("\(process.name) ends while it writes: \(personRequest.mark)")
                return lose(process)
            }
            if case .notSaved(_, mayReappear: true) = error {
                process.machine.ledger.interrupt(personRequest, signed(session))
            }
            note("\(process.name) may not: \(personRequest.mark)")
            return
        }
        process.machine.ledger.observe(session.journal.queue)
        wake(process)
        wakeSiblings(of: process)
    }

    /// Whose requests a program's are, and when.
    func signed(_ session: ClientProcess.Session) -> Signature {
        Signature(source: session.journal.session.source, at: now)
    }

    private func append(
        _ request: QueueRequest, _ journal: EditJournal
    ) throws(JournalAppendFailure) -> [JournalRecord.Sequence] {
        guard plan.sabotage == .withdrawsWhatCarriesOthers, case .withdraw(let sequence) = request else {
            return try journal.append(request)
        }
        return try journal.append(.cancel(sequence, .discard))
    }

    private func meet(_ personRequest: PersonRequest) {
        let new: [Entry] =
            switch personRequest.request {
            case .enter(let entries), .group(_, let entries), .takeBack(_, _, let entries): entries
            case .recreate(_, let entry), .restore(let entry, _): [entry]
            case .cancel, .withdraw, .passOver, .resolve, .release, .leave: []
            }
        for entry in new where !customers.contains(entry.customer) { customers.append(entry.customer) }
    }

    /// The person reads customers again, when they can be reached.
    private func look(_ process: ClientProcess) {
        guard process.machine.weather == .calm || process.machine.weather == .stormy else { return }
        if chance.happens(20) { purge(process) }
        let seen = chance.happens(30) ? customers : [chance.one(of: customers)].compactMap { $0 }
        for id in seen {
            if let customer = server.customer(id) {
                process.screen.show(customer)
            } else if process.screen.directory[id] != nil {
                process.screen.forget(id)
            }
        }
    }
}

extension PersonRequest {
    /// For the trace.
    var mark: String {
        switch request {
        case .enter(let entries):
            "enters \(entries.map { "\($0.form.mark) of \($0.customer.mark)" }.joined(separator: ", "))"
        case .group(let group, let entries):
            "enters \(group.name): \(entries.map { "\($0.form.mark) of \($0.customer.mark)" }.joined(separator: ", "))"
        case .takeBack(let group, _, let entries): "takes \(group.text.prefix(8)) back, \(entries.count) of it by edits"
        case .cancel(let sequence, let reason): "takes \(sequence) back (\(reason.rawValue))"
        case .resolve(let sequence, let form): "answers \(sequence) with \(form.mark)"
        case .recreate(let customer, let entry): "creates \(customer.mark) again as \(entry.customer.mark)"
        case .restore(let entry, _): "restores \(entry.customer.mark)"
        case .withdraw(let sequence): "withdraws \(sequence)"
        case .passOver(let steps): "passes over \(steps)"
        case .release: "lets what is held go on"
        case .leave: "leaves"
        }
    }
}

extension Entry.Form {
    var mark: String { "\(op.mark) \(change.mark)" }
}

extension Entry.Change {
    var mark: String {
        switch self {
        case .create(let new): "create \(new.details.email ?? "")"
        case .edit(let edit, let version):
            "edit v\(version) "
                + edit.fields.map { field in
                    let change = edit.changes[field]
                    return "\(field) \(change?.from ?? "–")>\(change?.to ?? "–")"
                }.joined(separator: " ")
        case .delete(_, let version): "delete v\(version)"
        case .note(let text): "note \(text.text)"
        case .restore(_, let version): "restore v\(version)"
        }
    }
}
