import Domain
import Journal
import Screen
import Wire
import Wording

/// What is said of an edit that is under way.
extension PaneContext {
    /// Its state in a few words, with the reason.
    func stateText(of entry: PendingEdit) -> String {
        guard model.queue[entry.sequence] != nil else { return model.queue.fate(of: entry.sequence).label }
        return switch entry.state {
        case .waiting: waitingText(of: entry)
        case .sending: entry.attempts > 1 ? "on its way, attempt \(entry.attempts)" : "on its way"
        case .covered: "goes with the one before"
        case .rejected(let problem): "refused: \(reason(problem))"
        case .conflict(.changed(let theirs)): "conflict: changed meanwhile\(theirs.byAuthor)"
        case .conflict(.deleted):
            model.restored(entry.customer, since: entry.change.version) == nil
                ? "conflict: deleted meanwhile" : "conflict: deleted meanwhile, restored since"
        }
    }

    /// `2 on their way, 10 wait`
    func stateText(of members: [PendingEdit]) -> String {
        let waiting = members.count { $0.state == .waiting }
        let parts = [(members.count - waiting, "on their way"), (waiting, "wait")]
        return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }

    private func reason(_ problem: Problem) -> String {
        guard problem.kind == .emailTaken, let owner = problem.owner.flatMap({ model.shown($0)?.name }) else {
            return problem.detail
        }
        return "\(owner) has this email."
    }

    private func waitingText(of entry: PendingEdit) -> String {
        if model.queue.isHeld(entry.customer) {
            let next = environment.isReadOnly ? "" : "; \(keyName(.confirm)) lets it go on"
            return "held: the journal was damaged\(next)"
        }
        if model.queue.isHeldUp(entry) {
            return "waits until the one before is decided"
        }
        let waitsForUndo = (0..<Int64(Self.deletionDelaySeconds)).contains(chrome.now.seconds(since: entry.enteredAt))
        guard entry.change.kind == .delete, model.isSending, waitsForUndo else { return "waits" }
        return "waits \(Self.deletionDelaySeconds) s for an undo"
    }

    /// What the edit does, field by field: `Phone: +1 555 0100 → +1 555 0199`.
    func changeTexts(of change: Entry.Change) -> [String] {
        switch change {
        case .create(let new):
            change.fields.map { "\($0.label): \(oneLine(new.details[$0], of: $0))" }
        case .edit(let edit, _):
            change.fields.map { field in
                let (old, new) = (edit.changes[field]?.from, edit.changes[field]?.to)
                return "\(field.label): \(oneLine(old, of: field)) \(glyphs.becomes) \(oneLine(new, of: field))"
            }
        case .delete: ["Deletion"]
        case .note(let text): [noteText(text.text.split(whereSeparator: \.isNewline).joined(separator: " "))]
        case .restore: ["Restoration"]
        }
    }

    /// What the synchronisation is doing, when that needs to be known.
    var syncText: String? {
        guard !model.queue.isEmpty else { return nil }
        return switch model.progress.sync {
        case .idle: connectionText
        case .sending: "sending"
        case .elsewhere: "another program sends"
        case .held(let api): "held for \(api)"
        case .unconfirmed: "held: the journal was damaged"
        case .failing: "stuck"
        }
    }

    private var connectionText: String? {
        if let pause = model.connection.pause {
            return "the API asked us to wait until \(Phrases.clock(pause.until))"
        }
        return switch model.connection.state {
        case .unknown, .online: nil
        case .offline: "the API cannot be reached"
        case .signInNeeded: "paused until you sign in"
        }
    }

    /// What has to happen before anything is sent: `it is sent when …`.
    var whenSent: String {
        switch model.progress.sync {
        case .held(let api): "this program is used on \(api)"
        case .unconfirmed: "you have confirmed what is left of the damaged journal"
        case .failing: "what keeps it here is fixed"
        case .idle, .sending, .elsewhere: whenReached
        }
    }

    private var whenReached: String {
        if let pause = model.connection.pause { return "the API may be asked again, at \(Phrases.clock(pause.until))" }
        return switch model.connection.state {
        case .unknown, .online, .offline: "the API is back"
        case .signInNeeded: "you have signed in"
        }
    }

    func noticeOnDecision(_ entry: PendingEdit) -> Notice {
        Notice(text: stateText(of: entry).sentenceStart, tone: RowSign(entry).tone)
    }

    /// - Parameter scope: where it is said.
    func noticeOfDamage(in scope: Scope) -> Notice {
        let confirm = environment.isReadOnly ? "" : "; \(keyName(.confirm)) lets it go on"
        let next =
            scope == .queue ? "look at what is left of it\(confirm)" : "\(keyName(.queue)) shows what is left of it"
        return .error("The journal was damaged, and nothing is sent: \(next).")
    }

    /// Why nothing is sent, when that does not pass by itself.
    func noticeOfObstacle(in scope: Scope) -> Notice? {
        switch model.progress.sync {
        case .failing(let message): .error(message)
        case .unconfirmed: noticeOfDamage(in: scope)
        case .held(let api):
            model.queue.isEmpty
                ? nil
                : .warning(
                    "What waits here belongs to \(api), and is sent when this program is used on it. If that is the same "
                        + "API, run: customers queue adopt")
        case .idle: model.queue.isEmpty ? nil : noticeOfBarrier
        case .sending, .elsewhere: nil
        }
    }

    /// Why nothing comes through, when that is more than that the API is away.
    private var noticeOfBarrier: Notice? {
        if let pause = model.connection.pause {
            let time = Phrases.clock(pause.until)
            return .warning("\(pause.message) What waits is sent at \(time); \(keyName(.syncNow)) tries at once.")
        }
        return switch model.connection.state {
        case .unknown, .online, .offline: nil
        case .signInNeeded(let message): .warning(message)
        }
    }
}
