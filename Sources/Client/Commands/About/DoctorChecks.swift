import APIClient
import Domain
import Files
import FoundationEssentials
import Glibc
import HTTP
import Settings
import Terminal
import Transports
import Wire
import Wording
import Workspace

/// What of the terminal decides how the interface looks.
@MainActor
enum TerminalCheck {
    /// Smaller ones work, but with less on the screen.
    private static let comfortable = (rows: 24, columns: 80)

    static func findings(_ environment: [String: String]) -> [Finding] {
        [terminal(environment), locale(environment), size(), colour(environment)]
    }

    private static func terminal(_ environment: [String: String]) -> Finding {
        switch environment["TERM"] ?? "" {
        case "": Finding(.warn, "terminal", "TERM is not set: the interface takes it for a vt100. Set TERM.")
        case "dumb": Finding(.warn, "terminal", "TERM is dumb: the interface cannot be drawn; the commands work.")
        case let name: Finding(.ok, "terminal", name)
        }
    }

    private static func locale(_ environment: [String: String]) -> Finding {
        let variables = ["LC_ALL", "LC_CTYPE", "LANG"]
        let name = variables.first { environment[$0]?.isEmpty == false }
        let setting = name.map { "\($0)=\(environment[$0] ?? "")" } ?? "no locale is set"
        return switch (TerminalLocale.adopt(), name) {
        case (.unicode, nil): Finding(.ok, "locale", "\(setting), so UTF-8 is used")
        case (.unicode, _): Finding(.ok, "locale", setting)
        case (.ascii, _): Finding(.warn, "locale", "\(setting) shows only ASCII. Set \(name ?? "LANG")=C.UTF-8.")
        }
    }

    private static func size() -> Finding {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else {
            return Finding(.ok, "size", "standard output is not a terminal: no colour, nothing cut")
        }
        let text = "\(size.ws_col) columns, \(size.ws_row) rows"
        let isSmall = size.ws_col < comfortable.columns || size.ws_row < comfortable.rows
        return isSmall
            ? Finding(.warn, "size", "\(text): \(comfortable.columns) by \(comfortable.rows) show more.")
            : Finding(.ok, "size", text)
    }

    private static func colour(_ environment: [String: String]) -> Finding {
        let isOff = environment["NO_COLOR"]?.isEmpty == false
        return Finding(.ok, "colour", isOff ? "off, by NO_COLOR" : "the terminal's own")
    }
}

extension APIFailure {
    /// Whose fault it is that the API does not answer or let one in, as far as one can tell from here: this machine's settings,
    /// or the API's.
    ///
    /// | Failure | |
    /// |---|---|
    /// | no credential, or one that the API does not take; nobody is signed in | this machine |
    /// | a `ca_file` that cannot be used, a proxy that refuses, a stranger who listens at the address | this machine |
    /// | a Unix socket that is not for this user | this machine |
    /// | no answer, a broken one, somebody else's; no safe connection; too much to do; a role that may not read | the API |
    var blamed: ExitStatus {
        switch self {
        case .credentials, .signInNeeded: .configuration
        case .unreachable(let failure): failure.reason.blamed
        case .turnedAway, .busy, .serverFailed, .refused, .notOurAPI, .misdirected, .unconfirmed: .unavailable
        case .unsettled(let last): last.blamed
        }
    }
}

extension TransportFailure.Reason {
    fileprivate var blamed: ExitStatus {
        switch self {
        case .proxy, .foreignListener, .socketNotPermitted, .tls(.badAuthorityFile), .tls(.unreadableAuthorityFile):
            .configuration
        case .nameNotResolved, .cannotConnect, .tls, .timedOut, .connectionLost, .tooLarge, .notHTTP, .cancelled:
            .unavailable
        }
    }
}

/// Whether there is room for what is kept.
enum DirectoryCheck {
    static func findings(_ environment: [String: String]) -> [Finding] {
        let directories = Directories(environment: environment)
        guard directories.config != nil else {
            return [
                Finding(
                    .fail, "directories", "HOME is not set, so there is no place for files. Set HOME.",
                    blames: .configuration)
            ]
        }
        return Directories.Purpose.allCases.map { finding($0, directories) }
    }

