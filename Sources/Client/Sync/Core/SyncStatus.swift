package import Journal

/// What the synchronisation is doing.
package enum SyncStatus: Hashable, Sendable {
    /// Nothing is to be sent.
    case idle
    /// It finds out whether the API can be reached.
    case connecting
    case sending(requests: Int)
    /// It tries again then, by the synchronisation's own time.
    case away(message: String, until: Duration)
    /// The API has asked to be left alone until then.
    case askedToWait(message: String, until: Duration)
    /// Nothing but time stands between some entries and the server: a deletion that can still be taken back, or a pause
    /// after the server failed on them.
    case waiting(until: Duration)
    /// Of one edit: it goes again and again, and what came back last does not tell what became of it.
    case unsettled(message: String)
    /// Everything is kept until somebody signs in.
    case signInNeeded(message: String)
    case anotherProcessSends(OtherSender)
    /// Nothing is sent, for a reason that lies in the journal, such as that it belongs to another API.
    case held(message: String)
    /// What became of requests cannot be written down, so none is sent.
    case journalFails(message: String)
    case paused

    /// Whether nothing will go out soon, as far as this process knows.
    package var isStuck: Bool {
        switch self {
        case .away, .askedToWait, .signInNeeded, .held, .journalFails, .paused: true
        case .anotherProcessSends(let other): other.isStopped
        case .idle, .connecting, .sending, .waiting, .unsettled: false
        }
    }
}
