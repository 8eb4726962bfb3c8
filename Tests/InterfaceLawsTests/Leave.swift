import Domain
import Journal
import Wire

@testable import Panes

/// Law 2: nothing from outside moves focus, selection or subject. What a person has asked for may end, and no more.
struct Leave {
    /// A save that was asked for ends the form, or brings a refusal to its fields.
    private let isSaving: Bool
    private let hasKeysSinceSave: Bool
    /// An answer to the conflict that was given ends it.
    private let isAnswering: Bool
    /// The first rows come, or the question of the start, and nobody is at the keys yet.
    private let isUntouched: Bool
    private let scope: Scope
    /// The API says what it and its caller can do: the footer offers other keys in the same place.
    private let changesKeys: Bool
    /// Who is erased, by number: no name of theirs may stay.
    private let erased: Set<Int>

    init(_ app: App, _ event: Event, isUntouched: Bool) {
        let form = app.navigation.customers.openForm
        erased = event.erased
        scope = app.navigation.scopeBelow
        changesKeys = event.changesKeys
        isSaving = scope == .form && form.map { $0.stage != .editing } ?? false
        hasKeysSinceSave = form?.hasKeysSinceSave ?? false
        isAnswering =
            scope == .conflict
            && app.model.writes.recordings.values.contains { if case .answer = $0.purpose { true } else { false } }
        if case .draftsFound = event {
            self.isUntouched = !app.chrome.hasInput
        } else {
            self.isUntouched = isUntouched && !app.navigation.customers.listing.rows.isEmpty
        }
    }

    /// Where the footer names no key that does nothing with what is marked, or in an empty queue.
    private static let withKeysOfContents: Set<Scope> = [.queue, .entry, .bulk]

    /// - Parameter isResize: then the footer, and how much of a name can be read, may be others.
    func finding(_ before: Focus, _ after: Focus, isResize: Bool) -> Finding? {
        let mayChangeKeys = changesKeys || Self.withKeysOfContents.contains(before.scope)
        let isElsewhere = mayChangeKeys ? before.scope != after.scope : before.place != after.place
        if !isResize, isElsewhere {
            let isEnd = (isSaving || isAnswering) && !after.place.contains("theirs") && !after.place.contains("close")
            return isEnd || isUntouched
                ? nil : Finding(law: 2, text: "the focus went from \"\(before.place)\" to \"\(after.place)\"")
        }
        let isOther = after.person != nil || !after.isNamed && !isResize
        if let old = before.person, old != after.person, isOther, !isUntouched {
            let new = after.person.map { "\($0)" } ?? "nobody"
            let isErased = erased.contains(old) && after.person == nil
            if !isAnswering, !isErased {
                return Finding(law: 2, text: "\(old) was named in \(scope.rawValue), and now \(new)")
            }
        }
        // What is typed in a prompt may name them.
        if !isResize, erased.isEmpty, before.part != after.part, !(isSaving && !hasKeysSinceSave) {
            return Finding(
                law: 2, text: "\"\(before.part)\" was marked in \(scope.rawValue), and now \"\(after.part)\"")
        }
        return nil
    }
}

extension Event {
    fileprivate var changesKeys: Bool {
        switch self {
        case .capabilitiesKnown, .callerKnown: true
        default: false
        }
    }

    /// Who is erased by it, by number.
    fileprivate var erased: Set<Int> {
        switch self {
        case .erased(let ids): Set(ids.compactMap(World.number))
        case .erasureAnswered(let id, nil): Set([World.number(of: id)].compactMap(\.self))
        default: []
        }
    }
}
