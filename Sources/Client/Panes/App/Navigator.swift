import Domain
import Journal

/// What a key press opens and leaves; it is done once the pane that took the key is through with it.
struct Navigator: Sendable {
    private(set) var moves: [Move] = []

    enum Move: Sendable {
        /// Opens a pane on top of what is in sight.
        case push(any Pane)
        /// Goes back to where the screen in sight was opened.
        case pop
        /// Shows what lies over the panes, in place of what does; `nil` takes it away.
        case show(Overlay?)
        /// Opens a form, unless another one is open.
        case open(FormPane)
        /// Goes on with a form of an earlier session.
        case restore(Draft)
        case closeForm
        /// Leaves the form while its save is on its way to the disk.
        case setFormAside
        /// Leaves the form, whose save is on the disk.
        case stopAwaiting
        /// Opens the form for a customer, or offers the one that an earlier session has left.
        ///
        /// - Parameter field: where to begin; `nil` for the first.
        case edit(Customer, in: CustomerField? = nil)
        case focusOnList
        /// Opens the details of who may be the same, from those of another or from a form, which is kept.
        case openDuplicate(CustomerID)
        /// Shows the customer a question is about.
        case reveal(CustomerID)
        /// Does what the command does in the pane that has the focus then.
        case run(Command)
        /// Does what was typed in the palette.
        case perform(TypedCommand)
        case runCustom(CustomCommand)
        /// Opens a note on a customer, or offers what an earlier session has left.
        case openNote(CustomerID)
        case closeNote
        /// Goes to somebody among the customers, from wherever one is.
        case visit(CustomerID)
        /// The person has said that it is to be run.
        case start(CustomCommand, CustomerID)
    }

    mutating func go(_ move: Move) { moves.append(move) }

    mutating func ask(_ question: Question) { go(.show(.question(question))) }
}
