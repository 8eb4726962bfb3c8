/// One `[commands.NAME]` of the configuration file: a program of the person's own that is run on a customer.
package struct ConfigCommand: Hashable, Sendable {
    /// The key that runs it, as `[keys]` names keys; what it means is for the panes to say.
    package let key: String
    /// The program, by its whole path or a name that PATH finds, and its arguments; no shell reads them.
    package let argv: [String]
    /// Whether the person is asked before it is run.
    package let confirms: Bool
    /// Whether it may change the customer: a session that changes nothing does without it.
    package let writes: Bool
    /// Where what it prints goes.
    package let output: Output
    /// In which panes its key has a meaning.
    package let scopes: [Scope]

    /// Where what it prints is shown.
    package enum Output: String, Hashable, Sendable, CaseIterable {
        case pager, status, none
    }

    /// The panes in which the key runs it.
    package enum Scope: String, Hashable, Sendable, CaseIterable {
        case list, detail
    }

    private static let keys = ["key", "argv", "confirm", "writes", "output", "scope"]

    init(_ table: ConfigTable) throws(SettingsFailure) {
        try table.checkKeys(Self.keys)
        guard let key = try table.string("key") else { throw .missing(table.place, key: "key", table: table.name) }
        guard let argv = try table.words("argv") else { throw .missing(table.place, key: "argv", table: table.name) }
        // A path that depends on where one is would run another program in another directory.
        if let program = argv.value.first, program.contains("/"), !program.hasPrefix("/") {
            throw .relativeProgram(argv.place, program)
        }
        self.key = key.value
        self.argv = argv.value
        confirms = try table.bool("confirm")?.value ?? false
        writes = try table.bool("writes")?.value ?? false
        output = try table.choice("output", of: Output.self)?.value ?? .status
        scopes = try table.choices("scope", of: Scope.self)?.value ?? Scope.allCases
    }
}

extension ConfigFile {
    /// - Returns: the commands by name, each with the place where it begins.
    static func commands(_ root: ConfigTable) throws(SettingsFailure) -> [String: Placed<ConfigCommand>] {
        guard let table = try root.table("commands") else { return [:] }
        return try table.values { name throws(SettingsFailure) in
            guard ClientSettings.isProfileName(name) else { throw .badCommandName(table.place(of: name), name) }
            return try table.table(name).map { inner throws(SettingsFailure) in
                Placed(try ConfigCommand(inner), inner.place)
            }
        }
    }
}
