/// A profile that is still to be written.
package struct NewProfile: Hashable, Sendable {
    /// How it is chosen: `--profile NAME`.
    package let name: String
    /// The API's address.
    package let api: String
    /// How one signs in there.
    package let signIn: SignIn
    /// Where customers that were read are kept; the default for `nil`.
    package let cache: CachePlace?
    /// Whether nothing can be changed there.
    package let isReadOnly: Bool

    /// Where the token comes from.
    package enum SignIn: Hashable, Sendable {
        case none
        /// An absolute path, or one that begins with `~/`.
        case tokenFile(String)
        case credentialCommand(String)
    }

    /// Puts a profile together; ``ConfigAddition`` judges it.
    package init(name: String, api: String, signIn: SignIn, cache: CachePlace? = nil, isReadOnly: Bool = false) {
        self.name = name
        self.api = api
        self.signIn = signIn
        self.cache = cache
        self.isReadOnly = isReadOnly
    }

    /// Its table as people are shown it, below an empty line.
    package var lines: [String] {
        [""] + table.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Its table, as a configuration file has it.
    package var table: String {
        var lines = ["[profiles.\(name)]", "api = \(TOMLString.basic(api))"]
        switch signIn {
        case .none: lines.append("auth = \"none\"")
        case .tokenFile(let path): lines += ["auth = \"bearer\"", "token_file = \(TOMLString.basic(path))"]
        case .credentialCommand(let command):
            lines += ["auth = \"bearer\"", "credential_command = \(TOMLString.basic(command))"]
        }
        if let cache { lines.append("cache = \"\(cache.rawValue)\"") }
        if isReadOnly { lines.append("readonly = true") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What a file is with this profile at its end, and at its top the choice of it where there was no other.
    func appended(to text: String?, choosing isChosen: Bool) -> String {
        let text = text ?? ""
        let top = isChosen ? "profile = \"\(name)\"\n" + (text.isEmpty ? "" : "\n") : ""
        return top + text + (text.isEmpty || text.hasSuffix("\n") ? "" : "\n") + "\n" + table
    }
}
