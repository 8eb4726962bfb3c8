import Domain
package import Files
import HTTP

/// Why the settings cannot be used.
package enum SettingsFailure: Error, Hashable, Sendable {
    case syntax(ConfigPlace, reason: String)
    case unknownKey(ConfigPlace, String, table: [String], valid: [String])
    case wrongType(ConfigPlace, String, expected: String, found: String)
    /// A profile of this name stands where the name of the one to use belongs.
    case misplacedProfile(ConfigPlace, String)
    case empty(ConfigPlace, String)
    case badValue(ConfigPlace, String, String, valid: [String])
    case outOfRange(ConfigPlace, String, Int, expected: String)
    case badProfileName(String, Origin)
    case badViewName(ConfigPlace, String)
    case tooLong(ConfigPlace, String, maximumBytes: Int)
    /// A key without which the table says nothing.
    case missing(ConfigPlace, key: String, table: String)
    case badCommandName(ConfigPlace, String)
    /// Which program it is depends on the directory in which one is.
    case relativeProgram(ConfigPlace, String)
    case unknownProfile(String, Origin, known: [String], files: [String])
    /// Nothing says which of the files' profiles is meant, and none of them is the standard one.
    case noProfileChosen(known: [String], files: [String])
    case missingToken(ConfigPlace, profile: String)
    /// The credential belongs to another address than the one that is to be asked.
    case foreignAddress(credential: Origin, of: String, asked: String, by: Origin)
    /// Who is to be asked with a credential cannot be asked at all.
    case notAnAddress(Origin)
    /// People are to sign in, but nothing says with whom.
    case missingIssuer(ConfigPlace, profile: String)
    case twoTokenSources(ConfigPlace)
    case tokenWithoutBearer(ConfigPlace, scheme: String)
    case unreadable(String, String)
    case notText(String)
    case writableByOthers(String)
    case ownedByAnother(String)
    /// Somebody else could put another file in its place.
    case pathOpenToOthers(String, PathTrust.Flaw)
    /// The configuration for everybody on this host is there, and not to be read.
    case hostUnreadable(String, String)
    /// It, or its directory, is not the administrator's alone.
    case hostWritable(String)
    /// Neither `HOME` nor an XDG variable says where files belong.
    case noHome
}

extension SettingsFailure {
    /// The cause, with its file and line, and the next step.
    package var message: String {
        switch self {
        case .syntax(let place, let reason): "\(place.text): this is not TOML: \(reason)."
        case .unknownKey(let place, let key, let table, let valid):
            "\(place.text): " + Self.unknown(key, in: table, valid)
        case .wrongType(let place, let key, let expected, let found):
            "\(place.text): \(key) takes \(expected), not \(Self.article(found))."
        case .misplacedProfile(let place, let name):
            "\(place.text): profile takes the name of a profile; did you mean [profiles.\(name)]?"
        case .empty(let place, let key): "\(place.text): \(key) is empty; give it a value or remove the line."
        case .badValue(let place, let key, let value, let valid):
            "\(place.text): \(key) cannot be \"\(value)\"" + Self.suggestion(value, valid)
        case .outOfRange(let place, let key, let value, let expected):
            "\(place.text): \(key) takes \(expected), not \(value)."
        case .badProfileName(let name, let origin):
            "\(origin.text): \"\(name)\" cannot name a profile; use 1 to 64 of the characters A-Z a-z 0-9 _ -."
        case .badViewName(let place, let name):
            "\(place.text): \"\(name)\" cannot name a view; \(SavedView.nameRule)."
        case .tooLong(let place, let key, let maximum):
            "\(place.text): \(key) has more than \(maximum) bytes; shorten it."
        case .missing(let place, let key, let table): "\(place.text): [\(table)] needs \(key); add it."
        case .badCommandName(let place, let name):
            "\(place.text): \"\(name)\" cannot name a command; use 1 to 64 of the characters A-Z a-z 0-9 _ -."
        case .relativeProgram(let place, let program):
            "\(place.text): argv names \"\(program)\", which is another program in another directory; write its whole "
                + "path, or a name that PATH finds."
        case .unknownProfile(let name, let origin, let known, let files):
            Self.unknownProfile(name, origin, known, files)
        case .noProfileChosen(let known, let files): Self.noProfileChosen(known, files)
        case .missingToken, .missingIssuer, .twoTokenSources, .tokenWithoutBearer, .foreignAddress,
            .notAnAddress:
            authenticationMessage
        case .unreadable, .notText, .writableByOthers, .ownedByAnother, .pathOpenToOthers, .noHome: fileMessage
        case .hostUnreadable, .hostWritable: hostMessage
        }
    }

