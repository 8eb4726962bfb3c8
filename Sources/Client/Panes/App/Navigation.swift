import Domain
import Journal
import Screen

/// Where one is: among the customers, on a screen that was opened on top of them, and what lies over it.
struct Navigation: Sendable {
    var customers = CustomersScreen()
    /// The last one is in sight, and leaving it leads to the one before.
    private(set) var stack: [Screen] = []
    var visits = Visits()
    /// What lies over everything and takes the keys first.
    var overlay: Overlay?

    /// What was opened on top of the customers.
    enum Screen: Sendable {
        /// Takes the place of the customers until it is left.
        case pane(any Pane)
        /// The customers once more, with the form that was opened from the screen below.
        case form

        fileprivate var pane: (any Pane)? {
            if case .pane(let pane) = self { pane } else { nil }
        }
    }

    mutating func push(_ pane: any Pane) {
        stack.append(.pane(pane))
    }

    /// Goes back to the customers, from whatever was opened on top of them.
    mutating func popAll() {
        while !stack.isEmpty {
            if case .form? = stack.last { return }
            pop()
        }
    }

    /// Goes back to where the screen in sight was opened.
    mutating func pop() {
        _ = stack.popLast()
    }

    /// Where keys have their meaning.
    var scope: Scope { overlay == nil ? scopeBelow : .overlay }

    /// The same without what lies over it.
    var scopeBelow: Scope {
        paneInFront.map { type(of: $0).scope } ?? customers.scope
    }

    /// What has the screen: the customers, or what was opened on top of them.
    var front: any Pane { paneInFront ?? customers }

    var showsCustomers: Bool { paneInFront == nil }

    /// The pane that has the place of the customers.
    private var paneInFront: (any Pane)? { stack.last?.pane }

    // MARK: What was opened, in sight or under what was opened from it

    var queue: QueuePane? {
        get { opened() }
        set { replace(newValue) }
    }
    var conflict: ConflictPane? {
        get { opened() }
        set { replace(newValue) }
    }
    var output: OutputPane? {
        get { opened() }
        set { replace(newValue) }
    }
    var bulk: BulkPane? {
        get { opened() }
        set { replace(newValue) }
    }
    var timeline: TimelinePane? {
        get { opened() }
        set { replace(newValue) }
    }
    var entry: EntryPane? {
        get { opened() }
        set { replace(newValue) }
    }
    var note: NotePane? {
        get { opened() }
        set { replace(newValue) }
    }
    var trash: TrashPane? {
        get { opened() }
        set { replace(newValue) }
    }

    private func opened<P: Pane>() -> P? {
        stack.lazy.compactMap { $0.pane as? P }.last
    }

    /// Screens are opened and left in one way only: here their contents change.
    private mutating func replace<P: Pane>(_ pane: P?) {
        guard let pane, let index = stack.lastIndex(where: { $0.pane is P }) else { return }
        stack[index] = .pane(pane)
    }

    // MARK: The form

    /// Opens a form on the customers, wherever one is; closing it leads back there.
    mutating func open(_ form: FormPane) {
        if !showsCustomers { stack.append(.form) }
        customers.open(form)
    }

    /// Goes on with the form that was left while it was being saved.
    mutating func resumeForm() {
        if !showsCustomers { stack.append(.form) }
        customers.resumeForm()
    }

    /// Closes the form, and goes back to where it was opened.
    mutating func closeForm() {
        leaveFormScreen()
        customers.closeForm()
    }

    /// Leaves the form while its save is on its way, and keeps it.
    mutating func setFormAside() {
        leaveFormScreen()
        customers.setFormAside()
    }

    private mutating func leaveFormScreen() {
        if case .form? = stack.last { pop() }
    }
}

extension Navigation {
    /// Has what has the focus handle what a person does: what lies over the panes first.
    ///
    /// - Returns: what it opens and leaves.
    mutating func handle(_ input: PaneInput, _ context: inout PaneContext) -> [Navigator.Move] {
        var navigator = Navigator()
        if var overlay {
            overlay.handle(input, &context, &navigator)
            self.overlay = overlay
        } else {
            handleInFront(input, &context, &navigator)
        }
        return navigator.moves
    }

    /// The same for what is done with the mouse.
    mutating func handle(_ mouse: MouseEvent, _ context: inout PaneContext) -> [Navigator.Move] {
        var navigator = Navigator()
        if var overlay {
            overlay.handle(mouse, &context, &navigator)
            self.overlay = overlay
        } else {
            handleInFront(mouse, &context, &navigator)
        }
        return navigator.moves
    }

    private mutating func handleInFront(
        _ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator
    ) {
        guard var pane = paneInFront else { return customers.handle(input, &context, &navigator) }
        pane.handle(input, &context, &navigator)
        stack[stack.endIndex - 1] = .pane(pane)
    }

    private mutating func handleInFront(
        _ mouse: MouseEvent, _ context: inout PaneContext, _ navigator: inout Navigator
    ) {
        guard var pane = paneInFront else { return customers.handle(mouse, &context, &navigator) }
        pane.handle(mouse, &context, &navigator)
        stack[stack.endIndex - 1] = .pane(pane)
    }
}
