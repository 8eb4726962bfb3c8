import ArgumentParser
import CustomerAPI
import Domain
import StandardStreams

/// `customers-api token add`
struct TokenAddCommand: OperatingCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a token for somebody, and print it.",
        discussion: """
            It is printed once and kept nowhere: hand it over, or write it straight into a file of mode 0600. The file of \
            tokens is made where there is none.

            Exit codes: 64 usage, also for a name that has a token, 73 the file cannot be made there, 74 reading or writing \
            failed, 77 not permitted, 78 the file is not one of tokens, or is open to others.
            """)

    @Argument(help: "Whose it is; recorded as updated_by in what its holder changes.")
    var name: String

    @Option(help: "What its holder may do: reader, agent, exporter or admin.")
    var role: Role

    @OptionGroup var term: TokenTermOption

    @OptionGroup var tokens: TokenFileOption

    func validate() throws {
        guard TokenName.isValid(name) else { throw ValidationError("NAME is not one: \(TokenName.rule)") }
    }

    var unwrittenMessage: String { .unprintedToken(of: name) }

    func operate() throws(StartFailure) -> String {
        let token = AccessToken.random()
        let entry = TokenEntry(name: name, role: role, expires: term.end(), digest: token.digest, form: .digest)
        try TokenFile.changing(tokens.tokenFile, makesOne: true) { file throws(StartFailure) in
            guard !file.entries.contains(where: { $0.name == name }) else {
                throw StartFailure(
                    .usage,
                    "\(name) has a token: give them another one with customers-api token rotate, or choose another name."
                )
            }
            file.append(entry)
        }
        StandardStream.error.say("customers-api: \(entry.words)")
        return token.text
    }
}

extension TokenEntry {
    /// `kim may call as agent until the end of 2027-01-30`
    var words: String {
        "\(name ?? "") may call as \(role.rawValue)\(expires.map { ", and no more from \($0) (UTC) on" } ?? "")."
    }
}

extension String {
    /// The token counts, and nobody has it.
    static func unprintedToken(of name: String) -> String {
        "nobody has the new token of \(name), and no other is good: make another with customers-api token rotate."
    }
}
