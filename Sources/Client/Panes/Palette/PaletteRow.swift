import Domain
import Screen

/// One line that the palette offers.
struct PaletteRow: Sendable {
    let name: String
    /// The name with what stands for its argument.
    let usage: String
    let help: String
    let aliases: [String]
    /// The keys that do the same.
    let keys: [Key]
    let action: Action

    enum Action: Sendable {
        case command(Command)
        case takingArgument(CommandRow)
        /// A program of the person's own.
        case custom(CustomCommand)
        /// A value of the argument that is being typed: the whole line as it would be.
        case value(line: String)
    }

    init(_ row: KeyRow) {
        self.init(
            name: row.command.rawValue, usage: row.command.rawValue, help: row.help, aliases: [], keys: row.keys,
            action: .command(row.command))
    }

    /// - Parameter keys: of the command that has the same name.
    init(_ row: CommandRow, keys: [Key]) {
        self.init(
            name: row.name, usage: row.usage, help: row.help, aliases: row.aliases, keys: keys,
            action: .takingArgument(row))
    }

    init(_ command: CustomCommand) {
        self.init(
            name: command.name, usage: command.name, help: command.help, aliases: [], keys: [command.key],
            action: .custom(command))
    }

    init(value: String, of row: CommandRow) {
        self.init(
            name: value, usage: value, help: "", aliases: [], keys: [], action: .value(line: "\(row.name) \(value)"))
    }

    private init(name: String, usage: String, help: String, aliases: [String], keys: [Key], action: Action) {
        self.name = name
        self.usage = usage
        self.help = help
        self.aliases = aliases
        self.keys = keys
        self.action = action
    }

    /// Whether this is the command's whole name, another word for it, or one of its keys as they are written.
    func isCalled(_ text: String) -> Bool {
        let lower = text.lowercased()
        return name == lower || keys.contains { $0.name == text } || aliases.contains(lower)
    }

    /// Whether name or help contain every word.
    func matches(_ words: [Substring]) -> Bool {
        let texts = [name, help.lowercased()]
        return words.allSatisfy { word in texts.contains { $0.contains(word) } }
    }
}
