import Domain
import Screen

/// Keys, pastes and the terminal's size.
extension App {
    mutating func take(_ input: InputEvent) {
        // A window that changes its size is nobody at the keys.
        if case .resized(let size) = input {
            resize(to: size)
            return
        }
        let hasRested = now.seconds(since: lastInput) >= Self.restSeconds
        defer { if hasRested { renewVisible() } }
        lastInput = now
        isIdle = false
        switch input {
        case .resized: break
        case .paste(let text): paste(text)
        case .key(let key): for key in meansSomething(key) ? [key] : key.parts { press(key) }
        }
    }

    private mutating func resize(to size: Size) {
        self.size = size
        scrollLists()
        loadMoreIfNeeded()
    }

    /// Keeps the selected rows in sight when there are more or fewer of them.
    mutating func scrollLists() {
        let rows = layout.visibleRows
        browse.scroll(visibleRows: rows)
        search?.listing.scroll(visibleRows: rows)
    }

    /// Whether a key has a meaning here, as a command or in the text that is being typed.
    private func meansSomething(_ key: Key) -> Bool {
        environment.keymap.command(for: key, in: scope) != nil || isTyping && LineEditor.takes(key)
    }

    private var isTyping: Bool {
        if case .palette? = overlay { true } else { scope.takesText }
    }

    private mutating func press(_ key: Key) {
        notice = nil
        browse.settle()
        if let overlay {
            takeInOverlay(key, overlay)
            return
        }
        if let command = environment.keymap.command(for: key, in: scope) {
            run(command)
        } else if pane == .search {
            typeInSearch(key)
        } else if pane == .form {
            typeInForm(key)
        }
    }

    var scope: Scope {
        switch pane {
        case _ where overlay != nil: .overlay
        case .list: .list
        case .search: .search
        case .detail: .detail
        case .form: .form
        case .queue: .queue
        case .conflict: .conflict
        }
    }

    /// Pasted text goes only where text is typed; in the list one short line is searched for.
    private mutating func paste(_ text: String) {
        switch (overlay, pane) {
        case (.palette(var palette), _):
            palette.editor.paste(text)
            palette.selectFirst()
            overlay = .palette(palette)
        case (.some, _): break
        case (nil, .form): pasteInForm(text)
        case (nil, .search): pasteInSearch(text)
        case (nil, .list), (nil, .detail): searchForPasted(text)
        case (nil, .queue), (nil, .conflict): break
        }
    }

    private mutating func searchForPasted(_ text: String) {
        let line = text.trimmed
        let isOneLine = !line.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard !line.isEmpty, isOneLine, line.utf8.count <= CustomerField.email.maximumBytes else {
            notice = .warning("The pasted text was ignored: only one short line can be searched for.")
            return
        }
        search = SearchState()
        pane = .search
        pasteInSearch(line)
    }

    // MARK: Commands

    mutating func run(_ command: Command) {
        switch command {
        case .moveUp, .moveDown, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .goToTop, .goToBottom: move(command)
        case .search: openSearch()
        case .open: if pane == .queue { openQueued() } else { open() }
        case .back: goBack()
        case .nextPane: nextPane()
        case .edit: if pane == .queue { editQueued() } else { edit() }
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
        case .palette: overlay = .palette(PaletteState())
        case .help: overlay = .help(firstLine: 0)
        case .redraw: perform(.redraw)
        case .suspend: perform(.suspend)
        case .quit: quit()
        case .save: if case .conflict = pane { confirmConflict() } else { save() }
        case .nextField: form?.moveFocus(by: 1)
        case .previousField: form?.moveFocus(by: -1)
        case .copyUnsaved: copyUnsaved()
        case .clear: if pane == .search { clearSearch() } else { clearField() }
        }
    }

    private mutating func toggleMask() {
        isMasked.toggle()
        notice = .plain(isMasked ? "Email, phone and address are hidden." : "Email, phone and address are shown.")
    }

    private mutating func nextPane() {
        switch pane {
        case .list where form != nil: pane = .form
        case .list: open()
        default: pane = .list
        }
    }

    private mutating func copy() {
        if pane == .form {
            copyForm()
            return
        }
        guard let customer = selectedCustomer else { return }
        let field = pane == .detail ? detail?.field ?? .email : .email
        guard let value = customer.details[field] else {
            notice = .plain("There is no \(field.label.lowercased()) to copy.")
            return
        }
        perform(.copy(value))
    }

    mutating func copyForm() {
        guard let form else { return }
        rescued = .form
        perform(.copy(form.clipboardText))
    }

    mutating func report(_ outcome: CopyOutcome) {
        noteRescued(outcome)
        notice =
            switch outcome {
            case .sent: .plain("Sent to the terminal's clipboard.")
            case .tooLong(let bytes): .warning("Too long for the clipboard: at most \(bytes) bytes can be sent.")
            case .failed(let reason): .error("Not copied: \(reason)")
            }
    }
}
