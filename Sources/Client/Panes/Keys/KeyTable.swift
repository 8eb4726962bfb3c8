package import Screen

/// One row of the table that keys, footer, help, palette and man page all come from.
package struct KeyRow: Hashable, Sendable {
    package let command: Command
    package let scopes: [Scope]
    package let keys: [Key]
    /// One or two words for the footer.
    package let title: String
    /// A sentence for help and man page.
    package let help: String
    /// Whether the footer shows it, most important first.
    package let footerRank: Int?

    init(
        _ command: Command, _ scopes: [Scope], _ keys: [Key], _ title: String, _ help: String, footer: Int? = nil
    ) {
        self.command = command
        self.scopes = scopes
        self.keys = keys
        self.title = title
        self.help = help
        footerRank = footer
    }
}

/// The default keys: a new key is one row here.
package enum KeyTable {
    private static let panes: [Scope] = [.list, .detail]
    private static let readable: [Scope] = [.list, .detail, .queue]
    private static let moving: [Scope] = [.list, .detail, .queue, .conflict, .overlay]
    private static let paging: [Scope] = [.list, .detail, .queue, .overlay]

    package static let rows: [KeyRow] = [
        KeyRow(.moveUp, moving, [.up, .character("k")], "up", "Move up"),
        KeyRow(.moveUp, [.search], [.up], "up", "Move up among what was found"),
        KeyRow(.moveDown, moving, [.down, .character("j")], "down", "Move down"),
        KeyRow(.moveDown, [.search], [.down], "down", "Move down among what was found"),
        KeyRow(.pageUp, paging + [.search], [.pageUp], "page up", "Move up by a page"),
        KeyRow(.pageDown, paging + [.search], [.pageDown], "page down", "Move down by a page"),
        KeyRow(.halfPageUp, [.list, .queue, .overlay], [.control("u")], "half up", "Move up by half a page"),
        KeyRow(.halfPageDown, [.list, .queue, .overlay], [.control("d")], "half down", "Move down by half a page"),
        KeyRow(.goToTop, moving, [.character("g"), .home], "top", "Go to the first"),
        KeyRow(.goToBottom, moving, [.character("G"), .end], "bottom", "Go to the last that is loaded"),
        KeyRow(.help, readable, [.character("?"), .function(1)], "help", "Show every key", footer: 0),
        KeyRow(.help, [.conflict], [.character("?"), .function(1)], "help", "Show every key", footer: 5),
        KeyRow(.help, [.form, .search], [.function(1)], "help", "Show every key", footer: 5),
        KeyRow(
            .search, panes, [.character("/")], "search", "Search by name, email or the end of a phone number", footer: 1
        ),
        KeyRow(.open, [.list], [.enter, .right], "open", "Open the customer's details", footer: 2),
        KeyRow(.open, [.search], [.enter], "to the list", "Go to the list of what was found", footer: 2),
        KeyRow(
            .open, [.queue], [.enter, .right], "open", "Open the conflict, or everything about the edit", footer: 1),
        KeyRow(.back, [.list], [.escape], "back", "End the search, or put a message away"),
        KeyRow(.back, [.search], [.escape], "end the search", "End the search", footer: 3),
        KeyRow(.back, [.detail], [.escape, .left], "back", "Go back to the list", footer: 2),
        KeyRow(.back, [.form], [.escape], "leave", "Leave the form; asks when something was changed", footer: 2),
        KeyRow(.back, [.queue], [.escape, .left, .character("Q")], "back", "Go back to where one was", footer: 2),
        KeyRow(.back, [.conflict], [.escape], "decide later", "Leave the conflict undecided", footer: 4),
        KeyRow(.back, [.overlay], [.escape, .character("q")], "close", "Close", footer: 2),
        KeyRow(.nextPane, panes, [.tab], "next pane", "Go to the next pane"),
        KeyRow(.edit, panes, [.character("e")], "edit", "Edit the customer", footer: 3),
        KeyRow(.retry, [.queue], [.character("r")], "retry", "Send a refused edit again as it is", footer: 3),
        KeyRow(.edit, [.queue], [.character("e")], "edit", "Put a refused edit right in the form", footer: 4),
        KeyRow(.discard, [.queue], [.character("D")], "discard", "Throw the edit away; asks first", footer: 5),
        KeyRow(
            .confirm, [.queue], [.character("c")], "confirm",
            "Send what a damaged journal has left; asks first"),
        KeyRow(.new, panes, [.character("n")], "new", "Add a customer", footer: 4),
        KeyRow(.delete, panes, [.character("D")], "delete", "Delete the customer; asks first", footer: 5),
        KeyRow(
            .undo, readable, [.character("u")], "undo", "Take the last edit back, an earlier session's too", footer: 6
        ),
        KeyRow(.redo, readable, [.control("r")], "redo", "Make the edit again that was taken back last"),
        KeyRow(
            .queue, panes, [.character("Q")], "queue", "Show the edits that wait, were refused or conflict",
            footer: 7),
        KeyRow(
            .syncNow, panes, [.character("S")], "sync", "Save what could not be saved, and send what waits", footer: 14),
        KeyRow(
            .syncNow, [.queue], [.character("S")], "sync now", "Save what could not be saved, and send what waits",
            footer: 7),
        KeyRow(.copy, [.list], [.character("y")], "copy", "Send the email to the clipboard", footer: 11),
        KeyRow(.copy, [.form], [.control("o")], "copy", "Send what is in the form to the clipboard"),
        KeyRow(
            .copyUnsaved, [.list, .search, .detail, .queue, .conflict], [.control("o")], "copy",
            "Send what could not be saved to the clipboard"),
        KeyRow(.copy, [.detail], [.character("y")], "copy", "Send the marked field to the clipboard", footer: 8),
        KeyRow(.sort, [.list], [.character("s")], "sort", "Change the order of the list", footer: 12),
        KeyRow(.refresh, panes, [.character("r")], "refresh", "Ask the server again", footer: 13),
        KeyRow(
            .mask, readable + [.conflict], [.character("m")], "mask", "Hide or show email, phone and address",
            footer: 15),
        KeyRow(.palette, readable, [.character(":")], "commands", "Choose a command by its name", footer: 10),
        KeyRow(.redraw, Scope.allCases, [.control("l")], "redraw", "Redraw the screen"),
        KeyRow(.suspend, Scope.allCases, [.control("z")], "suspend", "Go back to the shell; fg returns"),
        KeyRow(.quit, readable, [.character("q")], "quit", "Quit", footer: 9),
        KeyRow(.quit, [.list, .detail, .search, .form, .queue, .conflict], [.control("c")], "quit", "Quit"),
        KeyRow(.save, [.form], [.control("s")], "save", "Save", footer: 1),
        KeyRow(
            .chooseTheirs, [.conflict], [.left, .character("h")], "theirs", "Choose their value for the field",
            footer: 1),
        KeyRow(
            .chooseMine, [.conflict], [.right, .character("l")], "yours", "Choose your value for the field", footer: 2),
        KeyRow(.save, [.conflict], [.enter, .control("s")], "confirm", "Go on with what was chosen", footer: 3),
        KeyRow(.nextField, [.form], [.tab], "next field", "Go to the next field", footer: 3),
        KeyRow(.previousField, [.form], [.backTab], "previous field", "Go to the previous field"),
        KeyRow(.clear, [.form], [.control("u")], "clear", "Clear the whole field", footer: 4),
        KeyRow(.clear, [.search], [.control("u")], "clear", "Clear what was typed", footer: 4),
    ]

    /// Keys that edit text; they are fixed, as in any shell.
    package static let textKeys: [(keys: String, help: String)] = [
        ("Ctrl-A, Ctrl-E", "Start, end of the line"),
        ("Alt-b, Alt-f", "A word back, forward"),
        ("Ctrl-W, Alt-d", "Cut the word before (also Alt-Backspace), after the cursor"),
        ("Ctrl-K", "Cut to the end of the line"),
        ("Ctrl-Y", "Put back what was cut or cleared"),
        ("Enter", "Next field; a new line in the address"),
    ]
}
