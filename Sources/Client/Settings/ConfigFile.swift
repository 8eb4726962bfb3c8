import Domain
import TOMLKit

/// The configuration file, read and checked as far as it can be without knowing which profile is asked for.
package struct ConfigFile: Hashable, Sendable {
    package let path: String
    let profile: Placed<String>?
    let profiles: [String: ConfigProfile]
    let keys: [String: Placed<[String]>]
    let colours: [String: Placed<Colour>]

    /// Reads `text`, which is said to come from `path`.
    package init(path: String, text: String, directories: Directories) throws(SettingsFailure) {
        let root = try ConfigTable(path: path, text: text)
        try root.checkKeys(["profile", "profiles", "keys", "colours"])
        if let name = root.innerTable(of: "profile") { throw .misplacedProfile(root.place(of: "profile"), name) }
        self.path = path
        profile = try root.string("profile")
        if let profile, !ClientSettings.isProfileName(profile.value) {
            throw .badProfileName(profile.value, .file(profile.place))
        }
        profiles = try Self.profiles(root, directories)
        keys = try Self.keys(root)
        colours = try Self.colours(root)
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
