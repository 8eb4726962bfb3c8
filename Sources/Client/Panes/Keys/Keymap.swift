package import Screen

/// The keys in force: the table's, with the person's own in their place.
package struct Keymap: Hashable, Sendable {
    /// In the table's order.
    package let rows: [KeyRow]
    /// Programs of the person's own, each with its key.
    package internal(set) var custom: [CustomCommand] = []
    private let commands: [Scope: [Key: Command]]

    /// The default keys.
    package static let standard = Keymap(rows: KeyTable.rows)

    private init(rows: [KeyRow]) {
        self.rows = rows
        var commands: [Scope: [Key: Command]] = [:]
        for row in rows {
            for scope in row.scopes {
                for key in row.keys { commands[scope, default: [:]][key] = row.command }
            }
        }
        self.commands = commands
    }

    /// The default keys but for some commands, by name: `["delete": ["Ctrl-X"]]`.
    ///
    /// - Throws: ``KeymapFailure``, which names the command or key and what would do.
    package init(remapping own: [String: [String]]) throws(KeymapFailure) {
        var keysByCommand: [Command: [Key]] = [:]
        for (name, keyNames) in own.sorted(by: { $0.key < $1.key }) {
            guard let command = Command(rawValue: name) else { throw .unknownCommand(name) }
            keysByCommand[command] = try Self.keys(keyNames, for: name)
        }
        let rows = KeyTable.rows.map { row in
            keysByCommand[row.command].map { row.with(keys: $0) } ?? row
        }
        try Self.checkConflicts(rows, remapped: Set(keysByCommand.keys))
        self.init(rows: rows)
    }

    /// What a key does in a place; `nil` for nothing.
    package func command(for key: Key, in scope: Scope) -> Command? {
        commands[scope]?[key]
    }

    /// The rows that mean something in `scope`, in the table's order.
    package func rows(in scope: Scope) -> [KeyRow] {
        rows.filter { $0.scopes.contains(scope) }
    }

    /// The same as far as a session offers them.
    package func rows(in scope: Scope, isReadOnly: Bool) -> [KeyRow] {
        guard isReadOnly else { return rows(in: scope) }
        return scope.isForWriting ? [] : rows(in: scope).filter { !$0.command.isWrite }
    }

    private static func keys(_ names: [String], for command: String) throws(KeymapFailure) -> [Key] {
        var keys: [Key] = []
        for name in names {
            guard let key = Key(name: name) else { throw .unknownKey(name, command: command) }
            keys.append(key)
        }
        return keys
    }

    private static func checkConflicts(_ rows: [KeyRow], remapped: Set<Command>) throws(KeymapFailure) {
        for scope in Scope.allCases {
            var owners: [Key: Command] = [:]
            for row in rows where row.scopes.contains(scope) {
                for key in row.keys {
                    if scope.takesText, case .character = key { throw .textKey(key.name, command: row.command, scope) }
                    if let owner = owners[key], owner != row.command,
                        remapped.contains(owner) || remapped.contains(row.command)
                    {
                        throw .conflict(key.name, owner, row.command, scope)
                    }
                    owners[key] = row.command
                }
            }
        }
    }
}

extension KeyRow {
    /// The row with other keys; where text is typed, only those that are not text.
    fileprivate func with(keys: [Key]) -> KeyRow {
        let isText = scopes.contains(where: \.takesText)
        let usable = keys.filter { key in
            if isText, case .character = key { return false }
            return true
        }
        // A row for text panes keeps its own keys when the person named only printable ones.
        return KeyRow(command, scopes, usable.isEmpty && isText ? self.keys : usable, title, help, footer: footerRank)
    }
}

/// Why a `[keys]` table cannot be used.
package enum KeymapFailure: Error, Hashable, Sendable {
    case unknownCommand(String)
    case unknownKey(String, command: String)
    case conflict(String, Command, Command, Scope)
    case textKey(String, command: Command, Scope)
    /// A custom command's key is none.
    case unknownCustomKey(String, String)
    /// A custom command's key, its name, and what has the key.
    case takenKey(String, String, by: String, Scope)
    case takenName(String)

    /// The commands that it is about, by the names of the `[keys]` table.
    package var commands: [String] {
        switch self {
        case .unknownCommand(let name), .unknownKey(_, let name): [name]
        case .conflict(_, let one, let other, _): [one.rawValue, other.rawValue]
        case .textKey(_, let command, _): [command.rawValue]
        case .unknownCustomKey, .takenKey, .takenName: []
        }
    }

    /// The custom commands that it is about.
    package var customCommands: [String] {
        switch self {
        case .unknownCustomKey(_, let name), .takenName(let name): [name]
        case .takenKey(_, let name, let owner, _): [name, owner]
        case .unknownCommand, .unknownKey, .conflict, .textKey: []
        }
    }

    /// The mistake and what would be right.
    package var message: String {
        switch self {
        case .unknownCommand(let name):
            "[keys] has no command \"\(name)\"; there are \(Command.allCases.map(\.rawValue).joined(separator: ", "))."
        case .unknownKey(let key, let command):
            "[keys] \(command): \"\(key)\" is not a key; write e, Ctrl-S, Alt-x, F5, PgDn, Enter, Esc, Space and the like."
        case .conflict(let key, let one, let other, let scope):
            "[keys]: \(key) would mean both \(one.rawValue) and \(other.rawValue) in the \(scope.rawValue)."
        case .textKey(let key, let command, let scope):
            "[keys] \(command.rawValue): \(key) is text in the \(scope.rawValue); choose a Ctrl, Alt or function key."
        case .unknownCustomKey(let key, let name):
            "[commands.\(name)]: \"\(key)\" is not a key; write x, Ctrl-B, Alt-x, F5 and the like."
        case .takenKey(let key, let name, let owner, let scope):
            "[commands.\(name)]: \(key) means \(owner) in the \(scope.rawValue) already; give one of them another key."
        case .takenName(let name): "[commands.\(name)]: \(name) is a command of the interface; give it another name."
        }
    }
}
