/// What the synchronisation of the queue is doing, as far as the person needs to know; whether the API can be reached is
/// the ``Connection``'s to say.
package enum SyncState: Hashable, Sendable {
    /// Nothing is to be sent, nothing may be sent yet, or the API cannot be reached.
    case idle
    case sending
    /// Another program of the same person sends.
    case elsewhere
    /// The queue belongs to another API, to which alone it is sent.
    case held(api: String)
    /// The journal was damaged: nothing is sent before the person has looked at what is left.
    case unconfirmed
    /// Nothing can be sent, for a reason that does not pass by itself; the message says what to do.
    case failing(String)
}
