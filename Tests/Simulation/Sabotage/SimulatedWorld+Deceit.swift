import Domain
import HTTP
import HTTPTypes
import Journal
import TestSupport
import Wire

/// Requests whose end the synchronisation hears of otherwise than it was.
extension SimulatedWorld {
    func deceive(
        _ result: Result<Response, TransportFailure>, _ flight: Flight, _ sabotage: Sabotage
    ) -> Result<Response, TransportFailure> {
        switch (sabotage, result) {
        case (.takesTimeoutForNothing, .failure(let failure)):
            return .failure(TransportFailure(failure.reason, mayHaveArrived: false))
        case (.ignoresRetryAfter, .success(var response)) where response.retryAfterSeconds != nil:
            processes[flight.process].quietUntil = now + .seconds(response.retryAfterSeconds ?? 0)
            response.fields[.retryAfter] = nil
            return .success(response)
        case (.acknowledgesAnything, .success(let response)) where response.status == .ok && response.isPage:
            return granted(flight).map { .success($0) } ?? result
        case (.followsRedirections, .success(let response)) where response.status == .temporaryRedirect:
            if flight.isWrite { find(.sentElsewhere, response.fields[.location] ?? "") }
            return granted(flight).map { .success($0) } ?? result
        default: return result
        }
    }

    /// The person takes back what is on its way, though nobody knows what becomes of it.
    ///
    /// - Returns: whether there was anything.
    func takeBackWhatLeft(_ process: ClientProcess, _ session: ClientProcess.Session) -> Bool {
        guard case .wait(let entry)? = session.journal.queue.nextUndo,
            (try? session.journal.append { _ in [.cancel(for: entry.sequence, .undo)] }) != nil
        else { return false }
        process.machine.ledger.save(PersonRequest(.cancel(entry.sequence, .undo)), as: [], signed(session))
        process.machine.ledger.observe(session.journal.queue)
        wake(process)
        return true
    }

    /// A start that lets every deletion go at once.
    func releaseDeletions(_ journal: EditJournal, at machine: Machine) {
        let moment = machine.bootClock.now
        _ = try? journal.append { queue in
            queue.entries.filter { $0.change.kind == .delete }.map { .due(for: $0.sequence, moment) }
        }
    }

    /// What the author of an edit is told of it in the end.
    func fateReported(of sequence: JournalRecord.Sequence, in queue: EditQueue) -> EditFate {
        let finished = queue.history.last { $0.sequence == sequence }
        guard plan.sabotage == .takesMergedForTakenBack, let finished, case .cancelled = finished.outcome else {
            return queue.fate(of: sequence)
        }
        return .takenBack(finished)
    }

    /// The answer that a request hopes for, from a client that takes everything for granted.
    private func granted(_ flight: Flight) -> Response? {
        guard let batch = flight.batch else { return nil }
        let anybody = CustomerDetails(trustedName: "Anybody", email: "any@example.com", phone: nil, address: nil)
        func customer(_ details: CustomerDetails, _ version: Int) -> Customer {
            Customer(
                id: batch.customer, details: details, registrationDate: server.clock.now, createdAt: server.clock.now,
                updatedAt: server.clock.now, version: version, updatedBy: nil)
        }
        switch batch.change {
        case .create(let new): return WriteAnswer.created(customer(new.details, 1), replayOf: nil).response
        case .edit(let edit, let version):
            return WriteAnswer.changed(customer(edit.applied(to: anybody), version + 1), replayOf: nil).response
        case .delete: return WriteAnswer.deleted(replayOf: nil).response
        case .restore(let base, let version):
            return WriteAnswer.changed(customer(base, version + 1), replayOf: nil).response
        case .note(let text):
            let entry = TimelineEntry(
                number: 1, moment: server.clock.now, author: nil, kind: .note, version: 1, note: text.text)
            return WriteAnswer.noted(entry, replayOf: nil).response
        }
    }
}

extension Response {
    fileprivate var isPage: Bool { fields[.contentType]?.hasPrefix("text/html") == true }
}
