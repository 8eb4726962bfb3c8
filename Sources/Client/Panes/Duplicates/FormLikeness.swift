import Domain
import Wire
import Wording

/// Who may be the same as whom a form is about, as what is typed stands.
struct FormLikeness: Sendable {
    /// The most telling first.
    var found: [Likeness] = []
    /// What was looked for last.
    var details: CustomerDetails?
    /// The reading from this machine that is waited for.
    var recall: RequestID?
    /// What the server is asked.
    var requests: Set<RequestID> = []
    /// What it was asked before, in this form.
    var asked: Set<String> = []
    /// Everybody who has been named, by this machine or the server: of other texts they may be the same again.
    var named: Set<CustomerID> = []
    /// Whose email it is that the server has refused.
    var owner: CustomerID?
}

/// Looking for who may be the same while one types.
extension FormPane {
    /// The server is asked after this long without typing.
    private static let likenessPauseMilliseconds = 400
    private static let likenessRows = 50

    /// Keeps what is typed, and looks at once on this machine for who may be the same; the server is asked once typing
    /// pauses, where not everybody is kept here.
    mutating func noteChange(_ context: inout PaneContext) {
        keepDraft(&context)
        let details = validDetails
        guard details != likeness.details else { return }
        likeness.details = details
        for id in likeness.requests { context.cancel(id) }
        (likeness.requests, likeness.recall) = ([], nil)
        compare(context)
        let texts = DuplicateTraits(details).searchTexts
        guard isChanged, !texts.isEmpty else { return context.perform(.stop(.likenessPause)) }
        let query = LocalQuery(
            subject: .duplicates(of: details, except: subjectID), after: nil, limit: Duplicate.maximumShown)
        likeness.recall = context.recall(query)
        let isDue = context.asksServerForLikeness && !likeness.asked.isSuperset(of: texts)
        let pause = BackgroundEffect.start(.likenessPause, milliseconds: Self.likenessPauseMilliseconds)
        context.perform(isDue ? pause : .stop(.likenessPause))
    }

    /// Typing has paused: asks the server for what it was not asked for yet.
    mutating func askForLikeness(_ context: inout PaneContext) {
        guard stage == .editing, context.asksServerForLikeness, let details = likeness.details else { return }
        for text in DuplicateTraits(details).searchTexts where likeness.asked.insert(text).inserted {
            let query = ListQuery(limit: Self.likenessRows, search: text)
            likeness.requests.insert(context.send(.list(query), for: .likeness(id)))
        }
    }

    /// Receives customers whom the directory has already.
    mutating func receive(alike ids: [CustomerID], _ context: PaneContext) {
        likeness.named.formUnion(ids)
        compare(context)
    }

    private mutating func compare(_ context: PaneContext) {
        likeness.found = []
        guard let details = likeness.details, isChanged else { return }
        likeness.found = context.model.likenesses(
            of: DuplicateTraits(details), among: Array(likeness.named), except: subjectID,
            known: subject.details.map { DuplicateTraits($0) })
    }

    /// What is typed, as far as it is valid.
    private var validDetails: CustomerDetails {
        func value(_ field: CustomerField) -> String? { try? field.validated(field.unwrapped(text(field))) }
        var further: [CustomerField: String] = [:]
        for field in CustomerField.later { further[field] = value(field) }
        return CustomerDetails(
            trustedName: value(.name) ?? "", email: value(.email), phone: value(.phone), address: value(.address),
            further: further)
    }

    // MARK: What is said, and where it leads

    /// Goes to the customer who has the email, or may be the same; what is typed is kept.
    func openDuplicate(_ number: Int, _ context: inout PaneContext, _ navigator: inout Navigator) {
        guard stage == .editing else { return }
        let owner = takenBy.map { [$0] } ?? []
        let all = owner + context.model.standing(likeness.found, of: subjectID).map(\.id).filter { !owner.contains($0) }
        guard all.indices.contains(number - 1) else {
            return context.post(.plain("No likely duplicates found."))
        }
        let id = all[number - 1]
        guard context.model.shown(id) != nil else { return context.askForUnknown(id) }
        navigator.go(.openDuplicate(id))
    }

    /// Who has the email that stands in the form, as the server has said.
    var takenBy: CustomerID? { fields[.email]?.verdict == nil ? nil : likeness.owner }
}

extension PaneContext {
    /// Whether somebody may be with the server and not here.
    var asksServerForLikeness: Bool {
        if case .whole = model.replica { false } else { model.connection.takesEdits }
    }

    /// What stands below a field of who may be the same: below one field only, in a line of its own.
    func likenessText(on field: CustomerField, of form: FormPane) -> String? {
        let all = model.standing(form.likeness.found, of: form.subjectID)
        guard let first = all.first, first.reason.field == field, let details = form.likeness.details,
            let name = model.shown(first.id)?.name
        else { return nil }
        let others = all.count == 1 ? "" : " and \(Phrases.count(all.count - 1, "other"))"
        return "\(text(of: first, details).sentenceStart): \(name)\(others); " + opensText(in: .form)
    }

    /// `Ctrl-G opens`
    func opensText(in scope: Scope) -> String { "\(keyName(.openDuplicate, in: scope)) opens" }
}

extension Duplicate.Reason {
    /// Where it is told of in a form.
    fileprivate var field: CustomerField {
        switch self {
        case .phone: .phone
        case .email: .email
        case .name: .name
        }
    }
}
