import Domain
import Journal
import Screen

/// What each command does, by where it is given.
extension App {
    mutating func run(_ command: Command) {
        switch command {
        case .moveUp, .moveDown, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .goToTop, .goToBottom: move(command)
        case .search: openSearch()
        case .open: if scope == .queue { openQueued() } else { open() }
        case .back: goBack()
        case .nextPane: nextPane()
        case .edit: if scope == .queue { editQueued() } else { edit() }
        case .new: new()
        case .delete: askToDelete()
        case .undo: undo()
        case .redo: redo()
        case .syncNow: syncNow()
        case .queue: openQueue()
        case .retry: retry()
        case .discard: askToDiscard()
        case .confirm: askToConfirm()
        case .chooseTheirs: choose(.theirs)
        case .chooseMine: choose(.mine)
        case .copy: copy()
        case .sort: sort()
        case .refresh: refresh()
        case .mask: toggleMask()
        case .palette: navigation.overlay = .palette(PaletteState())
        case .help: navigation.overlay = .help(firstLine: 0)
        case .redraw: perform(.redraw)
        case .suspend: perform(.suspend)
        case .quit: quit()
        case .save: if scope == .conflict { confirmConflict() } else { save() }
        case .nextField, .previousField: customers.form?.moveFocus(by: command == .nextField ? 1 : -1)
        case .copyUnsaved: copyUnsaved()
        case .clear: if scope == .search { clearSearch() } else { clearField() }
        }
    }

    private mutating func move(_ command: Command) {
        switch scope {
        case .detail: moveInDetail(command)
        case .queue: moveInQueue(command)
        case .conflict: moveInConflict(command)
        case .list, .search, .form, .overlay: moveInList(command)
        }
    }

    private mutating func goBack() {
        switch scope {
        case .detail: customers.focusOnList()
        case .form: leaveForm()
        case .queue: leaveQueue()
        case .conflict: navigation.pop()
        case .list, .search, .overlay: if customers.search != nil { endSearch() } else { chrome.findings = [] }
        }
    }

    private mutating func nextPane() {
        switch scope {
        case .list where customers.form != nil: customers.takeUpForm()
        case .list: open()
        case .search, .detail, .form, .queue, .conflict, .overlay: customers.focusOnList()
        }
    }

    private mutating func toggleMask() {
        chrome.isMasked.toggle()
        let state = chrome.isMasked ? "hidden" : "shown"
        chrome.notice = .plain("Email, phone and address are \(state).")
    }

    // MARK: The clipboard

    private mutating func copy() {
        guard scope != .form else { return copyForm() }
        guard let customer = subject else { return }
        let field = scope == .detail ? customers.detail?.field ?? .email : .email
        guard let value = customer.details[field] else {
            chrome.notice = .plain("There is no \(field.label.lowercased()) to copy.")
            return
        }
        perform(.copy(value))
    }

    mutating func copyForm() {
        guard let form = customers.form else { return }
        model.writes.rescued = .form
        perform(.copy(form.clipboardText))
    }

    mutating func report(_ outcome: CopyOutcome) {
        noteRescued(outcome)
        chrome.notice =
            switch outcome {
            case .sent: .plain("Sent to the terminal's clipboard.")
            case .tooLong(let bytes): .warning("Too long for the clipboard: at most \(bytes) bytes can be sent.")
            case .failed(let reason): .error("Not copied: \(reason)")
            }
    }
}
