import APIClient
import ArgumentParser
import Commands
import Domain
import FoundationEssentials
import Glibc
import Journal
import Panes
import Settings
import Terminal
import Wording
import Workspace

struct InterfaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interface", abstract: "Browse and edit customers in the terminal (the default).")

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        Allocator.keepSmall()
        let status: Int32
        let setup = try Self.setup(options)
        do throws(TerminalFailure) {
            status = try await Interface.run(setup)
        } catch {
            throw CommandFailure(.usage, error.description)
        }
        Glibc.exit(status)
    }

    /// A program of the person's own asks the same API when it runs `customers`; the token is not handed on.
    private static func commandEnvironment(
        _ environment: [String: String], _ settings: ClientSettings
    ) -> [String: String] {
        var own = environment
        own["CUSTOMERS_API_TOKEN"] = nil
        own["CUSTOMERS_PROFILE"] = settings.profileName
        if case .flag = settings.origins.api { own["CUSTOMERS_API_URL"] = settings.api }
        return own
    }

    private static func setup(_ options: GlobalOptions) throws -> Interface.Setup {
        let environment = ProcessInfo.processInfo.environment
        let settings = try options.settings(environment)
        let (keymap, colours) = (try Keymap(settings), try Colours(settings))
        let connection = try APIConnection(settings, environment: environment)
        let (views, viewsFile, viewsFault) = savedViews(settings, environment)
        let isNamed = settings.profileName != ClientSettings.standardProfile
        let directories = Directories(environment: environment)
        let data = directories.profileData(settings.profileName)
        return Interface.Setup(
            title: isNamed ? settings.profileName : connection.endpoint.host,
            openWorkspace: {
                ProfileWorkspace(
                    connection, environment: environment, program: EntrySource.interface,
                    makesJournal: !settings.isReadOnly,
                    deletionDelay: JournalSession.standardDelay)
            },
            keymap: keymap, colours: colours,
            isReadOnly: settings.isReadOnly,
            draftDirectory: data.map { DraftStore.directory(in: $0, origin: connection.endpoint.text) },
            reasonForNoDrafts: directories.reasonForNoData, firstSteps: FirstStart.advice(settings),
            profile: settings.profileName, profiles: settings.profiles.map(\.name),
            openProfile: { name in try setup(options.forProfile(name)) },
            close: { await connection.close() },
            views: views, viewsFile: viewsFile, viewsFault: viewsFault,
            lock: settings.lockCommand.map { ($0, settings.idleLockMinutes) },
            dataDirectory: data, columns: settings.columns, keepsSearches: settings.keepsSearches,
            tmux: settings.masksWhenShared ? TmuxSession(environment) : nil, usesMouse: settings.usesMouse,
            commandEnvironment: commandEnvironment(environment, settings),
            editor: TextEditor(
                directory: (directories.runtime ?? directories.data).map { "\($0)/\(settings.profileName)/editor" },
                environment: environment),
            zone: LocalZone(settings))
    }

    /// A broken file of saved views keeps nobody from their work: the configuration's own are there, and it is said.
    private static func savedViews(
        _ settings: ClientSettings, _ environment: [String: String]
    ) -> ([SavedView], SavedViewsFile?, String?) {
        let file = SavedViewsFile(Directories(environment: environment), settings)
        do throws(SettingsFailure) {
            return (try file?.all() ?? settings.views, file, nil)
        } catch {
            return (settings.views, file, error.message)
        }
    }
}
