import Domain
import Journal
import Screen

/// Where one is: among the customers, on a screen that was opened on top of them, and what lies over it.
struct Navigation: Sendable {
    var customers = CustomersScreen()
    /// What was opened on top of the customers: the last one is in sight, and leaving it leads to the one before.
    private(set) var stack: [Screen] = []
    var visits = Visits()
    /// What lies over everything and takes the keys first.
    var overlay: Overlay?

    /// A screen that takes the place of the customers until it is left.
    enum Screen: Sendable {
        case queue(QueuePane)
        case conflict(ConflictPane)
        case output(OutputPane)
        case bulk(BulkPane)
        case timeline(TimelinePane)
        case entry(EntryPane)
        case note(NotePane)
        case trash(TrashPane)
        /// The customers once more, with the form that was opened from the screen below.
        case form
    }

    mutating func push(_ screen: Screen) {
        stack.append(screen)
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
        switch stack.last {
        case .queue?: QueuePane.scope
        case .conflict?: ConflictPane.scope
        case .output?: OutputPane.scope
        case .bulk?: BulkPane.scope
        case .timeline?: TimelinePane.scope
        case .entry?: EntryPane.scope
        case .note?: NotePane.scope
        case .trash?: TrashPane.scope
        case .form?, nil: customers.scope
        }
    }

    /// What has the screen: the customers, or what was opened on top of them.
    var front: any Pane {
        switch stack.last {
        case .queue(let pane)?: pane
        case .conflict(let pane)?: pane
        case .output(let pane)?: pane
        case .bulk(let pane)?: pane
        case .timeline(let pane)?: pane
        case .entry(let pane)?: pane
        case .note(let pane)?: pane
        case .trash(let pane)?: pane
        case .form?, nil: customers
        }
    }

    var showsCustomers: Bool {
        switch stack.last {
        case .queue?, .conflict?, .output?, .bulk?, .timeline?, .entry?, .note?, .trash?: false
        case .form?, nil: true
        }
    }

    /// The queue, in sight or under what was opened from it.
    var queue: QueuePane? {
        get { stack.lazy.compactMap { if case .queue(let pane) = $0 { pane } else { nil } }.last }
        set { replace(newValue.map(Screen.queue)) { if case .queue = $0 { true } else { false } } }
    }

    var conflict: ConflictPane? {
        get { stack.lazy.compactMap { if case .conflict(let pane) = $0 { pane } else { nil } }.last }
        set { replace(newValue.map(Screen.conflict)) { if case .conflict = $0 { true } else { false } } }
    }

    var output: OutputPane? {
        get { stack.lazy.compactMap { if case .output(let pane) = $0 { pane } else { nil } }.last }
        set { replace(newValue.map(Screen.output)) { if case .output = $0 { true } else { false } } }
    }

    var bulk: BulkPane? {
        get { stack.lazy.compactMap { if case .bulk(let pane) = $0 { pane } else { nil } }.last }
        set { replace(newValue.map(Screen.bulk)) { if case .bulk = $0 { true } else { false } } }
    }

    var timeline: TimelinePane? {
        get { stack.lazy.compactMap { if case .timeline(let pane) = $0 { pane } else { nil } }.last }
        set { replace(newValue.map(Screen.timeline)) { if case .timeline = $0 { true } else { false } } }
    }

    var entry: EntryPane? {
        get { stack.lazy.compactMap { if case .entry(let pane) = $0 { pane } else { nil } }.last }
        set { replace(newValue.map(Screen.entry)) { if case .entry = $0 { true } else { false } } }
    }

    var note: NotePane? {
        get { stack.lazy.compactMap { if case .note(let pane) = $0 { pane } else { nil } }.last }
        set { replace(newValue.map(Screen.note)) { if case .note = $0 { true } else { false } } }
    }

    var trash: TrashPane? {
        get { stack.lazy.compactMap { if case .trash(let pane) = $0 { pane } else { nil } }.last }
        set { replace(newValue.map(Screen.trash)) { if case .trash = $0 { true } else { false } } }
    }

    /// Screens are opened and left in one way only: here their contents change.
    private mutating func replace(_ screen: Screen?, where isOfKind: (Screen) -> Bool) {
        guard let screen, let index = stack.lastIndex(where: isOfKind) else { return }
        stack[index] = screen
    }

    // MARK: The form

    /// Opens a form on the customers, wherever one is; closing it leads back there.
    mutating func open(_ form: FormPane) {
        if !showsCustomers { push(.form) }
        customers.open(form)
    }

    /// Goes on with the form that was left while it was being saved.
    mutating func resumeForm() {
        if !showsCustomers { push(.form) }
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
            return navigator.moves
        }
        switch stack.last {
        case .queue(var pane)?:
            pane.handle(mouse, &context, &navigator)
            queue = pane
        case .conflict(var pane)?:
            pane.handle(mouse, &context, &navigator)
            conflict = pane
        case .output(var pane)?:
            pane.handle(mouse, &context, &navigator)
            output = pane
        case .bulk(var pane)?:
            pane.handle(mouse, &context, &navigator)
            bulk = pane
        case .timeline(var pane)?:
            pane.handle(mouse, &context, &navigator)
            timeline = pane
        case .entry(var pane)?:
            pane.handle(mouse, &context, &navigator)
            entry = pane
        case .note(var pane)?:
            pane.handle(mouse, &context, &navigator)
            note = pane
        case .trash(var pane)?:
            pane.handle(mouse, &context, &navigator)
            trash = pane
        case .form?, nil: customers.handle(mouse, &context, &navigator)
        }
        return navigator.moves
    }

    private mutating func handleInFront(
        _ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator
    ) {
        switch stack.last {
        case .queue(var pane)?:
            pane.handle(input, &context, &navigator)
            queue = pane
        case .conflict(var pane)?:
            pane.handle(input, &context, &navigator)
            conflict = pane
        case .output(var pane)?:
            pane.handle(input, &context, &navigator)
            output = pane
        case .bulk(var pane)?:
            pane.handle(input, &context, &navigator)
            bulk = pane
        case .timeline(var pane)?:
            pane.handle(input, &context, &navigator)
            timeline = pane
        case .entry(var pane)?:
            pane.handle(input, &context, &navigator)
            entry = pane
        case .note(var pane)?:
            pane.handle(input, &context, &navigator)
            note = pane
        case .trash(var pane)?:
            pane.handle(input, &context, &navigator)
            trash = pane
        case .form?, nil: customers.handle(input, &context, &navigator)
        }
    }
}
