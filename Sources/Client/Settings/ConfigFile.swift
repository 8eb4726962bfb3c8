import Domain
import TOMLKit

/// A configuration file, or the person's on top of the host's, checked as far as it can be without knowing which profile
/// is asked for.
package struct ConfigFile: Hashable, Sendable {
    /// The person's own before the host's.
    package private(set) var paths: [String]
    private(set) var profile: Placed<String>?
    private(set) var profiles: [String: ConfigProfile]
    private(set) var keys: [String: Placed<[String]>]
    private(set) var colours: [String: Placed<Colour>]
    private(set) var views: [String: SavedView]
    /// For profiles that say nothing of it.
    private(set) var columns: Placed<ListColumns>?
    /// For profiles that say nothing of it.
    private(set) var keepsSearches: Placed<Bool>?
    private(set) var commands: [String: Placed<ConfigCommand>]

    /// Reads `text`, which is said to come from `path`.
    package init(path: String, text: String, directories: Directories) throws(SettingsFailure) {
        let root = try ConfigTable(path: path, text: text)
        try root.checkKeys(["profile", "profiles", "keys", "colours", "views", "columns", "history", "commands"])
        if let name = root.innerTable(of: "profile") { throw .misplacedProfile(root.place(of: "profile"), name) }
        paths = [path]
        profile = try root.string("profile")
        if let profile, !ClientSettings.isProfileName(profile.value) {
            throw .badProfileName(profile.value, .file(profile.place))
        }
        profiles = try Self.profiles(root, directories)
        keys = try Self.keys(root)
        colours = try Self.colours(root)
        views = try SavedView.all(in: root, isOwn: false)
        columns = try root.columns("columns")
        keepsSearches = try root.bool("history")
        commands = try Self.commands(root)
    }

    private static func keys(_ root: ConfigTable) throws(SettingsFailure) -> [String: Placed<[String]>] {
        guard let table = try root.table("keys") else { return [:] }
        return try table.values(table.strings)
    }

    private static func colours(_ root: ConfigTable) throws(SettingsFailure) -> [String: Placed<Colour>] {
        guard let table = try root.table("colours") else { return [:] }
        return try table.values { name throws(SettingsFailure) in try table.choice(name, of: Colour.self) }
    }

    private static func profiles(
        _ root: ConfigTable, _ directories: Directories
    ) throws(SettingsFailure) -> [String: ConfigProfile] {
        guard let table = try root.table("profiles") else { return [:] }
        return try table.values { name throws(SettingsFailure) in
            guard ClientSettings.isProfileName(name) else { throw .badProfileName(name, .file(table.place(of: name))) }
            return try table.table(name).map { profile throws(SettingsFailure) in
                try ConfigProfile(profile, directories)
            }
        }
    }
}

extension ConfigFile {
    /// What both files say; where they say something of the same key, this one counts.
    func over(_ weaker: ConfigFile) -> ConfigFile {
        var both = self
        both.paths += weaker.paths
        both.profile = profile ?? weaker.profile
        both.profiles.merge(weaker.profiles) { $0.over($1) }
        both.keys.merge(weaker.keys) { own, _ in own }
        both.colours.merge(weaker.colours) { own, _ in own }
        both.views.merge(weaker.views) { own, _ in own }
        both.columns = columns ?? weaker.columns
        both.keepsSearches = keepsSearches ?? weaker.keepsSearches
        both.commands.merge(weaker.commands) { own, _ in own }
        return both
    }

    /// Where the profile of this name begins; `nil` when there is none.
    package func place(ofProfile name: String) -> ConfigPlace? { profiles[name]?.place }
}

/// A value and the line it is on.
struct Placed<Value: Hashable & Sendable>: Hashable, Sendable {
    let value: Value
    let place: ConfigPlace

    init(_ value: Value, _ place: ConfigPlace) {
        self.value = value
        self.place = place
    }

    var origin: Origin { .file(place) }
}
