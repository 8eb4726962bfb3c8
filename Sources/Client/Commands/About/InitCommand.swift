import ArgumentParser
import Domain
import FoundationEssentials
import Settings
import Wording

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Ask for the API's address, try it, and write the configuration.",
        discussion: """
            At a terminal it asks for what is not given: the address, and how you sign in. It says what came of a first \
            try before it writes config.toml. A file that is there already stays as it is; with --profile, a profile \
            that it does not have yet is added to it. A token itself is neither asked for nor written.
            """)

    @Option(
        help: ArgumentHelp("Sign in with the token in this file (mode 600).", valueName: "path"),
        completion: .file())
    var tokenFile: String?

    @Option(help: ArgumentHelp("Sign in with the token that this command prints.", valueName: "command"))
    var credentialCommand: String?

    @Flag(help: "Do not ask, and write even when the try fails.")
    var yes = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        if tokenFile != nil, credentialCommand != nil {
            throw ValidationError("Use either --token-file or --credential-command, not both.")
        }
        let environment = ProcessInfo.processInfo.environment
        let dialogue = !yes && Dialogue.isPossible ? Dialogue() : nil
        let answers = FirstAnswers(self, dialogue, environment)
        let directories = try Self.writable(environment)
        let file = try Self.configuring { () throws(SettingsFailure) in try ConfigFile.own(directories) }
        let profile = try answers.profile(file)
        let addition = try Self.addition(profile, directories)
        try await attempt(addition, dialogue, environment)
        try await Interruption.cancelling { try Self.write(addition) }
        report(addition, profile, environment)
        try await offerDoctor(profile, dialogue)
    }

    /// Where the configuration can be written.
    private static func writable(_ environment: [String: String]) throws(CommandFailure) -> Directories {
        let directories = Directories(environment: environment)
        if let foreign = directories.foreign[.config] {
            throw CommandFailure(.notPermitted, "Nothing was written: \(foreign.message)")
        }
        guard directories.configFile != nil else {
            throw CommandFailure(.configuration, SettingsFailure.noHome.message)
        }
        return directories
    }

    private static func configuring<Value>(
        _ body: () throws(SettingsFailure) -> Value
    ) throws(CommandFailure) -> Value {
        do throws(SettingsFailure) {
            return try body()
        } catch {
            throw CommandFailure(.configuration, error.message)
        }
    }

    private static func addition(
        _ profile: NewProfile, _ directories: Directories
    ) throws(CommandFailure) -> ConfigAddition {
        do throws(SettingsFailure) {
            return try ConfigAddition(profile, directories)
        } catch {
            throw CommandFailure(
                .configuration, "Nothing was written: \(error.message) These lines belong there:",
                lines: profile.lines)
        }
    }

    private static func write(_ addition: ConfigAddition) throws(CommandFailure) {
        do throws(ConfigWriteFailure) {
            try addition.write()
        } catch {
            throw CommandFailure(error)
        }
    }
}

// MARK: - The try, and what comes after

extension InitCommand {
    /// Asks the API and says what came of it.
    ///
    /// - Throws: when it failed, and nobody wants it written all the same.
    private func attempt(
        _ addition: ConfigAddition, _ dialogue: Dialogue?, _ environment: [String: String]
    ) async throws(CommandFailure) {
        let settings = try Self.configuring { () throws(SettingsFailure) in
            try addition.settings(environment: environment, allowsInsecureHTTP: options.insecureHTTP)
        }
        StandardError.say("Trying \(settings.api)")
        let probe = try await ConnectionCheck.attempt(settings, environment)
        for finding in ConnectionCheck.findings(probe) { StandardError.say(finding.line) }
        guard let failure = probe.failure, !yes else { return }
        guard let dialogue else {
            throw CommandFailure(
                CommandFailure(failure).status,
                "Nothing was written, for the try failed. Mend that, or add --yes to write it all the same.")
        }
        guard try dialogue.confirms("Write it all the same?", standard: false) else {
            throw CommandFailure(.declined, "Nothing was written.")
        }
    }

    private func report(_ addition: ConfigAddition, _ profile: NewProfile, _ environment: [String: String]) {
        StandardError.say("Written: \(addition.path)")
        if !addition.isChosen { StandardError.say("Use it with: customers --profile \(profile.name)") }
        let stronger = ["CUSTOMERS_API_URL", "CUSTOMERS_API_TOKEN", "CUSTOMERS_PROFILE"].filter {
            environment[$0]?.isEmpty == false
        }
        guard !stronger.isEmpty else { return }
        StandardError.say("The environment goes before what was written: \(stronger.joined(separator: ", ")).")
    }

    private func offerDoctor(_ profile: NewProfile, _ dialogue: Dialogue?) async throws {
        let words = ["--profile", profile.name] + (options.insecureHTTP ? ["--insecure-http"] : [])
        guard let dialogue else {
            StandardError.say("Check everything with: customers doctor \(words.joined(separator: " "))")
            return
        }
        let question = "Check terminal, directories and API with customers doctor?"
        guard (try? dialogue.confirms(question, standard: true)) == true else { return }
        try await DoctorCommand.parse(words).run()
    }
}

extension CommandFailure {
    fileprivate init(_ failure: ConfigWriteFailure) {
        switch failure {
        case .refused: self.init(.cannotCreate, failure.message)
        case .changedMeanwhile: self.init(.tryLater, failure.message)
        }
    }
}
