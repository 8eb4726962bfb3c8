import APIClient
import ArgumentParser
import Domain
import FoundationEssentials
import Panes
import Settings
import Transports

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check configuration, terminal and API, and say how to put right what is wrong.",
        discussion: "The exit status is 78 when this machine is at fault, 69 when the API is, and otherwise 0.")

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let output = StandardOutput()
        var findings = TerminalCheck.findings(environment) + DirectoryCheck.findings(environment)
        do throws(CommandFailure) {
            let settings = try options.settings(environment)
            _ = (try Keymap(settings), try Colours(settings))
            findings.append(Finding(.ok, "configuration", Self.sources(settings)))
            let connection = try Connection(settings, environment: environment)
            findings += ConnectionCheck.findings(connection)
            findings += WorkspaceCheck.findings(
                Workspace(connection, environment: environment, makesJournal: false))
            findings += ConnectionCheck.findings(await APIProbe(connection.api))
            await connection.transport.shutDown()
        } catch {
            findings.append(Finding(.fail, "configuration", error.sentence, blames: .configuration))
        }
        try output.writeLines(findings.map(\.line).joined(separator: "\n") + "\n")
        if let status = findings.compactMap(\.blamed).first { throw ExitCode(status.rawValue) }
    }

    private static func sources(_ settings: Settings) -> String {
        "profile \(settings.profileName) (\(settings.origins.profileName.text)), API from \(settings.origins.api.text)"
    }
}

/// One line of `doctor`.
struct Finding: Hashable, Sendable {
    enum Verdict: String, Sendable {
        case ok, warn, fail
    }

    let verdict: Verdict
    let subject: String
    /// What was found and, unless it is well, the next step.
    let text: String
    /// The status that the program ends with because of it.
    let blamed: ExitStatus?

    init(_ verdict: Verdict, _ subject: String, _ text: String, blames blamed: ExitStatus? = nil) {
        self.verdict = verdict
        self.subject = subject
        self.text = text
        self.blamed = blamed
    }

    var line: String {
        func padded(_ word: String, _ width: Int) -> String {
            word + String(repeating: " ", count: max(0, width - word.count))
        }
        return padded(verdict.rawValue, 5) + padded(subject, 14) + text
    }
}
