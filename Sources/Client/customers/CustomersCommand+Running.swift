import ArgumentParser
import Commands
import Journal

extension CustomersCommand {
    static func willRun(_ command: any ParsableCommand.Type) {
        RunningCommand.name = path(to: command)
    }

    /// `customers queue discard`; `customers` alone for the interface, however it was called.
    private static func path(to command: any ParsableCommand.Type) -> String {
        guard command != InterfaceCommand.self, let words = words(to: command, below: CustomersCommand.self) else {
            return EntrySource.interface
        }
        return words.joined(separator: " ")
    }

    private static func words(
        to command: any ParsableCommand.Type, below root: any ParsableCommand.Type
    ) -> [String]? {
        let name = root.configuration.commandName ?? EntrySource.interface
        if root == command { return [name] }
        let below = root.configuration.subcommands.lazy.compactMap { words(to: command, below: $0) }.first
        return below.map { [name] + $0 }
    }
}
