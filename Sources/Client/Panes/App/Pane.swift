import Domain
import Screen

/// A part of the screen that takes keys: it has a state of its own, and sees no other pane's.
protocol Pane: Sendable {
    /// Where its keys have their meaning.
    static var scope: Scope { get }

    /// Handles what a person does while the pane has the focus.
    ///
    /// - Parameter navigator: takes what is to be opened or left. Only what a person does is handed one: nothing that arrives
    ///   from outside can move the focus.
    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator)

    /// Handles what a person does with the mouse, where the pane is drawn.
    mutating func handle(_ mouse: MouseEvent, _ context: inout PaneContext, _ navigator: inout Navigator)

    /// Draws the pane where the context's layout puts it; its cursor stands on what is marked.
    func render(on grid: inout Grid, _ context: PaneContext)

    /// How many rows from the list's first on a long message in the status line must leave uncovered.
    func keptRows(_ context: PaneContext) -> Int

    /// The place's commands that would do nothing just now: the footer does not name them.
    func idleCommands(_ context: PaneContext) -> Set<Command>

    /// The moments whose ages are to grow on the screen the minute that they do.
    func agedMoments(_ context: PaneContext) -> [Timestamp]
}

/// What a person does in a pane.
enum PaneInput: Sendable {
    case command(Command)
    /// A key that is not a command here.
    case key(Key)
    case paste(String)
    /// A movement behind a number: so many steps, or, to the first or the last, to the row of that number.
    case counted(Command, Int)
    /// A command that was typed with its argument.
    case typed(TypedCommand)
}

extension MouseEvent {
    /// How many rows the wheel scrolls by a notch, down when positive.
    var rows: Int {
        switch self {
        case .click: 0
        case .wheelUp: -3
        case .wheelDown: 3
        }
    }
}

extension Pane {
    /// The wheel moves as the keys do.
    mutating func handle(_ mouse: MouseEvent, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch mouse {
        case .click: break
        case .wheelUp: handle(.command(.moveUp), &context, &navigator)
        case .wheelDown: handle(.command(.moveDown), &context, &navigator)
        }
    }

    func keptRows(_ context: PaneContext) -> Int { context.layout.keptListRows }

    func idleCommands(_ context: PaneContext) -> Set<Command> { [] }

    func agedMoments(_ context: PaneContext) -> [Timestamp] { [] }
}
