import APIClient
import Domain
import FoundationEssentials
package import Settings
import Transports
package import Wording
import Workspace

extension GlobalOptions {
    /// The settings of files, environment and these options together.
    package func settings(_ environment: [String: String]) throws(CommandFailure) -> ClientSettings {
        let flags = SettingsFlags(
            profile: profile, api: api, isReadOnly: readonly, cache: cache, allowsInsecureHTTP: insecureHTTP)
        let settings: ClientSettings
        do throws(SettingsFailure) {
            settings = try ClientSettings.load(environment: environment, flags: flags)
        } catch {
            throw CommandFailure(.configuration, error.message)
        }
        for profile in settings.profiles { try Self.checkAddress(of: profile) }
        return settings
    }

    /// Of a profile that is not chosen, too: the person who comes to choose it may be in a hurry.
    private static func checkAddress(of profile: Profile) throws(CommandFailure) {
        guard let api = profile.api else { return }
        do throws(APIEndpointFailure) {
            // Whether plain HTTP is allowed is said with the command that uses it.
            _ = try APIEndpoint(api, carriesToken: profile.carriesToken, allowsInsecureHTTP: true)
        } catch {
            throw CommandFailure(.configuration, error.message, at: profile.place)
        }
    }

    /// Performs `body` with a connection to the API and what is kept here, and closes them whatever happens.
    ///
    /// - Parameter makesJournal: whether a journal is made where there is none; as `forWriting` unless it is given.
    func connected<Value>(
        forWriting: Bool = false, makesJournal: Bool? = nil, _ body: (CommandContext) async throws -> Value
    ) async throws -> Value {
        let environment = ProcessInfo.processInfo.environment
        let settings = try settings(environment)
        if forWriting, settings.isReadOnly {
            throw CommandFailure(
                .notPermitted, "Nothing was changed: this is read-only, by \(settings.origins.isReadOnly.text).")
        }
        let connection = try APIConnection(settings, environment: environment)
        if forWriting, let foreign = Directories(environment: environment).foreign[.data] {
            StandardError.say(foreign.message)
        }
        let workspace = ProfileWorkspace(
            connection, environment: environment, program: RunningCommand.name, makesJournal: makesJournal ?? forWriting
        )
        say(workspace.findings)
        defer { say(workspace.takeFindings()) }
        let context = CommandContext(api: connection.api, workspace: workspace, zone: LocalZone(settings).rules)
        if forWriting { await context.removeErased() }
        do {
            let value = try await body(context)
            await end(connection, context)
            return value
        } catch {
            await end(connection, context)
            throw FirstStart.advising(error, settings)
        }
    }

    /// Tells an API that was there what was done out of its sight, and asks it who was erased, now that everything else is
    /// done.
    private func end(_ connection: APIConnection, _ context: CommandContext) async {
        if connection.hasAnswered {
            await context.workspace.reports.deliver()
            await context.removeErased()
        }
        await connection.transport.shutDown()
    }

    /// Says what was wrong with the journal, at once or it is never said: the next command finds it mended.
    private func say(_ findings: [String]) {
        for finding in findings { StandardError.say(finding) }
    }

    /// The same for edits, with the synchronisation running; refused when the settings say read-only.
    func connectedForWriting<Value>(_ body: (CommandContext) async throws -> Value) async throws -> Value {
        try await connected(forWriting: true) { context in
            try await context.workspace.synchronising { try await body(context) }
        }
    }
}
