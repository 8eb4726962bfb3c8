import ArgumentParser
import Domain
import FoundationEssentials
import Journal
import Settings
import SignIn
import Wording
import Workspace

struct WipeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wipe", abstract: "Remove what this machine keeps of customers.",
        discussion: """
            Removes the cache, drafts of forms, the history of edits, what was set aside from a damaged journal, and the \
            sign-in, which the issuer is told as far as it can be reached, of one profile or, with --all, of every profile. \
            It refuses (75) while edits wait in the queue, or are held \
            because the journal was damaged, unless --force throws them away, too. Files that you exported stay where \
            you put them; what else it leaves it names.
            """)

    @Flag(help: "Also throw away the edits that the API does not have yet.")
    var force = false

    @Flag(help: "Of every profile, whether the configuration has it or not.")
    var all = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let settings = try self.settings(environment)
        if force, let settings, settings.isReadOnly {
            throw CommandFailure(
                .notPermitted, "Nothing was removed: this is read-only, by \(settings.origins.isReadOnly.text).")
        }
        let directories = Directories(environment: environment)
        if let foreign = directories.foreign[.data] {
            throw CommandFailure(.notPermitted, "Nothing was removed: \(foreign.message)")
        }
        for foreign in directories.foreign.values { StandardError.say(foreign.message) }
        let places = WipePlaces(directories, workingDirectory: FileManager.default.currentDirectoryPath)
        let names = all ? places.profiles : [settings?.profileName].compactMap(\.self)
        try await wipe(names.map { ProfileRemains($0, places) }, places, api: settings?.api ?? "")
    }

    /// - Returns: `nil` where the configuration names none, and is not needed: what is kept of every profile is found without it.
    private func settings(_ environment: [String: String]) throws(CommandFailure) -> ClientSettings? {
        do throws(CommandFailure) {
            return try options.settings(environment)
        } catch {
            guard all, !force else { throw error }
            StandardError.say(
                "\(error.message) What is kept of every profile goes all the same; no issuer is told of it.")
            return nil
        }
    }

    private func wipe(_ remains: [ProfileRemains], _ places: WipePlaces, api: String) async throws(CommandFailure) {
        if !force { try Self.check(remains, api: api) }
        let output = StandardOutput()
        if remains.isEmpty { try output.write("No profile keeps anything on this machine.\n") }
        for profile in remains {
            let signIn = await endSignIn(of: profile.profile) ? ["the sign-in"] : []
            let removed = try signIn + profile.wipe(api: api, force: force)
            let nothing = "Profile \(profile.profile) keeps nothing on this machine."
            try output.write(
                (removed.isEmpty
                    ? nothing : "Removed of profile \(profile.profile): \(removed.joined(separator: ", ")).")
                    + "\n")
        }
        let unreported = remains.reduce(0) { $0 + $1.unreported }
        if unreported > 0 {
            StandardError.say(
                "Left: \(Phrases.count(unreported, "note")) of what was read, revealed, copied or exported here, without "
                    + "values. The next command that reaches the API tells it; --force removes them.")
        }
        for path in remains.flatMap(\.left) + places.left { StandardError.say("Left: \(path) – look at it yourself.") }
    }

    /// Tells the issuer of a profile that its sign-in has ended, while it is known who that is.
    private func endSignIn(of profile: String) async -> Bool {
        var options = options
        if all { (options.profile, options.api) = (profile, nil) }
        let environment = ProcessInfo.processInfo.environment
        guard let settings = try? options.signInSettings(environment), case .oidc = settings.authentication,
            let session = try? SignInSession(settings, environment)
        else { return false }
        return (try? await session.end()) ?? false
    }

    /// Refuses before anything goes when something of any profile would be lost.
    private static func check(_ remains: [ProfileRemains], api: String) throws(CommandFailure) {
        var unfinished = 0
        for profile in remains { unfinished += try profile.unfinished(api: api) }
        if unfinished > 0 { throw CommandFailure(.unfinished(unfinished)) }
    }
}

extension CommandFailure {
    init(_ failure: JournalWipeFailure) {
        switch failure {
        case .unfinished(let count):
            self.init(
                .tryLater,
                "Nothing was removed: \(Phrases.count(count, "edit")) would be lost, for the API does not have them yet. "
                    + "Send them with: customers sync – or throw them away with: customers wipe --force")
        case .damaged(let quarantine):
            self.init(
                .tryLater,
                "Nothing was removed: the journal was damaged, and edits that the API does not have may be in "
                    + "\(quarantine). Look at it and at what is left (customers queue), then run: customers queue confirm "
                    + "– or throw everything away with: customers wipe --force")
        case .failed(let failure): self.init(.inputOutput, failure.message)
        }
    }
}
