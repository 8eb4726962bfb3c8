import Domain
import Journal
import Screen

/// What each command does, by where it is given.
extension App {
    mutating func run(_ command: Command) {
        guard context.mayAsk(for: command.capability) else { return }
        switch command {
        case .search: navigation.customers.openSearch()
        case .new: new()
        case .undo where scope == .bulk: handle(.command(command))
        case .undo: withNavigator { $0.undo(&$1) }
        case .redo: withNavigator { $0.redo(&$1) }
        case .syncNow: context.syncNow(in: scope)
        case .queue: openQueue()
        case .mask: toggleMask()
        case .palette: navigation.overlay = .palette(PalettePane(environment, over: navigation.scopeBelow))
        case .views: navigation.overlay = .views(ViewsPane())
        case .goBack: go(.back)
        case .goForward: go(.forward)
        case .columns: navigation.overlay = .columns(ColumnsPane(chrome.columns))
        case .help: navigation.overlay = .help(HelpPane())
        case .redraw: perform(.redraw)
        case .suspend: perform(.suspend)
        case .quit: leave()
        case .copyUnsaved: context.copyUnsaved(and: customers.form)
        case .moveUp, .moveDown, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .goToTop, .goToBottom, .open, .back,
            .nextPane, .nextCustomer, .previousCustomer, .edit, .delete, .retry, .discard, .confirm, .chooseTheirs,
            .chooseMine, .copy, .copyRecord, .sort, .refresh, .save, .openEditor, .nextField, .previousField, .clear,
            .openDuplicate, .dismissDuplicate, .nextMatch, .previousMatch, .mark, .markRange, .markAll, .tag, .export,
            .timeline, .note, .blame, .putBack, .putBackAll, .restore:
            handle(.command(command))
        }
    }

    private mutating func openQueue() {
        if navigation.queue == nil { navigation.push(QueuePane(model.queue.entries)) }
        perform(.reloadQueue)
    }

    private mutating func toggleMask() {
        chrome.isMasked.toggle()
        let state = chrome.isMasked ? "hidden" : "shown"
        chrome.notice = .plain("Email, phone and address are \(state).")
        if !chrome.isMasked { reportReveal() }
    }

    // MARK: The clipboard

    mutating func report(_ outcome: CopyOutcome) {
        noteRescued(outcome)
        context.endCopy(hasGone: outcome == .sent)
        chrome.notice =
            switch outcome {
            case .sent:
                .plain(
                    ["Sent to the terminal's clipboard.", chrome.copyRemark].compactMap(\.self).joined(separator: " "))
            case .tooLong(let bytes): .warning("Too long for the clipboard: at most \(bytes) bytes can be sent.")
            case .failed(let reason): .error("Not copied: \(reason)")
            }
    }
}
