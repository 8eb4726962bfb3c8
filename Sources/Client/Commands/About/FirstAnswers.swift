import APIClient
import Domain
import FoundationEssentials
import Settings
import Wording

/// What `customers init` is to write: what is given, and what is asked for.
struct FirstAnswers {
    private let given: InitCommand
    /// `nil` when nobody is asked.
    private let dialogue: Dialogue?
    private let environment: [String: String]

    init(_ given: InitCommand, _ dialogue: Dialogue?, _ environment: [String: String]) {
        self.given = given
        self.dialogue = dialogue
        self.environment = environment
    }

    /// - Parameter file: what is there already.
    func profile(_ file: ConfigFile?) throws(CommandFailure) -> NewProfile {
        guard given.options.api != nil || dialogue != nil else {
            throw CommandFailure(.usage, "Nothing was written: nobody is asked for the API's address. Add --api URL.")
        }
        let name = try name(file)
        let api = try address()
        let profile = NewProfile(
            name: name ?? ClientSettings.standardProfile, api: api, signIn: try signIn(api), cache: given.options.cache,
            isReadOnly: given.options.readonly)
        if name == nil, let file { throw Self.exists(file, profile) }
        return profile
    }

    // MARK: Name

    /// - Returns: `nil` when there is a file, and nobody says what the further profile is called.
    private func name(_ file: ConfigFile?) throws(CommandFailure) -> String? {
        let named = given.options.profile ?? environment["CUSTOMERS_PROFILE"].flatMap { $0.isEmpty ? nil : $0 }
        if let named { return try Self.checked(named, file) }
        guard let file else { return ClientSettings.standardProfile }
        guard let dialogue else { return nil }
        StandardError.say("\(file.paths[0]) is there already and stays as it is; a profile can be added at its end.")
        return try dialogue.ask("A name for the new profile") { answer throws(CommandFailure) in
            try Self.checked(answer, file)
        }
    }

    private static func checked(_ name: String, _ file: ConfigFile?) throws(CommandFailure) -> String {
        guard ClientSettings.isProfileName(name) else {
            throw CommandFailure(.configuration, SettingsFailure.badProfileName(name, .flag("--profile")).message)
        }
        guard let place = file?.place(ofProfile: name) else { return name }
        throw CommandFailure(
            .cannotCreate,
            "\(place.text): there is a profile \"\(name)\" already. Change it there, or take another name.")
    }

    private static func exists(_ file: ConfigFile, _ profile: NewProfile) -> CommandFailure {
        CommandFailure(
            .cannotCreate,
            "Nothing was written: \(file.paths[0]) is there already. Add --profile NAME for a profile that it does not have, "
                + "or write into it yourself:", lines: profile.lines)
    }

    // MARK: Address

    private func address() throws(CommandFailure) -> String {
        if let api = given.options.api { return try checked(api, carriesToken: false, from: "--api: ") }
        guard let dialogue else { return ClientSettings().api }
        let flags = SettingsFlags(profile: given.options.profile)
        let present = (try? ClientSettings.load(environment: environment, flags: flags))?.api ?? ClientSettings().api
        return try dialogue.ask("The API's address", standard: present) { answer throws(CommandFailure) in
            try checked(answer, carriesToken: false)
        }
    }

    @discardableResult
    private func checked(
        _ api: String, carriesToken: Bool, from source: String = ""
    ) throws(CommandFailure) -> String {
        do throws(APIEndpointFailure) {
            let isInsecure = given.options.insecureHTTP
            return try APIEndpoint(api, carriesToken: carriesToken, allowsInsecureHTTP: isInsecure).text
        } catch {
            throw CommandFailure(.configuration, source + error.message)
        }
    }

    // MARK: Sign-in

    private func signIn(_ api: String) throws(CommandFailure) -> NewProfile.SignIn {
        if let path = given.tokenFile { return try tokenFile(path, api) }
        if let command = given.credentialCommand { return try credentialCommand(command, api) }
        guard let dialogue else { return .none }
        let question = "How do you sign in? 1 not at all, 2 a file has the token, 3 a command prints the token"
        let choice = try dialogue.ask(question, standard: "1") { answer throws(CommandFailure) in
            guard let choice = Int(answer), (1...3).contains(choice) else {
                throw CommandFailure(.usage, "Type 1, 2 or 3.")
            }
            if choice > 1 { try checked(api, carriesToken: true) }
            return choice
        }
        switch choice {
        case 2:
            return try dialogue.ask("The path of that file") { answer throws(CommandFailure) in
                try tokenFile(answer, api)
            }
        case 3:
            return try dialogue.ask("The command, such as pass show crm/token") { answer throws(CommandFailure) in
                try credentialCommand(answer, api)
            }
        default: return .none
        }
    }

    /// Seen from the configuration file, a relative path would lead elsewhere.
    private func tokenFile(_ path: String, _ api: String) throws(CommandFailure) -> NewProfile.SignIn {
        try checked(api, carriesToken: true)
        let manager = FileManager.default
        guard path.contains("/") || manager.fileExists(atPath: path) else {
            throw CommandFailure(
                .configuration, "The path of the file is needed, never the token itself; write it as /… or ~/…")
        }
        guard !path.hasPrefix("/"), !path.hasPrefix("~/") else { return .tokenFile(path) }
        return .tokenFile(manager.currentDirectoryPath + "/" + path)
    }

    private func credentialCommand(_ command: String, _ api: String) throws(CommandFailure) -> NewProfile.SignIn {
        try checked(api, carriesToken: true)
        guard !command.isEmpty, !Self.looksLikeToken(command) else {
            throw CommandFailure(.configuration, "A command that prints the token is needed, never the token itself.")
        }
        return .credentialCommand(command)
    }

    /// A program's name alone is not as long as this.
    private static func looksLikeToken(_ command: String) -> Bool {
        command.utf8.count >= 32 && !command.contains { $0 == " " || $0 == "/" }
    }
}
