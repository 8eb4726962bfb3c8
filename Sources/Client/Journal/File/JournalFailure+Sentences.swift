extension JournalStatus {
    /// Why nothing is sent or entered, and what to do; `nil` when all is well.
    package var sentence: String? {
        switch self {
        case .ready: nil
        case .foreign(let api):
            "The queue belongs to \(api) and is sent only there. Use this program on that address, or discard what waits."
        case .readOnly(let reason): reason
        case .unconfirmed:
            "The journal was damaged. Look at what is left of it (customers queue), then run: customers queue confirm"
        }
    }
}

extension JournalAppendFailure {
    /// What happened and what to do.
    package var sentence: String {
        switch self {
        case .refused(.finished): "It is done with already."
        case .refused(.shared): "Other edits have become one with it; look at all of it: customers queue"
        case .refused(.underWay): "It is on its way to the server; wait until it is known what became of it."
        case .closed(let standing): standing.sentence ?? "The journal takes nothing just now; try again."
        case .notSaved(let failure, mayReappear: false): failure.sentence
        case .notSaved(let failure, mayReappear: true):
            failure.sentence + " It may turn up in the queue at a later start."
        }
    }
}
