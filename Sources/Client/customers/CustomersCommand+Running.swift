import ArgumentParser
import Journal
import Synchronization

extension CustomersCommand {
    /// What runs, as it was called; the journal says with each edit which program entered it.
    static var programName: String { running.withLock { $0 } }

    private static let running = Mutex(EntrySource.interface)

    static func willRun(_ command: any ParsableCommand.Type) {
        running.withLock { $0 = path(to: command) }
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
