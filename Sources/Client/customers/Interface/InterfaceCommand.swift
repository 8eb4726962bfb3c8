import APIClient
import ArgumentParser
import Domain
import FoundationEssentials
import Glibc
import Journal
import Panes
import Settings
import Terminal

struct InterfaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interface", abstract: "Browse and edit customers in the terminal (the default).")

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        Allocator.keepSmall()
        let status: Int32
        let setup = try setup()
        do throws(TerminalFailure) {
            status = try await Interface.run(setup)
        } catch {
            throw CommandFailure(.usage, error.description)
        }
        Glibc.exit(status)
    }

    private func setup() throws -> Interface.Setup {
        let environment = ProcessInfo.processInfo.environment
        let settings = try options.settings(environment)
        let connection = try APIConnection(settings, environment: environment)
        let isNamed = settings.profileName != Settings.standardProfile
        let directories = Directories(environment: environment)
        let data = directories.profileData(settings.profileName)
        return Interface.Setup(
            title: isNamed ? settings.profileName : connection.endpoint.host,
            openWorkspace: {
                Workspace(
                    connection, environment: environment, makesJournal: !settings.isReadOnly,
                    deletionDelay: JournalSession.standardDelay)
            },
            keymap: try Keymap(settings), colours: try Colours(settings),
            isReadOnly: settings.isReadOnly,
            draftDirectory: data.map { DraftStore.directory(in: $0, origin: connection.endpoint.url.absoluteString) },
            reasonForNoDrafts: directories.reasonForNoData)
    }
}

extension Keymap {
    /// The keys that the settings ask for.
    init(_ settings: Settings) throws(CommandFailure) {
        do throws(KeymapFailure) {
            try self.init(remapping: settings.keys)
        } catch {
            // Of two keys that contradict each other the later one is the mistake.
            let places = error.commands.compactMap { settings.origins.keys[$0] }
            throw CommandFailure(.configuration, error.sentence, at: places.max { $0.line < $1.line })
        }
    }
}

extension Colours {
    /// The colours that the settings ask for.
    init(_ settings: Settings) throws(CommandFailure) {
        do throws(ColoursFailure) {
            try self.init(remapping: settings.colours.mapValues(\.rawValue))
        } catch {
            throw CommandFailure(.configuration, error.sentence, at: settings.origins.colours[error.role])
        }
    }
}
