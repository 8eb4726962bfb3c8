package import ArgumentParser
import Domain

/// A command line that cannot be understood, with the usage of the command that it is about.
package struct UsageFailure: Error {
    private let message: String
    private let program: any ParsableCommand.Type
    private let command: any ParsableCommand.Type

    package init(_ message: String, about command: any ParsableCommand.Type, of program: any ParsableCommand.Type) {
        self.message = message.harmlessLine
        self.command = command
        self.program = program
    }

    /// What to print: the mistake, the usage, and where to read more.
    package var text: String {
        let path = Self.path(to: command, from: program).joined(separator: " ")
        // Further lines begin under the first, as where the library itself shows a usage.
        let usage = program.usageString(for: command).replacing("\n", with: "\n       ")
        return """
            Error: \(message)
            Usage: \(usage)
              See '\(path) --help' for more information.

            """
    }

    private static func path(to command: any ParsableCommand.Type, from root: any ParsableCommand.Type) -> [String] {
        if command == root { return [root._commandName] }
        let below = root.configuration.subcommands.lazy.map { path(to: command, from: $0) }.first { !$0.isEmpty }
        return below.map { [root._commandName] + $0 } ?? []
    }
}

extension UsageFailure {
    /// There is no such command, but perhaps one that was meant.
    init(
        unknown word: String, on route: CommandRoute, of program: any ParsableCommand.Type, _ meanings: [String: String]
    ) {
        var named = program
        for name in route.commands.dropFirst().map(\.commandName) {
            guard let next = named.configuration.subcommands.first(where: { $0._commandName == name }),
                !next.configuration.subcommands.isEmpty
            else { break }
            named = next
        }
        self.init(unknown: word, below: named, of: program, named == program ? meanings : [:])
    }

    /// An option stands before the command that has it, or no command that is named has it.
    ///
    /// - Returns: `nil` when it follows a command that runs, of whose options the library speaks itself.
    init?(early: CommandRoute.EarlyOption, of program: any ParsableCommand.Type) {
        guard early.next != nil || early.path.count == 1 else { return nil }
        var command = program
        for name in early.path.dropFirst() + [early.next?.commandName].compactMap(\.self) {
            guard let next = command.configuration.subcommands.first(where: { $0._commandName == name }) else {
                return nil
            }
            command = next
        }
        self.init(Self.message(early), about: command, of: program)
    }

    private static func message(_ early: CommandRoute.EarlyOption) -> String {
        let path = (early.path + [early.next?.commandName].compactMap(\.self)).joined(separator: " ")
        if let next = early.next, let option = next.arguments?.first(where: { $0.spellings.contains(early.name) }) {
            let value = option.kind == .option ? " …" : ""
            return "\(early.name) belongs after \(next.commandName): \(path) \(early.name)\(value)"
        }
        let guess = Suggestion.closest(to: early.name, among: early.known)
        return "There is no option \(early.name)" + (guess.map { "; did you mean: \(path) \($0)?" } ?? ".")
    }

    /// - Parameters:
    ///   - parent: the command whose subcommand should have been named.
    ///   - meanings: as for ``ParsableCommand/command(for:meanings:)``.
    package init(
        unknown word: String, below parent: any ParsableCommand.Type, of program: any ParsableCommand.Type,
        _ meanings: [String: String]
    ) {
        let names = parent.configuration.subcommands.map { $0._commandName }
        let path = Self.path(to: parent, from: program).joined(separator: " ")
        guard !names.isEmpty else {
            self.init("There is no command \"\(word)\": \(path) has none below it.", about: parent, of: program)
            return
        }
        let guess = Suggestion.closest(to: word, among: names + meanings.keys.sorted())
        let suggestion = guess.map { "; did you mean: \(path) \(meanings[$0] ?? $0)?" } ?? "."
        let message = "There is no command \"\(word)\"\(suggestion) Commands: \(names.joined(separator: ", "))."
        self.init(message, about: parent, of: program)
    }
}
