import Domain
import Screen

/// Keys, pastes and the terminal's size.
extension App {
    mutating func receive(_ input: InputEvent) {
        // A resized window does not mean that somebody is at the keys.
        if case .resized(let size) = input {
            chrome.size = size
            updateLayout()
            navigation.customers.loadMoreIfNeeded(&context)
            return
        }
        let hasRested = chrome.now.seconds(since: chrome.lastInput) >= Self.restSeconds
        defer { if hasRested { renewVisible() } }
        chrome.noteInput()
        switch input {
        case .resized: break
        case .paste(let text): handle(.paste(text))
        case .key(let key): for key in meansSomething(key) ? [key] : key.parts { press(key) }
        }
    }

    /// A key after so long a rest asks again for what is on the screen.
    static let restSeconds: Int64 = 30

    private mutating func renewVisible() {
        guard model.connection.takesEdits, navigation.showsCustomers else { return }
        navigation.customers.renewVisible(&context)
    }

    /// Whether a key has a meaning here, as a command or in the text that is being typed.
    private func meansSomething(_ key: Key) -> Bool {
        environment.keymap.command(for: key, in: scope) != nil || isTyping && LineEditor.handles(key)
    }

    private var isTyping: Bool {
        if case .palette? = navigation.overlay { true } else { scope.takesText }
    }

    private mutating func press(_ key: Key) {
        chrome.notice = nil
        customers.noteKey()
        let command = environment.keymap.command(for: key, in: scope)
        switch command {
        case .redraw?, .suspend?: command.map { run($0) }
        case let command? where navigation.overlay == nil: run(command)
        default: handle(.key(key))
        }
    }
}
