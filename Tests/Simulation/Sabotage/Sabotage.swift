/// Something that a hasty synchronisation would do wrong, brought about from outside: through the journal that it writes
/// to, or through what it hears of its requests.
package enum Sabotage: String, Sendable, CaseIterable {
    case sendsBeforeMarking
    case reusesKeyAfterMerge
    case takesVersionOfBody
    case acknowledgesAnything
    case acknowledgesEarly
    case takesTimeoutForNothing
    case followsRedirections
    case ignoresRetryAfter
    case twoOfOneCustomer
    case dropsMerge
    case twoSenders
    case takesBackWhatLeft
    case forgetsRefusals
    case releasesDeletionsAtStart
    case takesMergedForTakenBack
    case withdrawsWhatCarriesOthers
    case sendsNotesTwice
    case forgetsErasures

    /// What the audit must say of it, among other things.
    package var finding: Set<Finding.Rule> {
        switch self {
        case .sendsBeforeMarking: [.unmarked]
        case .reusesKeyAfterMerge: [.keyReused]
        case .takesVersionOfBody: [.overwrittenUnread, .noEffect]
        case .acknowledgesAnything, .acknowledgesEarly: [.noEffect]
        case .takesTimeoutForNothing: [.effectOfTakenBack, .keyReused]
        case .takesBackWhatLeft: [.effectOfTakenBack]
        case .followsRedirections: [.sentElsewhere]
        case .ignoresRetryAfter: [.impatient]
        case .twoOfOneCustomer: [.twoOfOneCustomer]
        case .dropsMerge: [.restless, .notDrained]
        case .twoSenders: [.twoSenders]
        case .forgetsRefusals: [.noEffect]
        case .releasesDeletionsAtStart: [.deletedEarly]
        case .takesMergedForTakenBack: [.toldOtherwise]
        case .withdrawsWhatCarriesOthers: [.endedUnasked]
        case .sendsNotesTwice: [.effectTwice]
        case .forgetsErasures: [.keptOfErased]
        }
    }
}