    private static func finding(_ purpose: Directories.Purpose, _ directories: Directories) -> Finding {
        if let foreign = directories.foreign[purpose] {
            return Finding(.fail, purpose.rawValue, foreign.message, blames: .configuration)
        }
        if let path = directories.path(purpose) { return finding(purpose.rawValue, path) }
        guard purpose == .runtime else {
            return Finding(.fail, purpose.rawValue, "there is no place for it. Set HOME.", blames: .configuration)
        }
        return Finding(
            .warn, purpose.rawValue, "XDG_RUNTIME_DIR is not set: what ends with the session has no place of its own.")
    }

    /// The directory itself may still be missing; what counts is that it could be made.
    private static func finding(_ name: String, _ path: String) -> Finding {
        var existing = path
        while access(existing, F_OK) != 0, let slash = existing.lastIndex(of: "/"), slash != existing.startIndex {
            existing = String(existing[..<slash])
        }
        guard access(existing, W_OK | X_OK) == 0 else {
            let obstacle = obstacle(errno, existing)
            return Finding(.fail, name, "\(path) cannot be written: \(obstacle)", blames: .configuration)
        }
        guard let status = try? FileStatus(at: path), status.permissions & 0o077 != 0 else {
            return Finding(.ok, name, path)
        }
        return Finding(.warn, name, "others can look into \(path). Run: chmod 700 \(path)")
    }
}

extension DirectoryCheck {
    /// Why a directory cannot be written, and the next step (access(2)).
    static func obstacle(_ code: Int32, _ path: String) -> String {
        switch code {
        case EROFS:
            "\(path) is on a file system that is mounted read-only. Have it mounted for writing, or choose another place "
                + "(HOME, XDG_DATA_HOME, XDG_CACHE_HOME)."
        case EACCES, EPERM: "\(path) is not yours. Run: ls -ld \(path)"
        default: "\(path): \(String(cString: strerror(code))). Run: ls -ld \(path)"
        }
    }
}

/// The way to the API, and what it says.
enum ConnectionCheck {
    /// A clock further off makes times look wrong and signatures fail.
    private static let tolerableSkewSeconds: Int64 = 30

    static func findings(_ connection: APIConnection) -> [Finding] {
        let (settings, endpoint) = (connection.settings, connection.endpoint)
        let transport: Finding
        if let path = endpoint.socketPath {
            transport = Finding(.ok, "transport", "the Unix socket \(path), its owner checked")
        } else if endpoint.isEncrypted {
            transport = Finding(.ok, "transport", "TLS to \(connection.endpoint.host), certificates verified")
        } else if settings.allowsInsecureHTTP {
            transport = Finding(.warn, "transport", "plain HTTP: anyone on the network path can read it. Use https.")
        } else {
            transport = Finding(.ok, "transport", "plain HTTP to this machine only")
        }
        let signIn =
            settings.authentication == .none
            ? Finding(.warn, "token", "none: if the API wants none either, it is open to everybody who can reach it.")
            : Finding(.ok, "token", settings.authentication.description)
        return [transport, signIn]
    }

    /// Asks the API once, by settings that are not written yet.
    static func attempt(
        _ settings: ClientSettings, _ environment: [String: String]
    ) async throws(CommandFailure) -> APIProbe {
        let connection = try APIConnection(settings, environment: environment, namesAddress: false)
        let probe = await APIProbe(connection.api)
        await connection.transport.shutDown()
        return probe
    }

    static func findings(_ probe: APIProbe) -> [Finding] {
        var findings: [Finding] = []
        if let health = probe.health, let latency = probe.latencyMilliseconds {
            findings.append(Finding(.ok, "API", "version \(health.version), answered in \(latency) ms"))
            if let text = health.shortcomings { findings.append(Finding(.warn, "API", text)) }
        }
        if let skew = probe.clockSkewSeconds {
            findings.append(clock(skew))
        }
        if let failure = probe.failure {
            let blamed = failure.blamed
            let (subject, failure) = (probe.health == nil ? "API" : "sign-in", CommandFailure(failure))
            findings.append(Finding(.fail, subject, failure.message, blames: blamed))
        } else {
            findings.append(Finding(.ok, "sign-in", "accepted" + (probe.caller.map { ": \($0.words)" } ?? "")))
        }
        return findings
    }

    private static func clock(_ skew: Int64) -> Finding {
        guard abs(skew) > tolerableSkewSeconds else { return Finding(.ok, "clock", "agrees with the server's") }
        let direction = skew > 0 ? "ahead of" : "behind"
        return Finding(
            .warn, "clock", "\(abs(skew)) s \(direction) the server's. Set the clock of the one that is wrong: date -u")
    }
}
