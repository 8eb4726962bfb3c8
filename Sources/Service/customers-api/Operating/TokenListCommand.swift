import ArgumentParser
import CustomerAPI
import Domain
import Wire

/// `customers-api token list`
struct TokenListCommand: OperatingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show who may call.",
        discussion: """
            Exit codes: 66 there is no such file, 74 reading or writing failed, 77 not permitted, 78 the file is not one of \
            tokens, or is open to others.
            """)

    @Flag(help: "An array of name, role, expires, expired and version1, for programs.")
    var json = false

    @OptionGroup var tokens: TokenFileOption

    func operate() throws(StartFailure) -> String {
        let today = Timestamp.now().dateText
        let entries = try TokenFile.administered(tokens.tokenFile).entries
        guard !json else {
            return String(decoding: JSONBody.bytes(entries.map { $0.json(on: today) }, isSorted: true), as: UTF8.self)
        }
        return TextColumns(
            heading: ["NAME", "ROLE", "EXPIRES", ""], rows: entries.map { $0.columns(on: today) }
        ).text
    }
}

private struct TokenJSON: Encodable {
    let name: String?
    let role: String
    let expires: String?
    let expired: Bool
    let version1: Bool
}

extension TokenEntry {
    fileprivate func json(on day: String) -> TokenJSON {
        TokenJSON(
            name: name, role: role.rawValue, expires: expires, expired: isExpired(on: day), version1: isOriginal)
    }

    fileprivate func columns(on day: String) -> [String] {
        let name = name.map { $0.unicodeScalars.map { $0.escapedInLine(asASCII: false) }.joined() } ?? "-"
        return [name, role.rawValue, expires ?? "never", note(on: day)]
    }

    private func note(on day: String) -> String {
        guard isOriginal else { return isExpired(on: day) ? "expired" : "" }
        return name == nil
            ? "of version 1, without a name: add another, and remove its line" : "of version 1: rotate it"
    }
}
