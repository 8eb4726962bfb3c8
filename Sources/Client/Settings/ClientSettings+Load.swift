import Files
import FoundationEssentials
import Glibc
import SystemPackage

extension ClientSettings {
    /// The settings of this process: reads the configuration files that there are, and resolves them.
    package static func load(
        environment: [String: String], flags: SettingsFlags, host: HostConfig = .system
    ) throws(SettingsFailure) -> ClientSettings {
        let file = try ConfigFile.everything(Directories(environment: environment), host: host)
        return try resolve(file: file, environment: environment, flags: flags)
    }

    /// The names of the files' profiles, for shell completion; none when a file cannot be read.
    package static func profileNames(_ environment: [String: String]) -> [String] {
        let file = (try? ConfigFile.everything(Directories(environment: environment))) ?? nil
        return file?.profiles.keys.sorted() ?? []
    }
}

extension ConfigFile {
    /// A longer file is not a configuration.
    static let maximumBytes = 1 << 20

    /// The person's file on top of the host's; `nil` when there is neither.
    package static func everything(
        _ directories: Directories, host: HostConfig = .system
    ) throws(SettingsFailure) -> ConfigFile? {
        let hosts = try read(host, directories)
        let own = try own(directories)
        guard let own, let hosts else { return own ?? hosts }
        return own.over(hosts)
    }

    /// The person's file; `nil` when there is none.
    package static func own(_ directories: Directories) throws(SettingsFailure) -> ConfigFile? {
        guard let path = directories.configFile, let text = try ownText(path) else { return nil }
        if let flaw = PathTrust().flaw(on: path, below: directories.home) { throw .pathOpenToOthers(path, flaw) }
        return try ConfigFile(path: path, text: text, directories: directories)
    }

    /// What stands in the person's file at `path`; `nil` when there is none.
    ///
    /// A user who can write it can have a command run with `credential_command`, so it has to be the reader's own.
    static func ownText(_ path: String) throws(SettingsFailure) -> String? {
        let bytes: [UInt8]
        do throws(FileRefusal) {
            bytes = try TrustedFile.read(path, .configuration, limitBytes: maximumBytes)
        } catch {
            switch error {
            case .system(.noSuchFileOrDirectory):
                guard let target = target(ofLink: path) else { return nil }
                throw .unreadable(path, "it is a link to \(target), which does not exist")
            case .foreign: throw .ownedByAnother(path)
            case .exposed: throw .writableByOthers(path)
            case .system, .notAFile, .link, .tooLarge: throw .unreadable(path, error.reason)
            }
        }
        return try text(bytes, path)
    }

    static func text(_ bytes: [UInt8], _ path: String) throws(SettingsFailure) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText(path) }
        return text
    }

    /// Where a symbolic link leads; `nil` when there is none of this name.
    private static func target(ofLink path: String) -> String? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &target, target.count)
        return count < 0 ? nil : String(decoding: target.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
