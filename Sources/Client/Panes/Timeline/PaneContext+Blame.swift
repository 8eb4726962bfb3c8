import Domain
import Journal
import Screen

extension Model {
    /// Who set the fields as they are, as far as the timeline tells; `nil` before anything of it has come.
    func blame(of id: CustomerID) -> Blame? {
        guard let known = timelines[id], known.seenAt != nil, let customer = directory[id] else { return nil }
        var blame = Blame(of: customer)
        for entry in known.entries { blame.read(entry) }
        return blame
    }

    /// Whether older entries may tell more of who set the fields.
    fileprivate func mayTellMoreBlame(of id: CustomerID) -> Bool {
        guard let known = timelines[id], known.failure == nil, known.entries.count < Self.entriesForBlame else {
            return false
        }
        return known.cursor != nil && blame(of: id)?.isComplete == false
    }

    /// Further back than this it is not looked.
    private static let entriesForBlame = 100
}

extension PaneContext {
    /// `kim, 2 h ago`; empty where there is nothing to say.
    ///
    /// - Parameter blame: the customer's, as ``Model/blame(of:)`` has it.
    func blameText(of field: CustomerField, _ id: CustomerID, in blame: Blame?) -> String {
        let edits = model.queue.entries(for: id)
        if edits.contains(where: { $0.change.kind != .delete && $0.change.fields.contains(field) }) {
            return "not sent yet"
        }
        let asked = isAskingTimeline(of: id) ? glyphs.ellipsis : nil
        return switch blame?.origin(of: field) {
        case .entry(let entry)?:
            [entry.author, age(of: entry.moment)].compactMap(\.self).joined(separator: ", ")
        case .before(let moment)?: asked ?? "before \(environment.zone.dateText(of: moment))"
        case .never?: ""
        case nil: asked ?? "not known here"
        }
    }
}

extension DetailPane {
    mutating func toggleBlame(_ context: inout PaneContext) {
        showsBlame.toggle()
        if showsBlame { context.lookIntoTimeline(of: id) }
    }
}

extension CustomersScreen {
    /// Asks for older entries while some field's is not found, and not without end.
    func readOnForBlame(_ context: inout PaneContext) {
        guard let detail, detail.showsBlame, context.model.mayTellMoreBlame(of: detail.id) else { return }
        context.askOlderEntries(of: detail.id)
    }
}
