/// What a token proves.
package enum TokenVerdict: Hashable, Sendable {
    /// Who holds it, and may do something.
    case holder(Principal)
    /// Who holds it, and has been given no right here.
    case withoutRights(Identity, reason: String)
    /// It is no guess: it was good once, or will be.
    case outOfTime(reason: String)
    case wrong(reason: String)
    /// Whether it is good cannot be found out just now.
    case undecided(reason: String, retryAfterSeconds: Int)

    package var caller: RequestContext.Caller {
        switch self {
        case .holder(let principal): .principal(principal)
        case .withoutRights(let identity, let reason): .forbidden(identity, reason: reason)
        case .outOfTime(let reason), .wrong(let reason): .unauthenticated(reason: reason)
        case .undecided(let reason, let seconds): .undecided(reason: reason, retryAfterSeconds: seconds)
        }
    }
}
