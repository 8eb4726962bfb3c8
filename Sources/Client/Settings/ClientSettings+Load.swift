import Files
import FoundationEssentials
import Glibc
import SystemPackage

extension ClientSettings {
    /// The settings of this process: reads the configuration file, if there is one, and resolves it.
    package static func load(
        environment: [String: String], flags: SettingsFlags
    ) throws(SettingsFailure) -> ClientSettings {
        let directories = Directories(environment: environment)
        let file = try directories.configFile.flatMap { path throws(SettingsFailure) in
            try ConfigFile.read(path, directories)
        }
        return try resolve(file: file, environment: environment, flags: flags)
    }

    /// The names of the file's profiles, for shell completion; none when the file cannot be read.
    package static func profileNames(_ environment: [String: String]) -> [String] {
        let directories = Directories(environment: environment)
        let file = directories.configFile.flatMap { path in (try? ConfigFile.read(path, directories)) ?? nil }
        return file?.profiles.keys.sorted() ?? []
    }
}

extension ConfigFile {
    /// A longer file is not a configuration.
    static let maximumBytes = 1 << 20

    /// Reads the file at `path`; `nil` when there is none.
    ///
    /// A user who can write it can have a command run with `credential_command`, so it has to be the reader's own.
    package static func read(_ path: String, _ directories: Directories) throws(SettingsFailure) -> ConfigFile? {
        let file: UserFile
        do throws(UserFile.Unreadable) {
            file = try UserFile(path, limit: maximumBytes + 1)
        } catch {
            guard error == .refused(.noSuchFileOrDirectory) else { throw .unreadable(path, error.reason) }
            guard let target = target(ofLink: path) else { return nil }
            throw .unreadable(path, "it is a link to \(target), which does not exist")
        }
        guard file.status.permissions & 0o022 == 0 else { throw .writableByOthers(path) }
        guard [geteuid(), 0].contains(file.status.owner) else { throw .ownedByAnother(path) }
        guard file.bytes.count <= maximumBytes else { throw .unreadable(path, "it is larger than 1 MiB") }
        guard let text = String(validating: file.bytes, as: UTF8.self) else { throw .notText(path) }
        return try ConfigFile(path: path, text: text, directories: directories)
    }

    /// Where a symbolic link leads; `nil` when there is none of this name.
    private static func target(ofLink path: String) -> String? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &target, target.count)
        return count < 0 ? nil : String(decoding: target.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
