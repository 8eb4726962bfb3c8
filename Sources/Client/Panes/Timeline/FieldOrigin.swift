import Domain
import Journal
import Screen
import Wording

/// Who has set a field as it is, as far as the timeline tells.
enum FieldOrigin: Hashable, Sendable {
    case by(String?, Timestamp)
    /// It is not recorded when; it was so already then.
    case before(Timestamp)
    /// By an edit that is under way.
    case notSent
    /// It was always empty.
    case never
    /// What has come does not tell.
    case unknown
}

extension KnownTimeline {
    func blame(of field: CustomerField) -> FieldOrigin {
        var moment = seenAt
        for entry in entries where entry.kind.makesVersion {
            guard !entry.isTrimmed else { break }
            if entry.edit.changes[field] != nil {
                return entry.kind == .baseline ? .before(entry.moment) : .by(entry.author, entry.moment)
            }
            if entry.kind == .baseline || entry.kind == .created { return .never }
            moment = entry.moment
        }
        return moment.map { .before($0) } ?? .unknown
    }

    /// Whether older entries may tell more.
    var mayTellMore: Bool {
        guard cursor != nil, failure == nil, entries.count < Self.readEntries else { return false }
        return CustomerField.allCases.contains {
            if case .before(let moment) = blame(of: $0) {
                moment == entries.last?.moment || entries.isEmpty
            } else {
                false
            }
        }
    }

    /// Further back than this it is not looked.
    private static let readEntries = 100
}

extension PaneContext {
    func blame(of field: CustomerField, _ id: CustomerID) -> FieldOrigin {
        let edits = model.queue.entries(for: id)
        if edits.contains(where: { $0.change.kind != .delete && $0.change.fields.contains(field) }) { return .notSent }
        return model.timelines[id]?.blame(of: field) ?? .unknown
    }

    /// `kim, 2 h ago`; empty where there is nothing to say.
    func blameText(of field: CustomerField, _ id: CustomerID) -> String {
        switch blame(of: field, id) {
        case .by(let author, let moment):
            [author, Phrases.age(of: moment, at: chrome.now)].compactMap(\.self).joined(separator: ", ")
        case .before(let moment):
            isAskingTimeline(of: id) ? glyphs.ellipsis : "before \(moment.dateText)"
        case .notSent: "not sent yet"
        case .never: ""
        case .unknown: isAskingTimeline(of: id) ? glyphs.ellipsis : "not known here"
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
        guard let detail, detail.showsBlame, context.model.timelines[detail.id]?.mayTellMore == true else { return }
        context.askOlderEntries(of: detail.id)
    }
}
