package import Domain

/// What the synchronisation of the queue is doing, as far as the person needs to know.
package enum SyncState: Hashable, Sendable {
    /// Nothing is to be sent, or nothing may be sent yet.
    case idle
    case sending
    /// The API cannot be reached; it is tried again by itself.
    case waiting
    /// The API has asked to be left alone until then, whatever else it answers.
    case askedToWait(until: Timestamp, sentence: String)
    /// Nothing is sent before the person has signed in; the sentence says how.
    case paused(String)
    /// Another program of the same person sends.
    case elsewhere
    /// The queue belongs to another API, to which alone it is sent.
    case held(api: String)
    /// The journal was damaged: nothing is sent before the person has looked at what is left.
    case unconfirmed
    /// Nothing can be sent, for a reason that does not pass by itself; the sentence says what to do.
    case failing(String)
}
