package import Wire

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
    case nextCustomer = "next-customer"
    case previousCustomer = "previous-customer"
    case goBack = "go-back"
    case goForward = "go-forward"
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
    case copyRecord = "copy-record"
    case sort
    case columns
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
    case views
    case nextMatch = "next-match"
    case previousMatch = "previous-match"
    case openEditor = "editor"
    case mark
    case markRange = "mark-range"
    case markAll = "mark-all"
    case tag
    case export
    case timeline
    case note
    case blame
    case putBack = "put-back"
    case putBackAll = "put-back-all"
    case restore
    case openDuplicate = "open-duplicate"
    case dismissDuplicate = "not-the-same"

    /// Whether the command leads to a change: a read-only session neither offers nor performs it.
    package var isWrite: Bool {
        switch self {
        case .edit, .new, .delete, .undo, .redo, .syncNow, .retry, .discard, .confirm, .chooseTheirs, .chooseMine,
            .save, .copyUnsaved, .openEditor, .tag, .note, .putBack, .putBackAll, .restore, .dismissDuplicate:
            true
        case .moveUp, .moveDown, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .goToTop, .goToBottom, .search, .open,
            .back, .nextPane, .nextCustomer, .previousCustomer, .goBack, .goForward, .queue, .copy, .copyRecord, .sort,
            .columns, .views, .refresh, .mask, .palette, .help, .redraw, .suspend, .quit, .nextField, .previousField,
            .clear, .nextMatch, .previousMatch, .mark, .markRange, .markAll, .export, .timeline, .blame, .openDuplicate:
            false
        }
    }

    /// What the API must be able to do for it; `nil` for what every API can.
    package var capability: Capability? {
        switch self {
        case .timeline, .note, .blame, .putBack, .putBackAll: .timeline
        case .restore: .trash
        default: nil
        }
    }
}

extension Command {
    /// Whether it only leads elsewhere in a pane, so that a number typed before it means something.
    var isMovement: Bool {
        switch self {
        case .moveUp, .moveDown, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .goToTop, .goToBottom, .nextCustomer,
            .previousCustomer, .openDuplicate:
            true
        default: false
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
    case output
    case bulk
    case timeline
    case entry
    case note
    case trash
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
        case .output: "Output of a command"
        case .bulk: "Several customers at once"
        case .timeline: "Timeline"
        case .entry: "Entry of a timeline"
        case .note: "Note"
        case .trash: "Trash"
        case .overlay: "Dialogs, help and palette"
        }
    }

    /// Whether printable keys are text here and not commands.
    var takesText: Bool {
        self == .search || self == .form || self == .note
    }

    /// Whether digits are a number before a movement here.
    var takesCounts: Bool {
        switch self {
        case .list, .detail, .queue, .timeline, .trash: true
        case .search, .form, .conflict, .output, .bulk, .entry, .note, .overlay: false
        }
    }

    /// Whether one only gets here to change something.
    var isForWriting: Bool {
        self == .form || self == .note
    }

    /// What the API must be able to do for one to get here; `nil` for what every API can.
    var capability: Capability? {
        switch self {
        case .timeline, .entry, .note: .timeline
        case .trash: .trash
        case .list, .search, .detail, .form, .queue, .conflict, .output, .bulk, .overlay: nil
        }
    }
}
