import ArgumentParser
import CustomerAPI
import Domain
import Foundation
import Logging
import StandardStreams

/// `customers-api serve`
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answer requests until the process is told to stop.",
        discussion: """
            Prints "listening on URL" on standard output when it is ready, and writes one line of log for each request \
            to standard error, or to a file. SIGTERM and SIGINT let requests in flight finish; SIGHUP has it read its files anew, \
            and open that one anew. GET /livez and /readyz tell, without a token, whether the process answers and whether it \
            can do its work. A service manager that sets NOTIFY_SOCKET is told when the server is ready (Type=notify).

            Exit codes: 64 usage, 66 a file is missing, 69 the address or the database is not available, 73 the log \
            file cannot be made, 74 reading or writing failed, 77 not permitted, 78 configuration.
            """)

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port: UInt16 = 8080

    @Option(
        help: ArgumentHelp(
            "Listen on this Unix socket in place of an address; one that a killed server has left is replaced.",
            valueName: "path"), completion: .file())
    var socket: String?

    @Option(
        help: ArgumentHelp(
            "The socket's mode: who may write it may connect. 660 lets in its owner and group.", valueName: "octal")
    )
    var socketMode = SocketMode(bits: 0o660)

    @Option(
        help: ArgumentHelp(
            "Where customers are kept: sqlite:PATH or dynamodb:TABLE.",
            discussion: """
                The file is made when there is none; the table has to be there. Region, keys and endpoint are found as \
                AWS's own tools find them: AWS_REGION, AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL_DYNAMODB and so on.
                """,
            valueName: "store"),
        transform: StoreLocation.parse)
    var store = StoreLocation.sqlite(path: "customers.db")

    @Option(
        help: ArgumentHelp(
            "Who may call: a file of mode 0600, which customers-api token writes.",
            discussion: """
                A line is NAME:ROLE:EXPIRES:SHA256; NAME is recorded as updated_by in what its holder changes. Lines of \
                version 1 (TOKEN or NAME:TOKEN) are taken, too. Empty lines and lines that begin with # are skipped. A change \
                is known within two seconds; while the file is wrong, what it said before counts.
                """,
            valueName: "file"), completion: .file())
    var tokenFile: String?

    @OptionGroup(title: "Tokens of an issuer") var issuer: IssuerOptions

    @Option(help: ArgumentHelp("The TLS certificate chain (PEM).", valueName: "file"), completion: .file())
    var tlsCert: String?

    @Option(
        help: ArgumentHelp("The certificate's private key (PEM), of mode 0600.", valueName: "file"), completion: .file()
    )
    var tlsKey: String?

    @Flag(help: "A proxy in front of this server speaks TLS, so an address other than loopback needs none here.")
    var behindProxy = false

    @Option(
        help: ArgumentHelp(
            "Fill an empty store with this many invented customers before listening; a store with customers stays as it is.",
            valueName: "n"))
    var sample: Int?

    @Option(
        name: .customLong("cors-origin"),
        help: ArgumentHelp("A web page's origin that may call the API; may be repeated.", valueName: "origin"))
    var corsOrigins = ["http://localhost:3000"]

    @Option(
        name: .customLong("host-name"),
        help: ArgumentHelp(
            "Without tokens: a further name of this machine under which callers may reach it; may be repeated.",
            discussion: """
                localhost, the addresses of loopback and the name given with --host are known. Requests that name another \
                host are refused, for a page of another site could be behind them.
                """,
            valueName: "name"))
    var hostNames: [String] = []

    @Option(
        help: ArgumentHelp(
            "Seconds that a client may take for the head of a request, again for its body, and to take any of the answer.",
            valueName: "seconds"))
    var clientTimeout = 30

    @Option(
        help: ArgumentHelp(
            "Warn in the log of a request that takes longer than this many milliseconds; 0 for never.",
            valueName: "milliseconds"))
    var slowRequest = 5_000

    @Option(
        help: ArgumentHelp(
            "Write the log of requests to this file (mode 0600), which SIGHUP has opened anew; to standard error without one.",
            valueName: "file"), completion: .file())
    var logFile: String?

    @Option(
        help: ArgumentHelp(
            "Answer GET /metrics for Prometheus on this address: one of loopback, such as 127.0.0.1:9464, or unix:PATH.",
            valueName: "address"))
    var metrics: MetricsAddress?

    @Option(
        help: ArgumentHelp(
            "Record who read or changed what, or tried to, in this file.",
            discussion: """
                It is made (mode 0600) when there is none; what was searched for is in it as a digest. A line is \
                written before its answer leaves; while that is not possible, requests get 503. After logrotate(8) has moved \
                the file, the server goes on in a new one, on SIGHUP at once. See customers-api audit.
                """,
            valueName: "file"), completion: .file())
    var auditLog: String?

    @Option(
        help: ArgumentHelp(
            "Days for which a deleted customer can be restored; 0 for not at all.", valueName: "days"))
    var trashDays = 30

    @Option(
        help: ArgumentHelp(
            "Days for which timelines keep what was changed and said, and after which only the fact stays; for good without.",
            valueName: "days"))
    var timelineDays: Int?

    @Flag(
        exclusivity: .exclusive,
        help: "Whether clients may keep a copy of the whole directory for work without a connection.")
    var replication = Replication.allowed

    mutating func validate() throws {
        guard (tlsCert == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-cert and --tls-key go together: give both or neither.")
        }
        guard socket == nil || tlsCert == nil && !behindProxy else {
            throw ValidationError("--socket is for this machine: it takes neither --tls-cert nor --behind-proxy.")
        }
        try validateNames()
        guard (1...3_600).contains(clientTimeout) else {
            throw ValidationError("--client-timeout takes a number of seconds from 1 to 3600.")
        }
        guard (0...3_600_000).contains(slowRequest) else {
            throw ValidationError("--slow-request takes a number of milliseconds from 0 to 3600000.")
        }
        try validateDays()
        guard tokenFile != nil || issuer.isNamed || !corsOrigins.contains("*") else {
            throw ValidationError(
                """
                --cors-origin '*' needs --token-file or --oidc-issuer: without tokens any page could read and change the \
                customers.
                """)
        }
        if let sample, !(1...SampleLoading.maximum).contains(sample) {
            throw ValidationError("--sample takes a number from 1 to \(SampleLoading.maximum).")
        }
    }

    private func validateDays() throws {
        let given: [(option: String, KeptDays, days: Int?)] = [
            ("--trash-days", .trash, trashDays), ("--timeline-days", .timeline, timelineDays),
        ]
        for (option, kept, days) in given {
            if let days, !kept.canBe(days) { throw ValidationError("\(option) takes \(kept.rule).") }
        }
    }

    private func validateNames() throws {
        if host.isEmpty {
            throw ValidationError("--host takes an address, or a name of this machine, that is not empty.")
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            throw ValidationError(
                "--host '\(host)': give an address of IPv6 without brackets, \(host.dropFirst().dropLast()).")
        }
        if socket?.isEmpty == true { throw ValidationError("--socket takes a path that is not empty.") }
        if let origin = corsOrigins.first(where: { !CrossOriginPolicy.isOrigin($0) }) {
            throw ValidationError(
                """
                --cors-origin '\(origin)' is no origin that a browser sends: name scheme, host and port in small letters, as \
                https://desk.example.com or http://localhost:3000, without a path.
                """)
        }
        if let name = hostNames.first(where: { !HostNames.isName($0) }) {
            throw ValidationError(
                "--host-name '\(name)' is no name of a host: name it without a port, as desk.example.com or [fd00::1].")
        }
    }

    mutating func run() async throws {
        // It asks for a reload, from the first moment on: one that comes before that is possible must not end the server.
        signal(SIGHUP, SIG_IGN)
        do throws(StartFailure) {
            try await serve()
        } catch {
            Self.say(error.message)
            throw ExitCode(error.status.rawValue)
        }
    }
}
