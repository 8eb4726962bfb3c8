import APIClient
import Domain
import Journal
import Panes
import Sync
import Transfer
import Wire
import Wording
import Workspace

/// What became of what an edit wanted that a command entered.
enum Submission: Hashable, Sendable {
    /// The server has it so.
    ///
    /// - Parameters:
    ///   - of: the customer meant by now: a deleted one may have been created again.
    ///   - version: the version that was made; `nil` for a deletion, or when nothing had to be done.
    case done(of: CustomerID, version: Int?)
    /// It is on the disk and goes later.
    ///
    /// - Parameter isHeld: whether a person has to do something before it can go.
    case queued(JournalRecord.Sequence, because: String, isHeld: Bool)
}

extension CommandContext {
    /// How long a command waits for its edit; the API's own limit for a write is 30 s.
    static let writeDeadline: Duration = .seconds(35)
    /// The same when the API was not there a moment ago.
    static let writeDeadlineWhileAway: Duration = .seconds(2)

    /// Enters an edit in the journal and waits until it is done, or until it is clear that it has to wait.
    ///
    /// What the server refuses is taken out of the queue again, because the person who runs a command is told at once. Needs a
    /// synchronisation that runs: ``GlobalOptions/connectedForWriting(_:)``.
    ///
    /// - Parameters:
    ///   - base: what the customer was when the edit was made; `nil` for a creation.
    ///   - deadline: how long to wait.
    func submit(
        _ change: Entry.Change, of customer: CustomerID, base: Customer? = nil,
        within deadline: Duration = writeDeadline
    ) async throws -> Submission {
        let entry = Entry(change, of: customer, op: .random())
        // After an interruption what is on the disk is taken back, or said to stay: from its first byte on.
        let (sequence, result) = try await Interruption.cancelling {
            let sequence = try enter(entry)
            return (sequence, await outcome(of: sequence, within: deadline))
        }
        return try conclude(sequence, result, base)
    }

    /// Says what became of an edit; that nothing was saved only of one that was taken out of the queue by itself.
    private func conclude(
        _ sequence: JournalRecord.Sequence, _ result: EditResult, _ base: Customer?
    ) throws -> Submission {
        switch result {
        case .synced(let version, let customer): return .done(of: customer, version: version)
        case .takenBack(let source):
            throw CommandFailure(.tryLater, "Nothing was saved: \(Phrases.author(source)) took the edit back.")
        case .superseded:
            throw CommandFailure(.tryLater, "Nothing was saved: a later edit took it back before it was sent.")
        case .forgotten:
            throw CommandFailure(
                .tryLater,
                "It is done, but so much was sent since that its outcome is no longer known here. Show the customer.")
        case .refused(let problem, let entry):
            if entry == sequence {
                let (wasTakenBack, failure) = (takeBack(sequence), CommandFailure(APIFailure.refused(problem)))
                if problem.kind == .forbidden { throw failure.reporting(wasTakenBack: wasTakenBack) }
                if wasTakenBack { throw failure }
            }
            return undecided(sequence, "The API refuses it together with other edits: \(problem.detail)")
        case .conflict(let theirs, let entry):
            let isDeletion = queue[sequence]?.change.kind == .delete
            if entry == sequence, takeBack(sequence) {
                if theirs == .deleted, isDeletion { throw CommandFailure(.notFound, Self.unknownMessage) }
                throw CommandFailure(theirs, changing: base)
            }
            return undecided(sequence, "Somebody else changed the same fields as other edits it is sent with.")
        case .pending(let status): return try kept(sequence, status, base)
        }
    }

    private static let unknownMessage =
        "Nothing was deleted: the API does not know this customer any more. If it was restored from a backup, look at "
        + "what it has; otherwise somebody else was faster."

