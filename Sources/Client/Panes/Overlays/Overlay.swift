import Screen

/// What lies over the panes and takes the keys first.
enum Overlay: Pane {
    case help(HelpPane)
    case palette(PalettePane)
    case views(ViewsPane)
    case question(Question)
    case columns(ColumnsPane)
    case prompt(PromptPane)

    static let scope = Scope.overlay

    /// Whether keys are text in it.
    var takesText: Bool {
        switch self {
        case .palette, .prompt: true
        case .help(let pane): pane.isTyping
        case .views, .question, .columns: false
        }
    }

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch self {
        case .help(var pane):
            pane.handle(input, &context, &navigator)
            self = .help(pane)
        case .palette(var pane):
            pane.handle(input, &context, &navigator)
            self = .palette(pane)
        case .views(var pane):
            pane.handle(input, &context, &navigator)
            self = .views(pane)
        case .question(var question): question.handle(input, &context, &navigator)
        case .columns(var pane):
            pane.handle(input, &context, &navigator)
            self = .columns(pane)
        case .prompt(var pane):
            pane.handle(input, &context, &navigator)
            self = .prompt(pane)
        }
    }

    /// The wheel moves by the keys that no text takes.
    mutating func handle(_ mouse: MouseEvent, _ context: inout PaneContext, _ navigator: inout Navigator) {
        let key = mouse.rows < 0 ? Key.up : .down
        for _ in 0..<abs(mouse.rows) { handle(.key(key), &context, &navigator) }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        switch self {
        case .help(let pane): pane.render(on: &grid, context)
        case .palette(let pane): pane.render(on: &grid, context)
        case .views(let pane): pane.render(on: &grid, context)
        case .question(let question): question.render(on: &grid, context)
        case .columns(let pane): pane.render(on: &grid, context)
        case .prompt(let pane): pane.render(on: &grid, context)
        }
    }
}
