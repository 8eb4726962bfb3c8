package import Screen

/// One row of the table that keys, footer, help, palette and man page all come from.
package struct KeyRow: Hashable, Sendable {
    /// What the keys do.
    package let command: Command
    /// Where they do it.
    package let scopes: [Scope]
    /// The default keys, the one that hints name first.
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
    private static let history: [Scope] = [.timeline, .entry, .trash]
    private static let moving: [Scope] = [.list, .detail, .queue, .conflict, .output, .bulk, .overlay] + history
    private static let paging: [Scope] = [.list, .detail, .queue, .output, .bulk, .overlay] + history
    private static let halfPaging: [Scope] = [.list, .queue, .output, .bulk, .overlay] + history

    /// Every row, in the order of help and man page.
    package static let rows: [KeyRow] = [
        KeyRow(.moveUp, moving, [.up, .character("k")], "up", "Move up"),
        KeyRow(.moveUp, [.search], [.up], "up", "Move up among what was found"),
        KeyRow(.moveDown, moving, [.down, .character("j")], "down", "Move down"),
        KeyRow(.moveDown, [.search], [.down], "down", "Move down among what was found"),
        KeyRow(.pageUp, paging + [.search], [.pageUp], "page up", "Move up by a page"),
        KeyRow(.pageDown, paging + [.search], [.pageDown], "page down", "Move down by a page"),
        KeyRow(.halfPageUp, halfPaging, [.control("u")], "half up", "Move up by half a page"),
        KeyRow(.halfPageDown, halfPaging, [.control("d")], "half down", "Move down by half a page"),
        KeyRow(.goToTop, moving, [.character("g"), .home], "top", "Go to the first"),
        KeyRow(.goToBottom, moving, [.character("G"), .end], "bottom", "Go to the last that is loaded"),
        KeyRow(.help, readable, [.character("?"), .function(1)], "help", "Show every key", footer: 0),
        KeyRow(.help, [.conflict], [.character("?"), .function(1)], "help", "Show every key", footer: 5),
        KeyRow(.help, [.output], [.character("?"), .function(1)], "help", "Show every key", footer: 0),
        KeyRow(.help, [.bulk] + history, [.character("?"), .function(1)], "help", "Show every key", footer: 5),
        KeyRow(.help, [.form, .search, .note], [.function(1)], "help", "Show every key", footer: 5),
        KeyRow(
            .search, panes, [.character("/")], "search", "Search by words, numbers or filters (has:phone)", footer: 1
        ),
        KeyRow(.open, [.list], [.enter, .right], "open", "Open the customer's details", footer: 2),
        KeyRow(.open, [.search], [.enter], "to the list", "Go to the list of what was found", footer: 2),
        KeyRow(
            .open, [.queue], [.enter, .right], "open", "Open the conflict, or everything about the edit", footer: 1),
        KeyRow(
            .back, [.list], [.escape], "back", "Take the marks away, end the search"),
        KeyRow(.back, [.search], [.escape], "end the search", "End the search", footer: 3),
        KeyRow(.back, [.detail], [.escape, .left], "back", "Go back to the list", footer: 2),
        KeyRow(.back, [.form], [.escape], "leave", "Leave the form; asks when something was changed", footer: 2),
        KeyRow(.back, [.queue], [.escape, .left, .character("Q")], "back", "Go back to where one was", footer: 2),
        KeyRow(.back, [.conflict], [.escape], "decide later", "Leave the conflict undecided", footer: 4),
        KeyRow(
            .back, [.output], [.escape, .left, .character("q")], "back", "End the program that runs, or go back",
            footer: 1),
        KeyRow(.back, [.bulk], [.escape, .left], "back", "Leave it; what was begun goes on", footer: 2),
        KeyRow(.back, history, [.escape, .left, .character("q")], "back", "Go back to where one was", footer: 2),
        KeyRow(.back, [.note], [.escape], "leave", "Leave the note; asks when something was written", footer: 2),
        KeyRow(.back, [.overlay], [.escape, .character("q")], "close", "Close", footer: 2),
        KeyRow(.search, [.overlay], [.character("/")], "search", "Search in the help"),
        KeyRow(.nextMatch, [.overlay], [.character("n")], "next", "Go to the next line found in the help"),
        KeyRow(.previousMatch, [.overlay], [.character("N")], "previous", "Go to the one found before"),
        KeyRow(.nextPane, panes, [.tab], "next pane", "Go to the next pane"),
        KeyRow(.nextPane, [.search], [.tab], "complete", "Complete a filter, or go to what was found"),
        KeyRow(.nextCustomer, [.detail], [.character("J")], "next", "Show the next customer of the list"),
        KeyRow(.previousCustomer, [.detail], [.character("K")], "previous", "Show the customer before in the list"),
        KeyRow(.goBack, panes, [.character("<")], "back to", "Previous customer visited"),
        KeyRow(.goForward, panes, [.character(">")], "forward to", "Next customer visited"),
        KeyRow(
            .openDuplicate, [.detail], [.character("=")], "the same", "Go to who may be the same; 2= to the second"),
        KeyRow(
            .openDuplicate, [.form], [.control("g"), .function(3)], "the same",
            "Go to who may be the same; the form is kept"),
        KeyRow(
            .dismissDuplicate, [.detail], [.character("!")], "not the same",
            "Say that the first of them is not the same"),
        KeyRow(.edit, panes, [.character("e")], "edit", "Edit the customer", footer: 3),
        KeyRow(.retry, [.queue], [.character("r")], "retry", "Send a refused edit again as it is", footer: 3),
        KeyRow(.edit, [.queue], [.character("e")], "edit", "Put a refused edit right in the form", footer: 4),
        KeyRow(.discard, [.queue], [.character("D")], "discard", "Throw the edit away; asks first", footer: 5),
        KeyRow(
            .confirm, [.queue], [.character("c")], "confirm",
            "Send what a damaged journal has left; asks first"),
        KeyRow(.new, panes, [.character("n")], "new", "Add a customer", footer: 4),
        KeyRow(.delete, panes, [.character("D")], "delete", "Delete the customer; asks first", footer: 5),
        KeyRow(.mark, [.list], [.character(" ")], "mark", "Mark the customer, or take the mark away", footer: 16),
        KeyRow(.markRange, [.list], [.character("v")], "range", "Mark from here to where one moves; again ends it"),
        KeyRow(.markAll, [.list], [.character("*")], "mark all", "Mark everybody who is listed, loaded or not"),
        KeyRow(.tag, panes, [.character("t")], "tag", "Give tags or take them away: vip -old", footer: 17),
        KeyRow(.export, panes, [.character("x")], "export", "Write the marked, or this one, to a file", footer: 18),
        KeyRow(.timeline, panes, [.character("h")], "timeline", "Show who did what, and what was said", footer: 19),
        KeyRow(.note, panes, [.character("N")], "note", "Write what was said", footer: 20),
        KeyRow(.note, [.timeline], [.character("N")], "note", "Write what was said", footer: 3),
        KeyRow(.blame, [.detail], [.character("b")], "blame", "Show who set each field, and when", footer: 21),
        KeyRow(.open, [.timeline], [.enter, .right], "whole", "Show the entry whole, to put values back", footer: 1),
        KeyRow(
            .putBack, [.entry], [.enter, .character("p")], "put back", "Put the marked value back; asks first",
            footer: 1),
        KeyRow(
            .putBackAll, [.entry], [.character("P")], "all", "Put the whole record back as it was; asks first",
            footer: 3),
        KeyRow(.delete, [.entry], [.character("D")], "take back", "Take the note back; asks first", footer: 8),
        KeyRow(
            .restore, [.trash], [.enter, .character("R")], "restore", "Restore the customer; asks first", footer: 1),
        KeyRow(.export, [.bulk], [.character("x")], "to a file", "Write what became of each to a file", footer: 4),
        KeyRow(
            .undo, readable, [.character("u")], "undo", "Take the last edit back, an earlier session's too", footer: 6
        ),
        KeyRow(.undo, [.bulk], [.character("u")], "undo", "Take all of it back", footer: 3),
        KeyRow(.undo, history, [.character("u")], "undo", "Take the last edit back", footer: 6),
        KeyRow(.redo, readable, [.control("r")], "redo", "Make the edit again that was taken back last"),
        KeyRow(
            .queue, panes, [.character("Q")], "queue", "Show the edits that wait, were refused or conflict",
            footer: 7),
        KeyRow(.queue, [.bulk], [.character("Q")], "queue", "Show the edits that wait, were refused or conflict"),
        KeyRow(
            .syncNow, panes, [.character("S")], "sync", "Save what could not be saved, and send what waits",
            footer: 14),
        KeyRow(
            .syncNow, [.queue], [.character("S")], "sync now", "Save what could not be saved, and send what waits",
            footer: 7),
        KeyRow(.copy, [.list], [.character("y")], "copy", "Send the email to the clipboard", footer: 11),
        KeyRow(.copy, [.form], [.control("o"), .function(5)], "copy", "Send what is in the form to the clipboard"),
        KeyRow(.copy, [.note], [.control("o"), .function(5)], "copy", "Send the note to the clipboard"),
        KeyRow(
            .copy, [.timeline, .entry], [.character("y")], "copy", "Send what is marked to the clipboard", footer: 4),
        KeyRow(
            .copyUnsaved, [.list, .search, .detail, .queue, .conflict, .bulk] + history, [.control("o"), .function(5)],
            "copy",
            "Send what could not be saved to the clipboard"),
        KeyRow(.copy, [.detail], [.character("y")], "copy", "Send the selected field to the clipboard", footer: 8),
        KeyRow(
            .copyRecord, panes, [.character("Y")], "copy all", "Send all of the customer to the clipboard"
        ),
        KeyRow(.views, panes, [.character("V")], "views", "Choose a saved view of the list"),
        KeyRow(.sort, [.list], [.character("s")], "sort", "Change the order of the list", footer: 12),
        KeyRow(.columns, [.list], [.character("C")], "columns", "Choose the columns of the list"),
        KeyRow(.refresh, panes, [.character("r")], "refresh", "Ask the server again", footer: 13),
        KeyRow(.refresh, [.timeline, .trash], [.character("r")], "refresh", "Ask the server again", footer: 7),
        KeyRow(
            .mask, readable + [.conflict, .output, .bulk] + history, [.character("m")], "mask",
            "Hide or show email, phone and address",
            footer: 15),
        KeyRow(.palette, readable, [.character(":")], "commands", "Choose a command by its name", footer: 10),
        KeyRow(.redraw, Scope.allCases, [.control("l")], "redraw", "Redraw the screen"),
        KeyRow(.suspend, Scope.allCases, [.control("z")], "suspend", "Go back to the shell; fg returns"),
        KeyRow(.quit, readable, [.character("q")], "quit", "Quit", footer: 9),
        KeyRow(
            .quit, [.list, .detail, .search, .form, .queue, .conflict, .output, .bulk, .note] + history,
            [.control("c")], "quit", "Quit"),
        KeyRow(.save, [.form, .note], [.control("s"), .function(2)], "save", "Save", footer: 1),
        KeyRow(
            .chooseTheirs, [.conflict], [.left, .character("h")], "theirs", "Choose their value for the field",
            footer: 1),
        KeyRow(
            .chooseMine, [.conflict], [.right, .character("l")], "yours", "Choose your value for the field", footer: 2),
        KeyRow(
            .save, [.conflict], [.enter, .control("s"), .function(2)], "confirm", "Go on with what was chosen",
            footer: 3),
        KeyRow(
            .save, [.bulk], [.enter, .control("s"), .function(2)], "go on",
            "Do it; of deletions the number is asked for", footer: 1),
        KeyRow(.nextField, [.form], [.tab], "next field", "Go to the next field", footer: 3),
        KeyRow(.previousField, [.form], [.backTab], "previous field", "Go to the previous field"),
        KeyRow(
            .openEditor, [.form], [.alt("e"), .function(4)], "editor", "Write the address in $VISUAL or $EDITOR"),
        KeyRow(
            .openEditor, [.note], [.alt("e"), .function(4)], "editor", "Write the note in $VISUAL or $EDITOR",
            footer: 3),
        KeyRow(.clear, [.note], [.control("u")], "clear", "Clear the whole note", footer: 4),
        KeyRow(.clear, [.form], [.control("u")], "clear", "Clear the whole field", footer: 4),
        KeyRow(.clear, [.search], [.control("u")], "clear", "Clear what was typed", footer: 4),
    ]

    /// Keys among the columns to choose from; they are fixed, too.
    static let columnKeys: [(keys: String, help: String)] = [
        ("Space", "Show the column, or leave it out"),
        ("J, K", "Move the column down, up"),
        ("Enter", "Show the list with these columns until the program ends"),
        ("s", "The same, and for good"),
        ("d", "Go back to the configuration's columns"),
    ]

    /// Keys that edit text; they are fixed, as in any shell.
    package static let textKeys: [(keys: String, help: String)] = [
        ("Ctrl-A, Home", "Start of the line"),
        ("Ctrl-E, End", "End of the line"),
        ("Alt-b, Ctrl-Left", "A word back"),
        ("Alt-f, Ctrl-Right", "A word forward"),
        ("Ctrl-W, Alt-d", "Cut the word before (also Alt-Backspace), after the cursor"),
        ("Ctrl-K", "Cut to the end of the line"),
        ("Ctrl-Y", "Put back what was cut or cleared"),
        ("Enter", "Next field; a new line in address and note"),
    ]
}