    /// An edit that has become one with others, which do not go with it when it is taken back.
    private func undecided(_ sequence: JournalRecord.Sequence, _ reason: String) -> Submission {
        guard case .pending(let entry) = queue.fate(of: sequence), entry.needsDecision else {
            return .queued(sequence, because: "Another program has decided on it.", isHeld: false)
        }
        let next = "Decide on all of it; see: customers queue show \(entry.sequence)"
        return .queued(sequence, because: reason + " " + next, isHeld: true)
    }

    private func enter(_ entry: Entry) throws -> JournalRecord.Sequence {
        do throws(JournalAppendFailure) {
            let isRestoration = entry.form.change.kind == .restore
            let request: QueueRequest = isRestoration ? .restore(entry, editsUnder: .random()) : .enter([entry])
            let named = request.naming { name(of: $0, in: queue) }
            guard let sequence = try workspace.journal.append(named).first else {
                preconditionFailure("an entry has a line")
            }
            return sequence
        } catch {
            throw CommandFailure(error)
        }
    }

    private func outcome(
        of sequence: JournalRecord.Sequence, within deadline: Duration
    ) async -> EditResult {
        let synchronizer = workspace.synchronizer
        let results = await withTaskCancellationHandler {
            await synchronizer.waitForResults(of: [sequence], until: .now + deadline)
        } onCancel: {
            Task { await synchronizer.stop() }
        }
        return results[sequence] ?? .pending(.paused)
    }

    /// Decides whether an edit that has not been done stays.
    private func kept(
        _ sequence: JournalRecord.Sequence, _ status: SyncStatus, _ base: Customer?
    ) throws -> Submission {
        switch status {
        case .paused:
            if takeBack(sequence) { throw Interrupted() }
        case .signInNeeded(let message):
            if takeBack(sequence) { throw CommandFailure(.notPermitted, message).reporting(wasTakenBack: true) }
        case .held(let message): return .queued(sequence, because: message, isHeld: true)
        default: break
        }
        if case .inMemory(let reason) = workspace.editStorage {
            // What may have arrived is gone from here with this program, and nobody asks again what became of it.
            let state =
                takeBack(sequence) ? "NOT SAVED." : "It is not known whether the edit was saved: look at the customer."
            throw CommandFailure(.unavailable, "\(state) \(status.obstacle) It could not be queued either: \(reason)")
        }
        let queue = queue
        switch queue.fate(of: sequence) {
        case .pending:
            let (reason, isHeld) = obstacle(of: sequence, status)
            return .queued(sequence, because: reason, isHeld: isHeld)
        // It was finished since.
        case let fate: return try conclude(sequence, EditResult(fate), base)
        }
    }

    /// Why what an entry wanted is not done yet, and whether a person has to do something before it can be.
    func obstacle(of sequence: JournalRecord.Sequence, _ status: SyncStatus) -> (reason: String, isHeld: Bool) {
        if case .held(let message) = status { return (message, true) }
        let queue = queue
        guard case .pending(let entry) = queue.fate(of: sequence), queue.status(of: entry) == .held else {
            return (status.obstacle, false)
        }
        return (Self.heldMessage, true)
    }

    /// Why an edit waits behind one that a person has to decide on.
    static let heldMessage = "An earlier edit of this customer has to be decided on first; see: customers queue"

    /// - Returns: whether it had not left, and took nothing of others along, so that nothing of it will happen.
    private func takeBack(_ sequence: JournalRecord.Sequence) -> Bool {
        (try? workspace.journal.append(.withdraw(sequence))) != nil
    }
}

extension SyncStatus {
    /// A message on why what is queued is not done.
    var obstacle: String {
        switch self {
        case .away(let message, _), .askedToWait(let message, _), .signInNeeded(let message), .held(let message),
            .journalFails(let message):
            message
        case .unsettled(let message): message
        case .anotherProcessSends(let other): other.message
        case .paused: "It was interrupted on its way."
        case .idle, .connecting, .sending, .waiting: "The API has not answered in time."
        }
    }
}

