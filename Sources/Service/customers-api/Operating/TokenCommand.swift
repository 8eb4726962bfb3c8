import ArgumentParser
import CustomerAPI
import Domain

/// `customers-api token`
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Say who may call, and end that.",
        discussion: """
            A server that runs knows of a change to its file within two seconds; one that has a copy, as the package's unit \
            gives it, when that is reloaded: systemctl reload customers-api. The file keeps names, roles, dates and the \
            tokens' SHA-256, never a token. Root may change the file of the server's user, which stays that user's.

            reader reads. agent also creates, changes and deletes, and follows what changes from now on. exporter also reads \
            the changes from the beginning, keeps a copy of the directory, and reads more than 5,000 different customers \
            within an hour. admin may do everything.
            """,
        subcommands: [TokenAddCommand.self, TokenListCommand.self, TokenRevokeCommand.self, TokenRotateCommand.self])
}

/// Which tokens a command is about.
struct TokenFileOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("The file of tokens: the one that the server is given.", valueName: "file"),
        completion: .file())
    var tokenFile: String
}

/// How long a token is good.
struct TokenTermOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How many days it is good, today (UTC) being the first; without it, for ever.", valueName: "n"))
    var days: Int?

    func validate() throws {
        if let days, !(1...36_500).contains(days) { throw ValidationError("--days takes a number from 1 to 36500.") }
    }

    /// The day from which on it is refused; `nil` without a term.
    func end(from now: Timestamp = .now()) -> String? {
        days.map { now.advanced(bySeconds: Int64($0) * 86_400).dateText }
    }
}

extension Role: ExpressibleByArgument {}

extension StartFailure {
    static func noToken(of name: String, in path: String) -> StartFailure {
        StartFailure(
            .notFound, "the token file \(path) has no token of that name: customers-api token list shows them.")
    }
}
