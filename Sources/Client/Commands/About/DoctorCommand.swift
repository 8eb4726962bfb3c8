import APIClient
import ArgumentParser
import Domain
import FoundationEssentials
import Panes
import Settings
import Transports
import Wording
import Workspace

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check configuration, terminal and API, and say how to fix what is wrong.",
        discussion: "The exit status is 78 when this machine is at fault, 69 when the API is, and otherwise 0.")

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let output = StandardOutput()
        var findings = await TerminalCheck.findings(environment) + DirectoryCheck.findings(environment)
        do throws(CommandFailure) {
            let settings = try options.settings(environment)
            _ = (try Keymap(settings), try Colours(settings))
            // An address that cannot be used may hold a password: it is said only when it can.
            let connection = try APIConnection(settings, environment: environment)
            findings.append(Self.configuration(settings))
            findings += ConnectionCheck.findings(connection)
            findings += WorkspaceCheck.findings(
                ProfileWorkspace(
                    connection, environment: environment, program: RunningCommand.name, makesJournal: false))
            findings += ConnectionCheck.findings(await APIProbe(connection.api))
            await connection.transport.shutDown()
        } catch {
            findings.append(Finding(.fail, "configuration", error.message, blames: .configuration))
        }
        try output.writeLines(findings.map(\.line).joined(separator: "\n") + "\n")
        if let status = Finding.status(of: findings) { throw ExitCode(status.rawValue) }
    }

    private static func configuration(_ settings: ClientSettings) -> Finding {
        let origins = settings.origins
        let sources =
            "profile \(settings.profileName) (\(origins.profileName.text)), API \(APIEndpoint.shown(settings.api)) (\(origins.api.text))"
        if let advice = FirstStart.advice(settings) { return Finding(.warn, "configuration", "\(sources). \(advice)") }
        guard settings.leavesProfilesUnused else { return Finding(.ok, "configuration", sources) }
        let names = settings.profiles.map(\.name).joined(separator: ", ")
        return Finding(
            .warn, "configuration", "\(sources): the file's own (\(names)) are not used. Choose one with --profile.")
    }
}

/// One line of `doctor`.
struct Finding: Hashable, Sendable {
    enum Outcome: String, Sendable {
        case ok, warn, fail
    }

    let outcome: Outcome
    let subject: String
    /// What was found and, unless it is well, the next step.
    let text: String
    /// The status that the program ends with because of it.
    let blamed: ExitStatus?

    init(_ outcome: Outcome, _ subject: String, _ text: String, blames blamed: ExitStatus? = nil) {
        self.outcome = outcome
        self.subject = subject
        self.text = text
        self.blamed = blamed
    }

    /// What the program ends with: what is wrong here may be why the API does not answer, and comes first.
    static func status(of findings: [Finding]) -> ExitStatus? {
        let blamed = findings.compactMap(\.blamed)
        return blamed.contains(.configuration) ? .configuration : blamed.first
    }

    var line: String {
        func padded(_ word: String, _ width: Int) -> String {
            word + String(repeating: " ", count: max(0, width - word.count))
        }
        return padded(outcome.rawValue, 5) + padded(subject, 14) + text.harmlessLine
    }
}