extension CommandFailure {
    /// The same, saying what became of the edit that was entered.
    fileprivate func reporting(wasTakenBack: Bool) -> CommandFailure {
        let end = wasTakenBack ? "The edit was taken back." : "The edit is kept; see: customers queue"
        return CommandFailure(status, "\(message) \(end)")
    }

    /// Somebody else was faster, and both changed the same.
    fileprivate init(_ theirs: JournalRecord.Theirs, changing base: Customer?) {
        switch theirs {
        case .deleted: self.init(.notFound, "Nothing was saved: the customer was deleted meanwhile.")
        case .changed(let current):
            guard let base else {
                self.init(.tryLater, "Nothing was saved: there is a customer with this id already.")
                return
            }
            self.init(changedMeanwhile: base, now: current)
        }
    }

    /// Says what they changed.
    private init(changedMeanwhile base: Customer, now current: Customer) {
        let changes = CustomerField.allCases.filter { base.details[$0] != current.details[$0] }.map { field in
            "\(field.label): \(base.details[field] ?? "–") → \(current.details[field] ?? "–")"
        }
        let headline =
            "Nothing was saved: the customer was changed meanwhile\(current.byAuthor) "
            + "(version \(current.version)). Look at the changes and run the command again."
        self.init(.tryLater, headline, lines: changes.map { "  " + $0 })
    }
}

// MARK: - For people and programs

/// A customer as an edit has left them, or will.
struct EditedCustomer: Sendable {
    let customer: Customer
    let isQueued: Bool
    /// Whether there was anything to change.
    var isChanged = true
}

extension CommandContext {
    /// The customer after an edit: the server's copy, or what the queue makes of them.
    func edited(_ id: CustomerID, _ submission: Submission, from base: Customer?) async throws -> EditedCustomer {
        switch submission {
        case .done(let customer, let version):
            if customer != id { StandardError.say("The customer was deleted meanwhile, and is created again.") }
            let id = customer
            do throws(APIFailure) {
                let known = [id == base?.id ? base?.version : nil, version].compactMap(\.self).max()
                let customer = try await api.customer(id, since: known)
                await workspace.store(.customer(customer))
                return EditedCustomer(customer: customer, isQueued: false)
            } catch {
                throw CommandFailure(
                    CommandFailure(error).status, "It is saved, but cannot be shown: \(error.message)")
            }
        case .queued(let sequence, let reason, let isHeld):
            Self.reportQueued(reason, isHeld: isHeld)
            let queue = queue
            let id = if case .pending(let entry) = queue.fate(of: sequence) { entry.customer } else { id }
            if let customer = queue.shown(id, on: id == base?.id ? base : nil) {
                return EditedCustomer(customer: customer, isQueued: true)
            }
            // A creation that was finished just now.
            let end = try conclude(sequence, EditResult(queue.fate(of: sequence)), base)
            return try await edited(id, end, from: base)
        }
    }

    static func reportQueued(_ reason: String, isHeld: Bool) {
        let when = " It is sent with the next edit that reaches the API, by the open interface, or by: customers sync"
        StandardError.say("Queued. " + reason + (isHeld ? "" : when))
    }
}

extension StandardOutput {
    func write(_ edited: EditedCustomer, asJSON: Bool, in zone: TimeZoneRules) throws(CommandFailure) {
        if asJSON, edited.isQueued {
            try writeJSON(JSONText.line(QueuedCustomerJSON(customer: edited.customer)) + "\n")
        } else {
            try write(edited.customer, asJSON: asJSON, in: zone)
        }
    }
}

/// A customer as JSON with the member `queued`: what the screen shows, and the server does not have yet.
private struct QueuedCustomerJSON: Encodable {
    let customer: Customer

    private enum Member: String, CodingKey {
        case queued
    }

    func encode(to encoder: any Encoder) throws {
        try CustomerJSON(customer).encode(to: encoder)
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(true, forKey: .queued)
    }
}
