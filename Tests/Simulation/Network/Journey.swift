import HTTP

/// What becomes of one request: when it reaches the server, if it does, and how it ends for its sender.
///
/// The times are counted from the departure.
struct Journey: Sendable {
    /// A request that reaches the server twice was doubled on the way.
    var arrivals: [Duration]
    var end: End

    enum End: Sendable {
        /// The server's answer to one of the arrivals, so long after it.
        case answer(toArrival: Int, after: Duration, damage: Damage?)
        /// Somebody on the way answers in the server's place.
        case stranger(Stranger, at: Duration)
        case failure(TransportFailure, at: Duration)
    }

    /// What happens to an answer on its way back.
    enum Damage: Sendable {
        case cutBody
        /// A success without its entity tag and what else is said beside the body.
        case lostFields
    }
}

/// How a machine's way to the server is for a while.
enum Weather: CaseIterable, Sendable {
    case calm
    /// Anything may be lost, late, doubled or answered by somebody else.
    case stormy
    /// Nobody can be reached, and connections are refused.
    case cut
    /// Everything that is sent is swallowed.
    case silent
    /// A page to sign in at answers every request.
    case portal
    /// The API wants to be left alone.
    case throttled
    /// The API accepts nobody's sign-in.
    case signedOut
    /// The API, or the gateway before it, fails.
    case failing
}
