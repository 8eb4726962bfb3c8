import Domain
import Screen
import Wire
import Wording

/// Who may be the same as the customer whose details are shown: asked for once, when one is there.
enum DetailLikeness: Hashable, Sendable {
    case unasked
    /// The server is asked, or this machine.
    case asked(RequestID)
    case recalled(RequestID)
    /// The most telling first.
    case found([Likeness])

    var all: [Likeness] {
        if case .found(let all) = self { all } else { [] }
    }
}

extension DetailPane {
    /// Whom one steps past is not asked about.
    func isDueForLikeness(_ context: PaneContext) -> Bool {
        guard isUnasked(context), context.model.shown(id) != nil, !context.model.isGone(id) else { return false }
        return freshness != .local || context.model.directory[id] == nil
    }

    /// Also while the answer went to nobody, for a form lay over the details.
    private func isUnasked(_ context: PaneContext) -> Bool {
        switch likeness {
        case .unasked: true
        case .asked(let request): context.model.requests[request] == nil
        case .recalled, .found: false
        }
    }

    /// Goes to who may be the same.
    func openDuplicate(_ number: Int, _ context: inout PaneContext, _ navigator: inout Navigator) {
        let all = context.model.standing(likeness.all, of: id)
        guard all.indices.contains(number - 1) else {
            return context.post(.plain("No likely duplicates found."))
        }
        navigator.go(.openDuplicate(all[number - 1].id))
    }

    /// Asks whether the first of them is somebody else, which the server remembers for everybody, and for good.
    func dismissDuplicate(_ context: inout PaneContext, _ navigator: inout Navigator) {
        guard context.mayWrite() else { return }
        guard let first = context.model.standing(likeness.all, of: id).first else {
            return context.post(.plain("No likely duplicates found."))
        }
        guard context.model.capabilities?.contains(.duplicates) ?? true else {
            return context.post(.warning("This API does not remember who is not the same."))
        }
        guard context.model.connection.takesEdits else {
            return context.post(.warning("This needs the API, which cannot be reached; say it again once it can be."))
        }
        for id in [id, first.id] where context.model.directory[id]?.version ?? 0 < 1 {
            let name = context.model.name(of: id)
            return context.post(.warning("\(name) is not with the server yet; say it again once they are."))
        }
        navigator.ask(
            Question(
                title: "Not the same person?",
                lines: [
                    "\(context.model.name(of: id)) and \(context.model.name(of: first.id)) are never offered as likely",
                    "duplicates of one another again, to anybody; undo does not take that back.",
                ],
                choices: [
                    .init(key: "y", title: "not the same", action: .dismiss(CustomerPair(id, first.id))),
                    .init(key: "n", title: "leave it", action: .none),
                ]))
    }
}

extension PaneContext {
    /// Who may be the same, below all else; none for nobody.
    func likenessLines(of pane: DetailPane, _ columns: Int) -> [DetailLine] {
        let all = model.standing(pane.likeness.all, of: pane.id)
        guard let details = model.shown(pane.id)?.details, !all.isEmpty else { return [] }
        let named = all.prefix(Self.namedAlike).map { "\(model.name(of: $0.id)), \(text(of: $0, details))" }
        let others = all.count > named.count ? [Phrases.count(all.count - named.count, "other")] : []
        let dismisses =
            environment.isReadOnly ? "" : ", \(keyName(.dismissDuplicate, in: .detail)) says that they are not"
        let sentence =
            "Perhaps the same as \((named + others).joined(separator: "; ")). "
            + "\(opensText(in: .detail))\(dismisses)."
        return [DetailLine()]
            + DisplayLines.wrapped(sentence, columns: columns).map { line in
                var line = DetailLine(line, .dim)
                line.sign(glyphs.alike, .dim)
                return line
            }
    }

    private static let namedAlike = 3
}
