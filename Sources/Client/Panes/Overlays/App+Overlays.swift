import Screen

/// Keys while something lies over the panes.
extension App {
    mutating func takeInOverlay(_ key: Key, _ overlay: Overlay) {
        let command = environment.keymap.command(for: key, in: .overlay)
        switch command {
        case .redraw?, .suspend?: command.map { run($0) }
        default:
            switch overlay {
            case .help(let firstLine): takeInHelp(command, firstLine: firstLine)
            case .palette(let palette): takeInPalette(key, command, palette)
            case .question(let question): answer(question, with: key)
            }
        }
    }

    private mutating func takeInHelp(_ command: Command?, firstLine: Int) {
        let page = max(1, layout.list.size.rows)
        let last = max(0, context.helpLines.count - page)
        let line: Int
        switch command {
        case .moveUp: line = firstLine - 1
        case .moveDown: line = firstLine + 1
        case .pageUp: line = firstLine - page
        case .pageDown: line = firstLine + page
        case .halfPageUp: line = firstLine - page / 2
        case .halfPageDown: line = firstLine + page / 2
        case .goToTop: line = 0
        case .goToBottom: line = last
        case .back:
            navigation.overlay = nil
            return
        default: return
        }
        navigation.overlay = .help(firstLine: max(0, min(line, last)))
    }

    private mutating func takeInPalette(_ key: Key, _ command: Command?, _ palette: PaletteState) {
        var palette = palette
        let rows = palette.rows(paletteRows)
        switch key {
        case .escape:
            navigation.overlay = nil
            return
        case .enter:
            navigation.overlay = nil
            if rows.indices.contains(palette.selected) { run(rows[palette.selected].command) }
            return
        case .up, .control("p"): palette.move(by: -1, count: rows.count)
        case .down, .control("n"): palette.move(by: 1, count: rows.count)
        default:
            if palette.editor.take(key) { palette.selectFirst() }
        }
        navigation.overlay = .palette(palette)
    }

    /// What the palette offers: every command of the pane below that is no mere movement.
    var paletteRows: [KeyRow] {
        let below = navigation.scopeBelow
        let scope: Scope = [.detail, .queue].contains(below) ? below : .list
        let movements: [Command] = [
            .moveUp, .moveDown, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .palette, .back,
        ]
        var seen: Set<Command> = []
        return environment.offeredRows(in: scope).filter {
            !movements.contains($0.command) && seen.insert($0.command).inserted
        }
    }

    private mutating func answer(_ question: Question, with key: Key) {
        if key == .escape {
            navigation.overlay = nil
            return
        }
        guard case .character(let scalar) = key,
            let choice = question.choices.first(where: { $0.key == Character(scalar) })
        else { return }
        navigation.overlay = nil
        switch choice.action {
        case .none: break
        case .discard(let sequence): discard(sequence)
        case .delete(let customer, let link): delete(customer, link: link)
        case .undo(let step): undo(asAsked: step)
        case .redo(let undone): redo(asAsked: undone)
        case .leaveForm: closeForm()
        case .restoreDraft(let draft): restore(draft)
        case .askToDropDraft(let id, let subject): askToDropDraft(id, of: subject)
        case .dropDraft(let id): perform(.dropDraft(id))
        case .quit: perform(.quit)
        case .release: release()
        case .copyQueue: copyQueue()
        case .copyUnsaved: copyUnsaved()
        case .copyForm: copyForm()
        }
    }
}
