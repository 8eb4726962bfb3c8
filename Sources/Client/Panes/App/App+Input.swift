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
        if input == .focused { return }
        let hasRested = chrome.now.seconds(since: chrome.lastInput) >= Self.restSeconds
        defer { if hasRested { renewVisible() } }
        if chrome.isIdle { perform(.rest(false)) }
        chrome.noteInput()
        switch input {
        case .resized, .focused: break
        case .mouse(let mouse): receive(mouse)
        case .paste(let text):
            chrome.count = nil
            handle(.paste(text))
        case .key(let key):
            let parts = meansSomething(key) ? [key] : key.parts
            for part in parts { press(part, isWhole: parts.count == 1) }
        }
    }

    /// A key after so long a rest asks again for what is on the screen.
    static let restSeconds: Int64 = 30

    private mutating func renewVisible() {
        guard model.connection.takesEdits, navigation.showsCustomers, !isFollowed else { return }
        navigation.customers.renewVisible(&context)
    }

    /// Whether the change feed tells of everything that is on the screen without being asked.
    private var isFollowed: Bool {
        guard let end = model.followed?.to, chrome.now.seconds(since: end) < Self.restSeconds else { return false }
        return customers.seenAt(context).map { $0 >= end } ?? true
    }

    /// Whether a key has a meaning here, as a command or in the text that is being typed.
    private func meansSomething(_ key: Key) -> Bool {
        environment.keymap.command(for: key, in: scope) != nil || customCommand(for: key) != nil
            || isTyping && LineEditor.handles(key)
    }

    private var isTyping: Bool {
        navigation.overlay?.takesText ?? scope.takesText
    }

    /// The program of the person's own that a key runs here.
    private func customCommand(for key: Key) -> CustomCommand? {
        navigation.overlay == nil ? environment.offeredCustom(in: scope).first { $0.key == key } : nil
    }

    /// - Parameter isWhole: whether the terminal has reported it so, and not with Escape before it at once.
    mutating func press(_ key: Key, isWhole: Bool = true) {
        chrome.dismissNotice()
        customers.noteKey()
        navigation.customers.settle(context)
        defer { navigation.customers.settle(context) }
        if endsRun(key) { return endRun() }
        if let command = customCommand(for: key) { return run(command) }
        let command = environment.keymap.command(for: key, in: scope)
        let count = chrome.count
        chrome.count = nil
        switch command {
        case .redraw?, .suspend?: command.map { run($0) }
        case let command? where navigation.overlay == nil:
            if let count, key == .escape || command.isMovement {
                if key != .escape { handle(.counted(command, count)) }
            } else {
                run(command)
            }
        default:
            if command == nil, let next = Count.next(key, after: count), navigation.overlay == nil, scope.takesCounts {
                chrome.count = next
            } else {
                // Before the key closes what it is typed or answered in.
                let isUnknown = command == nil && isWhole && navigation.overlay == nil && !isText(key)
                handle(.key(key))
                if isUnknown { sayUnknown(key) }
            }
        }
    }

    /// Whether the key writes or edits text where one is typing.
    private func isText(_ key: Key) -> Bool { isTyping && LineEditor.handles(key) }

    /// Says what to press instead of a key that means nothing; only of keys that somebody has pressed for certain.
    private mutating func sayUnknown(_ key: Key) {
        guard navigation.overlay == nil, chrome.notice == nil else { return }
        switch key {
        case .control, .function, .character: break
        default: return
        }
        chrome.notice = .plain("\(key.name) does nothing here; \(context.keyName(.help, in: scope)) lists the keys.")
    }
}

/// The number before a movement.
enum Count {
    /// Nobody has more rows.
    private static let maximum = 9_999_999

    /// The number with one more digit; `nil` when the key is none, or would begin it with 0.
    static func next(_ key: Key, after count: Int?) -> Int? {
        guard case .character(let scalar) = key, let digit = "0123456789".unicodeScalars.firstOffset(of: scalar),
            count != nil || digit > 0
        else { return nil }
        let next = (count ?? 0) * 10 + digit
        return next > maximum ? count : next
    }
}

extension String.UnicodeScalarView {
    fileprivate func firstOffset(of scalar: Unicode.Scalar) -> Int? {
        firstIndex(of: scalar).map { distance(from: startIndex, to: $0) }
    }
}
