package import Journal

extension JournalStatus {
    /// Why nothing is sent or entered, and what to do; `nil` when all is well.
    package var message: String? {
        switch self {
        case .ready: nil
        case .foreign(let api, let asked):
            "The queue belongs to \(api) and is sent only there, not to \(asked). If that is the same API now, run: customers "
                + "queue adopt – otherwise use this program on the other address, or discard what waits."
        case .readOnly(let reason): reason
        case .unconfirmed:
            "The journal was damaged. Look at what is left of it (customers queue), then run: customers queue confirm"
        }
    }

    /// The same with the commands that help, for people who work without the interface.
    package var commandMessage: String? {
        guard case .foreign(let api, let asked) = self else { return message }
        return
            "The queue of this profile belongs to \(api) and is sent only there, not to \(asked). If that is the same API "
            + "now, move it with: customers queue adopt – otherwise send it with: customers sync --api \(api) – or throw an edit away with: customers queue discard SEQ --api \(api) – or give the other address "
            + "a queue of its own with: --profile NAME"
    }
}

extension JournalAppendFailure {
    /// What happened and what to do.
    package var message: String {
        switch self {
        case .refused(.finished): "It is finished already."
        case .refused(.shared): "Other edits have become one with it; look at all of it: customers queue"
        case .refused(.underWay): "It is on its way to the server; wait until it is known what became of it."
        case .closed(let status): status.message ?? "The journal takes nothing just now; try again."
        case .notSaved(let failure, mayReappear: false): failure.message
        case .notSaved(let failure, mayReappear: true):
            failure.message + " It may turn up in the queue at a later start."
        }
    }

    /// The same with the commands that help, for people who work without the interface.
    package var commandMessage: String {
        if case .closed(let status) = self, let text = status.commandMessage { text } else { message }
    }
}

extension OtherSender {
    /// Silence that is worth a word: the API itself may take so long for an answer.
    private static let notableSeconds = 10

    /// Who sends, whether it gets on, and what to do when it cannot.
    package var message: String {
        let name = "Another program of yours" + (process.map { " (process \($0.id))" } ?? "")
        if let process, process.isStopped {
            return "\(name) was sending the queue and is stopped, so nothing is sent. Let it go on with: fg, or "
                + "kill -CONT \(process.id)"
        }
        let silence = silentSeconds >= Self.notableSeconds ? " and has been silent for \(silentSeconds) s" : ""
        return "\(name) is sending the queue\(silence)."
    }
}