    private var authenticationMessage: String {
        switch self {
        case .missingToken(let place, let profile):
            "\(place.text): auth = \"bearer\" needs a token; set token_file or credential_command in "
                + "[profiles.\(profile)], or CUSTOMERS_API_TOKEN in the environment."
        case .foreignAddress(let credential, let owner, let asked, let origin):
            "\(origin.text): the credential (\(credential.text)) belongs to \(owner) and is not sent to \(asked). Give "
                + "that address a profile of its own (customers init --profile NAME), or its own token in the same call: "
                + "CUSTOMERS_API_URL and CUSTOMERS_API_TOKEN."
        case .notAnAddress(let origin):
            "\(origin.text): this is not an API address; write it as \(ServerAddress.forms), without a user, a password and "
                + "a query."
        case .missingIssuer(let place, let profile):
            "\(place.text): profile \(profile) is to sign in, but has not both oidc_issuer and oidc_client_id; add what is missing."
        case .twoTokenSources(let place):
            "\(place.text): a profile takes token_file or credential_command, not both; remove one."
        case .tokenWithoutBearer(let place, let scheme):
            "\(place.text): a token is given, but auth is \"\(scheme)\"; write auth = \"bearer\" or remove the token."
        default: ""
        }
    }

    private var fileMessage: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)."
        case .notText(let path): "\(path) is not text in UTF-8; save it as such."
        case .writableByOthers(let path):
            "Others can write \(path), which may name commands to run; run: chmod go-w \(path)"
        case .ownedByAnother(let path):
            "\(path) belongs to another user and may name commands to run; replace it with a file of your own."
        case .pathOpenToOthers(let path, let flaw):
            "\(path) may name commands to run, and others could put another in its place: \(flaw.message)"
        case .noHome: "HOME is not set, so there is no place for files; set HOME, or XDG_DATA_HOME and its like."
        default: ""
        }
    }

    private var hostMessage: String {
        switch self {
        case .hostUnreadable(let path, let reason):
            "\(path) is for everybody on this host and cannot be read: \(reason). It is not passed over, for it may say what "
                + "is allowed; as root, make it and its directory readable (chmod a+rX), or remove it."
        case .hostWritable(let path):
            "\(path) is for everybody on this host and may name commands to run, but others than root can write it, so it "
                + "is not obeyed; as root, look at what is in it, then run: chown root \(path); chmod go-w \(path)"
        default: ""
        }
    }
}

// MARK: - Words

extension SettingsFailure {
    private static func unknown(_ key: String, in table: [String], _ valid: [String]) -> String {
        let place = table.isEmpty ? "at the top" : "in [\(table.joined(separator: "."))]"
        if ["token", "api_token", "password"].contains(key) {
            return "a \(key) does not belong into this file; use token_file, credential_command or CUSTOMERS_API_TOKEN."
        }
        return "\(key) is not a key \(place)" + suggestion(key, valid)
    }

    private static func unknownProfile(
        _ name: String, _ origin: Origin, _ known: [String], _ files: [String]
    ) -> String {
        let cause = "\(origin.text): there is no profile \"\(name)\""
        guard let own = files.first else { return cause + ", as there is no configuration file." }
        let holders = holders(files)
        guard !known.isEmpty else {
            return cause + "; \(holders) none. Add [profiles.\(name)] to \(files.count == 1 ? "it" : own)."
        }
        return cause + suggestion(name, known, listedAs: holders)
    }

    private static func noProfileChosen(_ known: [String], _ files: [String]) -> String {
        let tables = known.map { "[profiles.\($0)]" }.joined(separator: ", ")
        let example = known.first ?? ClientSettings.standardProfile
        return
            "\(holders(files)) \(tables), but nothing says which to use; write profile = \"\(example)\" at its top, or use "
            + "--profile \(example) or CUSTOMERS_PROFILE."
    }

    private static func suggestion(_ word: String, _ valid: [String], listedAs list: String = "Valid:") -> String {
        let guess = Suggestion.closest(to: word, among: valid).map { "; did you mean \($0)?" } ?? "."
        return guess + " \(list) \(valid.joined(separator: ", "))."
    }

    /// The files, and that they have what follows.
    private static func holders(_ files: [String]) -> String {
        files.joined(separator: " and ") + (files.count == 1 ? " has" : " have")
    }

    private static func article(_ type: String) -> String {
        (type.first.map { "aeio".contains($0) } ?? false ? "an " : "a ") + type
    }
}
