@testable import Settings

let home = "/home/kim"
let configPath = "/home/kim/.config/customers/config.toml"

/// The settings that a file's text, an environment and flags make.
func resolve(
    _ text: String? = nil, environment: [String: String] = [:], flags: SettingsFlags = SettingsFlags()
) throws(SettingsFailure) -> ClientSettings {
    let directories = Directories(environment: ["HOME": home])
    let file = try text.map { text throws(SettingsFailure) in
        try ConfigFile(path: configPath, text: text, directories: directories)
    }
    return try ClientSettings.resolve(file: file, environment: environment, flags: flags)
}

/// The settings that a person's file makes on top of the host's.
func resolve(
    _ text: String?, overHost host: String, environment: [String: String] = [:], flags: SettingsFlags = SettingsFlags()
) throws(SettingsFailure) -> ClientSettings {
    let directories = Directories(environment: ["HOME": home])
    let hosts = try ConfigFile(path: HostConfig.system.path, text: host, directories: directories)
    let file = try text.map { text throws(SettingsFailure) in
        try ConfigFile(path: configPath, text: text, directories: directories).over(hosts)
    }
    return try ClientSettings.resolve(file: file ?? hosts, environment: environment, flags: flags)
}

/// What is said of a file's text; empty when nothing is wrong with it.
func complaint(
    _ text: String?, environment: [String: String] = [:], flags: SettingsFlags = SettingsFlags()
) -> String {
    do throws(SettingsFailure) {
        _ = try resolve(text, environment: environment, flags: flags)
        return ""
    } catch {
        return error.message
    }
}
