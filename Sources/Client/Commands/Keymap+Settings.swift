import Domain
import Panes
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
            try self.init(remapping: settings.keys)
        } catch {
            // Of two keys that contradict each other the later one is the mistake.
            let places = error.commands.compactMap { settings.origins.keys[$0] }
            throw CommandFailure(.configuration, error.message, at: places.max { $1.isBehind($0) })
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
