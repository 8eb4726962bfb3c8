/// A broken promise.
package struct Finding: Hashable, Sendable, CustomStringConvertible {
    package let rule: Rule
    package let detail: String

    package var description: String { "\(rule.rawValue): \(detail)" }

    /// What the queue and its synchronisation promise.
    package enum Rule: String, Hashable, Sendable, CaseIterable {
        // What becomes of an edit.
        case nowhere = "a saved edit is nowhere"
        case inTwoPlaces = "an edit is in two places"
        case unknown = "an entry that nobody made"
        case notDrained = "an entry is left that nothing keeps"
        case noEffect = "acknowledged without its effect"
        case otherEffect = "another effect than was wanted"
        case effectTwice = "an effect happened twice"
        case effectOfTakenBack = "the effect of what was taken back or waits for an answer"
        case endedUnasked = "taken back by nobody"
        case deletedEarly = "a deletion left before its time"
        case toldOtherwise = "told otherwise than it went"
        // What it does to others'.
        case overwrittenUnread = "a value was overwritten unread"
        case outOfOrder = "one customer's edits in another order"
        case keptOfErased = "something is kept of a person who was erased"
        // How it is sent.
        case unmarked = "sent before it was marked on the disk"
        case keyReused = "a key with another request"
        case twoOfOneCustomer = "two requests of one customer at once"
        case twoSenders = "two processes send at once"
        case tooMany = "more requests at once than agreed"
        case impatient = "asked again before the time in Retry-After"
        case sentElsewhere = "a write went to another host"
        case restless = "it never comes to rest"
        case unopened = "a journal could not be opened"
    }
}
