import Domain
import Journal
import Screen

/// What the list says beside a customer with edits under way, or whom others have just changed.
enum RowSign: Hashable, Sendable {
    case pending, deletion, conflict, rejected, changed

    /// The sign of one entry.
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
        case .changed: glyphs.changed
        }
    }

    var tone: Notice.Tone {
        switch self {
        case .pending, .deletion, .changed: .plain
        case .conflict: .warning
        case .rejected: .error
        }
    }
}
