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
            keymap: try Keymap(settings), colours: try Colours(settings),
            isReadOnly: settings.isReadOnly,
            draftDirectory: data.map { DraftStore.directory(in: $0, origin: connection.endpoint.text) },
            reasonForNoDrafts: directories.reasonForNoData, firstSteps: FirstStart.advice(settings),
            lock: settings.lockCommand.map { ($0, settings.idleLockMinutes) })
    }
}
