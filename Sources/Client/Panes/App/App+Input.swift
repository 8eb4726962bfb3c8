import Domain
import Screen

/// Keys, pastes and the terminal's size.
extension App {
    mutating func take(_ input: InputEvent) {
        // A window that changes its size is nobody at the keys.
        if case .resized(let size) = input {
            chrome.size = size
            scrollLists()
            loadMoreIfNeeded()
            return
        }
        let hasRested = chrome.now.seconds(since: chrome.lastInput) >= Self.restSeconds
        defer { if hasRested { renewVisible() } }
        chrome.noteInput()
        switch input {
        case .resized: break
        case .paste(let text): paste(text)
        case .key(let key): for key in meansSomething(key) ? [key] : key.parts { press(key) }
        }
    }

    /// Keeps the selected rows in sight when there are more or fewer of them.
    mutating func scrollLists() {
        let rows = layout.visibleRows
        customers.browse.scroll(visibleRows: rows)
        customers.search?.listing.scroll(visibleRows: rows)
    }

    /// Whether a key has a meaning here, as a command or in the text that is being typed.
    private func meansSomething(_ key: Key) -> Bool {
        environment.keymap.command(for: key, in: scope) != nil || isTyping && LineEditor.takes(key)
    }

    private var isTyping: Bool {
        if case .palette? = navigation.overlay { true } else { scope.takesText }
    }

    private mutating func press(_ key: Key) {
        chrome.notice = nil
        customers.noteKey()
        if let overlay = navigation.overlay {
            takeInOverlay(key, overlay)
        } else if let command = environment.keymap.command(for: key, in: scope) {
            run(command)
        } else if scope == .search {
            typeInSearch(key)
        } else if scope == .form {
            typeInForm(key)
        }
    }

    /// Pasted text goes only where text is typed; in the list one short line is searched for.
    private mutating func paste(_ text: String) {
        switch (navigation.overlay, scope) {
        case (.palette(var palette)?, _):
            palette.editor.paste(text)
            palette.selectFirst()
            navigation.overlay = .palette(palette)
        case (_, .form): pasteInForm(text)
        case (_, .search): pasteInSearch(text)
        case (_, .list), (_, .detail): searchForPasted(text)
        case (_, .queue), (_, .conflict), (_, .overlay): break
        }
    }

    private mutating func searchForPasted(_ text: String) {
        let line = text.trimmed
        let isOneLine = !line.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard !line.isEmpty, isOneLine, line.utf8.count <= CustomerField.email.maximumBytes else {
            chrome.notice = .warning("The pasted text was ignored: only one short line can be searched for.")
            return
        }
        cancelSearch()
        customers.search = nil
        openSearch()
        pasteInSearch(line)
    }
}
