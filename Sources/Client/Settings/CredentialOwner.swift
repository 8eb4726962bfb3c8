import Domain
import HTTP

/// Which address a credential belongs to: the only one that it is ever sent to.
struct CredentialOwner {
    /// The addresses that are said, the strongest first; `nil` where nobody says one.
    struct Addresses {
        /// `--api`
        var flag: String?
        /// `CUSTOMERS_API_URL`
        var environment: String?
        /// The one that stands beside the credential, in the same file's profile.
        var besideCredential: String?
        /// The profile's, whichever file says it, or else the standard one.
        var profile: String

        /// The one that is asked.
        var asked: String { flag ?? environment ?? profile }
    }

    /// Where a credential comes from.
    enum Source: Hashable, CaseIterable {
        /// `CUSTOMERS_API_TOKEN`
        case environment
        /// `token_file`, `credential_command` or `auth = "aws"`
        case profile
    }

    /// A token in the environment belongs to the address beside it there, or else to that of the same call. What a profile has
    /// belongs to the address beside it, so that nobody who changes only the address is handed the credential.
    static func address(of source: Source, _ addresses: Addresses) -> String {
        switch source {
        case .environment: addresses.environment ?? addresses.flag ?? addresses.profile
        case .profile: addresses.besideCredential ?? addresses.profile
        }
    }

    /// An address as messages may have it: one that is mistyped may hold a password.
    static func shown(_ address: String) -> String {
        if address.hasPrefix("unix:") { return address }
        return ServerAddress(address.trimmed)?.text ?? "what is no address"
    }

    /// Whether anybody could be asked there.
    static func isAddress(_ text: String) -> Bool {
        text.hasPrefix("unix:") || ServerAddress(text.trimmed) != nil
    }

    /// Whether two addresses are those of one server; of what is not an address, whether they are written alike.
    static func isSame(_ one: String, _ other: String) -> Bool {
        guard let first = ServerAddress(one.trimmed), let second = ServerAddress(other.trimmed) else {
            return one == other
        }
        return first.origin == second.origin
    }
}
