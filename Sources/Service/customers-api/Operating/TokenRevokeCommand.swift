import ArgumentParser
import Domain

/// `customers-api token revoke`
struct TokenRevokeCommand: OperatingCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Have somebody's token refused from now on.",
        discussion: """
            Exit codes: 66 there is no such file or name, 74 reading or writing failed, 77 not permitted, 78 the file is not \
            one of tokens, or is open to others.
            """)

    @Argument(help: "Whose it is.")
    var name: String

    @OptionGroup var tokens: TokenFileOption

    func operate() throws(StartFailure) -> String {
        let path = tokens.tokenFile
        try TokenFile.changing(path) { file throws(StartFailure) in
            guard file.remove(name) > 0 else { throw .noToken(of: name, in: path) }
        }
        return
            "revoked: a server that reads this file refuses it within two seconds, one that has a copy when it is reloaded"
    }
}
