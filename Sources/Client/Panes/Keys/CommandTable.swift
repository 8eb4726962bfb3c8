import Domain
import Wire

/// The commands that take an argument after `:`; a new one is a row here, and a case of ``TypedCommand``.
///
/// Palette, help and man page come from it. A command without an argument is a ``Command``, and a row of ``KeyTable``.
package enum CommandTable {
    /// The heading above them in the help.
    package static let title = "Commands, after :"

    private static let panes: [Scope] = [.list, .detail]

    /// For those alone who may do that.
    static let erase = "erase"

    /// Every command, in the order of help and man page.
    package static let rows: [CommandRow] = [
        CommandRow("edit", ["e"], panes, .optional(.field), "Edit the customer, in this field", isWrite: true) {
            field in
            field.map(TypedCommand.edit) ?? .command(.edit)
        },
        CommandRow("copy", ["y", "yank"], panes, .optional(.copiedPart), "Copy the field, or this of the customer") {
            part in part.map(TypedCommand.copy) ?? .command(.copy)
        },
        CommandRow("tag", ["t"], panes, .tags, "Add tags, or take off those after a -", isWrite: true) { .tag($0) },
        CommandRow("sort", [], [.list], .optional(.order), "Change the order of the list, or choose it") { order in
            order.map(TypedCommand.sort) ?? .command(.sort)
        },
        CommandRow("view", [], panes, .view, "Show a saved view of the list") { .view($0) },
        CommandRow("save", [], [.list], .newView, "Save filter, order and columns as a view") { .save($0) },
        CommandRow("trash", [], panes, .nothing, "Show who was deleted and can be restored", needs: .trash) { .trash },
        CommandRow(
            erase, [], panes, .nothing, "Erase all that is kept of the customer", isWrite: true, needs: .erasures
        ) { .erase },
        CommandRow("profile", [], panes, .profile, "Go to another profile") { .profile($0) },
        CommandRow("open", ["o"], panes, .optional(.customer), "Open the details of the row, or of this customer") {
            customer in customer.map(TypedCommand.open) ?? .command(.open)
        },
    ]

    /// The rows as far as a session offers them.
    package static func rows(isReadOnly: Bool) -> [CommandRow] { rows.filter { !(isReadOnly && $0.isWrite) } }

    /// What people type who come from other programs, and what they would do here.
    static let habits: [(names: Set<String>, answer: String)] = [
        (
            ["q!", "quit!", "qa", "qa!", "qall", "exit", "bye"],
            "There is nothing to force: what was saved is on the disk, and :q asks before anything is lost."
        ),
        (
            ["w", "w!", "wq", "wq!", "wqa", "xa", "write", "update", "save!"],
            "An edit is saved in its form with Ctrl-S, and there is nothing else to write; :q quits."
        ),
        (["e!", "edit!"], "A form that is left with Esc and y is as it was; r asks the server again."),
        (["help!", "man"], "? shows every key, and :help does."),
    ]

    /// What is said to somebody who types a word from habit; `nil` for every other word.
    static func answer(toHabit word: String) -> String? {
        habits.first { $0.names.contains(word.lowercased()) }?.answer
    }
}
