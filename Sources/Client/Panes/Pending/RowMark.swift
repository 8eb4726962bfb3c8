import Domain
import Journal
import Screen

/// What the list says beside a customer with edits under way.
enum RowMark: Hashable, Sendable {
    case pending, deletion, conflict, rejected

    /// The mark of one entry.
    init(_ entry: PendingEdit) {
        switch entry.state {
        case .conflict: self = .conflict
        case .rejected: self = .rejected
        case .waiting, .sending, .covered: self = entry.change.kind == .delete ? .deletion : .pending
        }
    }

    func glyph(_ glyphs: Glyphs) -> String {
        switch self {
        case .pending: glyphs.pending
        case .deletion: glyphs.deletion
        case .conflict: glyphs.conflict
        case .rejected: glyphs.rejected
        }
    }

    var tone: Notice.Tone {
        switch self {
        case .pending, .deletion: .plain
        case .conflict: .warning
        case .rejected: .error
        }
    }
}
