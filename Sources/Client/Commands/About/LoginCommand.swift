import ArgumentParser
import Domain
import FoundationEssentials
import Settings
import SignIn
import Wording
import Workspace

struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Sign in with the issuer that the profile names (auth = \"oidc\").",
        discussion: """
            Shows an address and a code, to be entered in a browser on any machine, and waits until that is done; Ctrl-C gives \
            up. The sign-in is kept until logout, in XDG_RUNTIME_DIR for you alone, and renewed by itself as long as the \
            issuer goes on with it.
            """)

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let session = try SignInSession(try options.signInSettings(environment), environment)
        guard environment[GlobalOptions.tokenVariable]?.isEmpty ?? true else {
            throw CommandFailure(
                .configuration,
                "\(GlobalOptions.tokenVariable) is set, and its token is used in place of any sign-in. Take it away first: "
                    + "unset \(GlobalOptions.tokenVariable)")
        }
        try await Interruption.cancelling {
            do {
                try await Self.signIn(DeviceSignIn(session))
            } catch SignInFailure.cancelled {
                throw Interrupted()
            } catch let failure as SignInFailure {
                throw CommandFailure(failure)
            }
        }
        StandardError.say("You are signed in.")
    }

    private static func signIn(_ device: DeviceSignIn) async throws(SignInFailure) {
        let invitation = try await device.begin()
        StandardError.say("To sign in, open \(invitation.address) and enter the code \(invitation.code)")
        if let address = invitation.completeAddress { StandardError.say("or open \(address)") }
        try await device.wait(for: invitation)
    }
}

struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "End the sign-in of the profile.",
        discussion: "Removes it from this machine, and tells the issuer, as far as that can be reached and takes it.")

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let session = try SignInSession(try options.signInSettings(environment), environment)
        do throws(SignInFailure) {
            StandardError.say(try await session.end() ? "You are signed out." : "You were not signed in.")
        } catch {
            throw CommandFailure(error)
        }
    }
}

extension GlobalOptions {
    static let tokenVariable = "CUSTOMERS_API_TOKEN"

    /// The settings as far as they are about signing in: a token in the environment, which counts for more, is left out.
    func signInSettings(_ environment: [String: String]) throws(CommandFailure) -> ClientSettings {
        try settings(environment.filter { $0.key != Self.tokenVariable })
    }
}

extension SignInSession {
    init(_ settings: ClientSettings, _ environment: [String: String]) throws(CommandFailure) {
        guard case .oidc(let issuer) = settings.authentication else {
            throw CommandFailure(
                .configuration,
                "Profile \(settings.profileName) has no sign-in: it is \(settings.authentication). Set auth = \"oidc\", "
                    + "oidc_issuer and oidc_client_id in its part of the configuration.")
        }
        do throws(SignInFailure) {
            try self.init(issuer, settings, environment: environment)
        } catch {
            throw CommandFailure(error)
        }
    }
}

extension CommandFailure {
    fileprivate init(_ failure: SignInFailure) {
        let status: ExitStatus =
            switch failure {
            case .signedOut, .denied: .notPermitted
            case .expired, .busy: .tryLater
            case .issuer, .malformed, .cancelled: .unavailable
            case .badIssuer, .noDeviceSignIn, .refused, .nowhere: .configuration
            case .storage: .inputOutput
            }
        self.init(status, failure.message)
    }
}
