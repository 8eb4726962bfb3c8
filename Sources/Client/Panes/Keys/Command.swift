/// Everything a person can tell the interface to do.
///
/// The raw value is the name that the configuration's `[keys]` table and the palette use.
package enum Command: String, CaseIterable, Sendable {
    case moveUp = "up"
    case moveDown = "down"
    case pageUp = "page-up"
    case pageDown = "page-down"
    case halfPageUp = "half-page-up"
    case halfPageDown = "half-page-down"
    case goToTop = "top"
    case goToBottom = "bottom"
    case search
    case open
    case back
    case nextPane = "next-pane"
    case edit
    case new
    case delete
    case undo
    case redo
    case queue
    case syncNow = "sync"
    case retry
    case discard
    case confirm
    case chooseTheirs = "choose-theirs"
    case chooseMine = "choose-mine"
    case copy
    case sort
    case refresh
    case mask
    case palette
    case help
    case redraw
    case suspend
    case quit
    case save
    case nextField = "next-field"
    case previousField = "previous-field"
    case clear
    case copyUnsaved = "copy-unsaved"

    /// Whether the command leads to a change: a read-only session neither offers nor performs it.
    package var isWrite: Bool {
        switch self {
        case .edit, .new, .delete, .undo, .redo, .syncNow, .retry, .discard, .confirm, .chooseTheirs, .chooseMine,
            .save, .copyUnsaved:
            true
        case .moveUp, .moveDown, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .goToTop, .goToBottom, .search, .open,
            .back, .nextPane, .queue, .copy, .sort, .refresh, .mask, .palette, .help, .redraw, .suspend, .quit,
            .nextField, .previousField, .clear:
            false
        }
    }
}

/// Where a key has a meaning.
package enum Scope: String, CaseIterable, Sendable {
    case list
    case search
    case detail
    case form
    case queue
    case conflict
    case overlay

    /// The heading above the scope's keys in the help.
    package var title: String {
        switch self {
        case .list: "List"
        case .search: "Search"
        case .detail: "Detail"
        case .form: "Form"
        case .queue: "Queue"
        case .conflict: "Conflict"
        case .overlay: "Dialogs, help and palette"
        }
    }

    /// Whether printable keys are text here and not commands.
    package var takesText: Bool {
        self == .search || self == .form
    }

    /// Whether one only gets here to change something.
    package var isForWriting: Bool {
        self == .form
    }
}
