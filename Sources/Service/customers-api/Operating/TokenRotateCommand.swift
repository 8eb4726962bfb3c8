import ArgumentParser
import CustomerAPI
import Domain
import StandardStreams

/// `customers-api token rotate`
struct TokenRotateCommand: OperatingCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Give somebody another token in place of theirs, and print it.",
        discussion: """
            The old one is refused from then on. Role and end stay unless they are given. A token of version 1 becomes one \
            of an exporter, which is what it was.

            Exit codes: 64 usage, 66 there is no such file or name, 74 reading or writing failed, 77 not permitted, 78 the \
            file is not one of tokens, or is open to others.
            """)

    @Argument(help: "Whose it is.")
    var name: String

    @Option(help: "What its holder may do from now on: reader, agent, exporter or admin; without it, as before.")
    var role: Role?

    @OptionGroup var term: TokenTermOption

    @OptionGroup var tokens: TokenFileOption

    var unwrittenMessage: String { .unprintedToken(of: name) }

    func operate() throws(StartFailure) -> String {
        let path = tokens.tokenFile
        let token = AccessToken.random()
        let entry = try TokenFile.changing(path) { file throws(StartFailure) in
            let entry = try successor(in: file, token)
            file.replace(entry)
            return entry
        }
        StandardStream.error.say("customers-api: \(entry.words)")
        return token.text
    }

    private func successor(in file: TokenFile, _ token: AccessToken) throws(StartFailure) -> TokenEntry {
        let own = file.entries.filter { $0.name == name }
        guard let old = own.first else { throw .noToken(of: name, in: tokens.tokenFile) }
        guard own.count == 1, TokenName.isValid(name) else {
            throw StartFailure(
                .usage, "more than one line is of that name, or it is no name now: revoke it, and add it again.")
        }
        let entry = TokenEntry(
            name: name, role: role ?? old.role, expires: term.end() ?? old.expires, digest: token.digest, form: .digest)
        guard !entry.isExpired(on: Timestamp.now().dateText) else {
            throw StartFailure(.usage, "the token of \(name) has expired, and so would this one: give --days.")
        }
        return entry
    }
}
