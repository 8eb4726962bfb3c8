import ArgumentParser
import CommandWords

/// The library's own of this name shows the program's help for a command that there is not, and completes nothing.
struct HelpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "Say how a command is used.")

    @Argument(
        help: ArgumentHelp("The command's name; for one below it both names.", valueName: "command"),
        completion: .custom { words, index, _ in names(after: Array(words.prefix(index))) })
    var names: [String] = []

    func run() throws {
        var command: any ParsableCommand.Type = CustomersCommand.self
        for name in names {
            guard let next = command.subcommand(name) else {
                let meanings = command == CustomersCommand.self ? CustomersCommand.meanings : [:]
                throw UsageFailure(unknown: name, below: command, of: CustomersCommand.self, meanings)
            }
            command = next
        }
        throw CleanExit.helpRequest(command)
    }

    /// The commands whose help can be asked for.
    ///
    /// - Parameter words: of the command line so far: `customers help queue`.
    static func names(after words: [String]) -> [String] {
        let path = words.drop { $0 != configuration.commandName }.dropFirst()
        let command = path.reduce(CustomersCommand.self as (any ParsableCommand.Type)?) { $0?.subcommand($1) }
        return command?.configuration.subcommands.map { $0._commandName }.filter { $0 != "help" } ?? []
    }
}

extension ParsableCommand {
    fileprivate static func subcommand(_ name: String) -> (any ParsableCommand.Type)? {
        configuration.subcommands.first { $0._commandName == name }
    }
}
