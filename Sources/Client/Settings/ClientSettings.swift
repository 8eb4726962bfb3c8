/// What the client works by, once file, environment and flags are put together.
package struct ClientSettings: Hashable, Sendable {
    package var profileName = Self.standardProfile
    /// The API's address as it was written; whether it can be used is for the API client to say.
    package var api = "http://127.0.0.1:8080"
    package var authentication = Authentication.none
    /// The address that the sign-in belongs to; it is sent to no other.
    package var signInAddress = "http://127.0.0.1:8080"
    /// PEM certificates to trust besides the system's.
    package var caFile: String?
    /// The user of this machine whom a server on it runs as, by name or number, besides the person and root; `nil` for none.
    package var serverUser: String?
    package var cache = CachePlace.session
    package var isReadOnly = false
    /// The whole directory is followed into the cache, where the API's operator allows it.
    package var replicates = false
    /// The program that locks the terminal when nobody is at the keys, and its arguments; `nil` for none.
    package var lockCommand: [String]?
    package var idleLockMinutes = 15
    /// Plain HTTP may go to other hosts than this one.
    package var allowsInsecureHTTP = false
    /// The person's own keys, by command name; what they mean is for the panes to say.
    package var keys: [String: [String]] = [:]
    /// The person's own colours, by the name of what they colour.
    package var colours: [String: Colour] = [:]
    package var origins = Origins()
    /// The profiles that the files have, in the order of their names.
    package var profiles: [Profile] = []
    /// Whether there is a configuration file, the person's or the host's.
    var hasFile = false

    /// The profile of those who have said nothing.
    package static let standardProfile = "default"

    package init() {}

    /// Where the settings come from that `status` and `doctor` explain.
    package struct Origins: Hashable, Sendable {
        package var profileName = Origin.standard
        package var api = Origin.standard
        package var authentication = Origin.standard
        package var cache = Origin.standard
        package var isReadOnly = Origin.standard
        package var replicates = Origin.standard
        package var serverUser = Origin.standard
        /// Each key of the `[keys]` table.
        package var keys: [String: ConfigPlace] = [:]
        /// Each key of the `[colours]` table.
        package var colours: [String: ConfigPlace] = [:]
    }
}

/// What is known of a profile without choosing it.
package struct Profile: Hashable, Sendable {
    package let name: String
    /// As it was written; `nil` without one.
    package let api: String?
    /// Where that is written, or else where the profile begins.
    package let place: ConfigPlace
    /// Whether the profile itself says that a token goes with requests.
    package let carriesToken: Bool
}

/// Where customers that were read are kept.
package enum CachePlace: String, Hashable, Sendable, CaseIterable {
    /// Until logout.
    case session
    case disk
    case none
}

/// A colour that every terminal has.
package enum Colour: String, Hashable, Sendable, CaseIterable {
    case standard, red, green, yellow, blue, magenta, cyan, white
}

/// What the command line says; `nil` and `false` say nothing.
package struct SettingsFlags: Hashable, Sendable {
    package var profile: String?
    package var api: String?
    package var isReadOnly: Bool
    package var cache: CachePlace?
    package var allowsInsecureHTTP: Bool

    package init(
        profile: String? = nil, api: String? = nil, isReadOnly: Bool = false, cache: CachePlace? = nil,
        allowsInsecureHTTP: Bool = false
    ) {
        self.profile = profile
        self.api = api
        self.isReadOnly = isReadOnly
        self.cache = cache
        self.allowsInsecureHTTP = allowsInsecureHTTP
    }
}
