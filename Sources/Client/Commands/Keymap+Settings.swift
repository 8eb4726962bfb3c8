import Domain
import Panes
import Screen
package import Settings
package import Wording

extension CommandFailure {
    /// - Parameter place: the line of the configuration file at fault.
    init(_ status: ExitStatus, _ message: String, at place: ConfigPlace?) {
        self.init(status, (place.map { "\($0.text): " } ?? "") + message)
    }
}

extension Keymap {
    /// The keys that the settings ask for.
    package init(_ settings: ClientSettings) throws(CommandFailure) {
        do throws(KeymapFailure) {
            self = try Keymap(remapping: settings.keys).adding(CustomCommand.all(settings))
        } catch {
            // Of two keys that contradict each other the later one is the mistake.
            let places =
                error.commands.compactMap { settings.origins.keys[$0] }
                + error.customCommands.compactMap { settings.origins.commands[$0] }
            throw CommandFailure(.configuration, error.message, at: places.max { $1.isBehind($0) })
        }
    }
}

extension CustomCommand {
    /// The programs of the person's own, in the order of their names.
    fileprivate static func all(_ settings: ClientSettings) throws(KeymapFailure) -> [CustomCommand] {
        var all: [CustomCommand] = []
        for (name, command) in settings.commands.sorted(by: { $0.key < $1.key }) {
            guard let key = Key(name: command.key) else { throw .unknownCustomKey(command.key, name) }
            all.append(
                CustomCommand(
                    name: name, key: key, argv: command.argv, scopes: command.scopes.map(Scope.init),
                    confirms: command.confirms, writes: command.writes, output: Output(command.output)))
        }
        return all
    }
}

extension Scope {
    fileprivate init(_ scope: ConfigCommand.Scope) {
        switch scope {
        case .list: self = .list
        case .detail: self = .detail
        }
    }
}

extension CustomCommand.Output {
    fileprivate init(_ output: ConfigCommand.Output) {
        switch output {
        case .pager: self = .pager
        case .status: self = .status
        case .none: self = .none
        }
    }
}

extension Colours {
    /// The colours that the settings ask for.
    package init(_ settings: ClientSettings) throws(CommandFailure) {
        do throws(ColoursFailure) {
            try self.init(remapping: settings.colours.mapValues(\.rawValue))
        } catch {
            throw CommandFailure(.configuration, error.message, at: settings.origins.colours[error.role])
        }
    }
}
