package import HTTP

/// One call of the API with everything it says, valid and normalised.
///
/// The client writes a call as a request and the server reads a request as a ``Call``: both live in this module, so the
/// two cannot drift apart.
package enum Call: Hashable, Sendable {
    case read(ReadCall)
    case write(WriteCall)
    case report(ReportCall)
}

/// What reads and writes have in common; each has answers of its own.
package protocol CallKind: Hashable, Sendable {
    /// What the API says to such a call that succeeds.
    associatedtype Answer: Hashable, Sendable

    var route: Route { get }
    /// The call as the client sends it; the transport adds host, credentials and lengths.
    var request: Request { get }

    /// What a response with the status of a success says; `answer(in:)` checks it, too.
    func read(_ response: Response) throws -> Answer
    /// Whether an answer is one to this very call.
    ///
    /// Caches, proxies and load balancers mix answers up, and serve old ones. A read has to be about the customer that was
    /// asked for, as they are now; a write is done when the answer shows what it was to do.
    func check(_ answer: Answer) throws(AnswerFailure)
    /// Whether a refusal is one of what was sent and, when it tells of a customer, of the right one.
    func check(_ problem: Problem) throws(AnswerFailure)
}
