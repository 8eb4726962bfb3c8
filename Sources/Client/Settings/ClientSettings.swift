package import Domain

/// What the client works by, once file, environment and flags are put together.
package struct ClientSettings: Hashable, Sendable {
    /// The profile in use.
    package var profileName = Self.standardProfile
    /// The API's address as it was written; whether it can be used is for the API client to say.
    package var api = "http://127.0.0.1:8080"
    /// How one signs in.
    package var authentication = Authentication.none
    /// The address that the sign-in belongs to; it is sent to no other.
    package var signInAddress = "http://127.0.0.1:8080"
    /// PEM certificates to trust besides the system's.
    package var caFile: String?
    /// The user of this machine whom a server on it runs as, by name or number, besides the person and root; `nil` for none.
    package var serverUser: String?
    /// Where customers that were read are kept.
    package var cache = CachePlace.session
    /// Whether nothing can be changed.
    package var isReadOnly = false
    /// The whole directory is followed into the cache, where the API's operator allows it.
    package var replicates = false
    /// Between two questions for changes, where the API does not say itself when there are some.
    package var pollSeconds = 20
    /// The program that locks the terminal when nobody is at the keys, and its arguments; `nil` for none.
    package var lockCommand: [String]?
    /// Minutes without a key after which ``lockCommand`` runs.
    package var idleLockMinutes = 15
    /// Everything personal is masked as soon as another terminal is attached to the tmux session.
    package var masksWhenShared = true
    /// The columns of the list, unless others were chosen and saved in the interface.
    package var columns = ListColumns.standard
    /// What was searched for is kept on disk.
    package var keepsSearches = false
    /// The terminal reports clicks and the wheel.
    package var usesMouse = false
    /// Of whose days filters are; `nil` for the system's zone.
    package var timeZone: String?
    /// Plain HTTP may go to other hosts than this one.
    package var allowsInsecureHTTP = false
    /// The person's own keys, by command name; what they mean is for the panes to say.
    package var keys: [String: [String]] = [:]
    /// The person's own colours, by the name of what they colour.
    package var colours: [String: Colour] = [:]
    /// The views that the configuration has, in the order of their names.
    package var views: [SavedView] = []
    /// Programs of the person's own that are run on a customer, by name.
    package var commands: [String: ConfigCommand] = [:]
    /// Which file, variable or flag each setting is from.
    package var origins = Origins()
    /// The profiles that the files have, in the order of their names.
    package var profiles: [Profile] = []
    /// Whether there is a configuration file, the person's or the host's.
    var hasFile = false

    /// The profile of those who have said nothing.
    package static let standardProfile = "default"

    /// The defaults.
    package init() {}

    /// Where the settings come from that `status` and `doctor` explain.
    package struct Origins: Hashable, Sendable {
        /// Of the choice of the profile.
        package var profileName = Origin.standard
        /// Of the API's address.
        package var api = Origin.standard
        /// Of the way to sign in.
        package var authentication = Origin.standard
        /// Of the place for customers that were read.
        package var cache = Origin.standard
        /// Of what makes the session read-only, or does not.
        package var isReadOnly = Origin.standard
        /// Of whether the whole directory is copied.
        package var replicates = Origin.standard
        /// Of whom the server runs as.
        package var serverUser = Origin.standard
        /// Each key of the `[keys]` table.
        package var keys: [String: ConfigPlace] = [:]
        /// Each key of the `[colours]` table.
        package var colours: [String: ConfigPlace] = [:]
        /// Each table of `[commands]`.
        package var commands: [String: ConfigPlace] = [:]
    }
}

/// What is known of a profile without choosing it.
package struct Profile: Hashable, Sendable {
    /// As the configuration has it.
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
    /// `--profile`
    package var profile: String?
    /// `--api`
    package var api: String?
    /// `--readonly`
    package var isReadOnly: Bool
    /// `--cache`
    package var cache: CachePlace?
    /// `--insecure-http`
    package var allowsInsecureHTTP: Bool

    /// Takes what was given on the command line; nothing, without it.
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
