import Screen

/// What lies over the panes and takes the keys first.
enum Overlay: Pane {
    case help(HelpPane)
    case palette(PalettePane)
    case question(Question)

    static let scope = Scope.overlay

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch self {
        case .help(var pane):
            pane.handle(input, &context, &navigator)
            self = .help(pane)
        case .palette(var pane):
            pane.handle(input, &context, &navigator)
            self = .palette(pane)
        case .question(var question): question.handle(input, &context, &navigator)
        }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        switch self {
        case .help(let pane): pane.render(on: &grid, context)
        case .palette(let pane): pane.render(on: &grid, context)
        case .question(let question): question.render(on: &grid, context)
        }
    }
}

/// Every key and what it does.
struct HelpPane: Pane {
    private(set) var firstLine = 0

    static let scope = Scope.overlay

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        guard case .key(let key) = input else { return }
        let page = max(1, context.layout.list.size.rows)
        let last = max(0, context.helpLines.count - page)
        switch context.environment.keymap.command(for: key, in: Self.scope) {
        case .moveUp?: firstLine -= 1
        case .moveDown?: firstLine += 1
        case .pageUp?: firstLine -= page
        case .pageDown?: firstLine += page
        case .halfPageUp?: firstLine -= page / 2
        case .halfPageDown?: firstLine += page / 2
        case .goToTop?: firstLine = 0
        case .goToBottom?: firstLine = last
        case .back?: return navigator.go(.show(nil))
        default: return
        }
        firstLine = max(0, min(firstLine, last))
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.drawHelp(from: firstLine, in: context.layout.overlay, on: &grid)
    }
}
