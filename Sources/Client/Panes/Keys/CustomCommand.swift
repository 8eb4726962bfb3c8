package import Screen

/// A program of the person's own that a key runs on the customer with the focus.
package struct CustomCommand: Hashable, Sendable {
    /// As the configuration has it: `[commands.NAME]`.
    package let name: String
    /// The key that runs it.
    package let key: Key
    /// The program and its arguments; none of them is ever a customer's value, which everybody on the host could read.
    package let argv: [String]
    /// The panes in which the key runs it: list and details.
    package let scopes: [Scope]
    /// Whether the person is asked first.
    package let confirms: Bool
    /// Whether it may change the customer: a session that changes nothing does without it.
    package let writes: Bool
    /// Where what it prints is shown.
    package let output: Output

    /// Where what it prints is shown.
    package enum Output: String, Hashable, Sendable, CaseIterable {
        /// In a pane of its own.
        case pager
        /// The last line, in the status line.
        case status
        case none
    }

    /// - Parameters:
    ///   - name: no other command's.
    ///   - argv: the program and its arguments, without a customer's values.
    package init(
        name: String, key: Key, argv: [String], scopes: [Scope] = [.list, .detail], confirms: Bool = false,
        writes: Bool = false, output: Output = .status
    ) {
        self.name = name
        self.key = key
        self.argv = argv
        self.scopes = scopes
        self.confirms = confirms
        self.writes = writes
        self.output = output
    }

    /// For help and palette: what is run.
    package var help: String { "Run " + argv.joined(separator: " ") }
}

extension Keymap {
    /// - Throws: ``KeymapFailure`` when a key or a name of theirs means something else already.
    package func adding(_ custom: [CustomCommand]) throws(KeymapFailure) -> Keymap {
        var keymap = self
        for command in custom {
            let isTyped = CommandTable.rows.contains { $0.isCalled(command.name) }
            guard Command(rawValue: command.name) == nil, !isTyped else { throw .takenName(command.name) }
            for scope in command.scopes {
                if let owner = self.command(for: command.key, in: scope) {
                    throw .takenKey(command.key.name, command.name, by: owner.rawValue, scope)
                }
                if let owner = keymap.custom(for: command.key, in: scope) {
                    throw .takenKey(command.key.name, command.name, by: owner.name, scope)
                }
            }
            keymap.custom.append(command)
        }
        return keymap
    }

    /// The program that a key runs in a place; `nil` for none.
    package func custom(for key: Key, in scope: Scope) -> CustomCommand? {
        custom.first { $0.key == key && $0.scopes.contains(scope) }
    }

    /// The custom commands that a session offers in a place, in the order of their names.
    package func custom(in scope: Scope, isReadOnly: Bool) -> [CustomCommand] {
        custom.filter { $0.scopes.contains(scope) && !(isReadOnly && $0.writes) }
    }
}
