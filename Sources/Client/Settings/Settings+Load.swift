import FoundationEssentials
import Glibc

extension Settings {
    /// The settings of this process: reads the configuration file, if there is one, and resolves it.
    package static func load(
        environment: [String: String], flags: SettingsFlags
    ) throws(SettingsFailure) -> Settings {
        let directories = Directories(environment: environment)
        let file = try directories.configFile.flatMap { path throws(SettingsFailure) in
            try ConfigFile.read(path, directories)
        }
        return try resolve(file: file, environment: environment, flags: flags)
    }

    /// The names of the file's profiles, for whoever types one; none when the file cannot be read.
    package static func profileNames(_ environment: [String: String]) -> [String] {
        let directories = Directories(environment: environment)
        let file = directories.configFile.flatMap { path in (try? ConfigFile.read(path, directories)) ?? nil }
        return file?.profiles.keys.sorted() ?? []
    }
}

extension ConfigFile {
    /// A longer configuration is none.
    static let maximumBytes = 1 << 20

    /// Reads the file at `path`; `nil` when there is none.
    ///
    /// Whoever can write it can have a command run with `credential_command`, so it has to be the reader's own.
    package static func read(_ path: String, _ directories: Directories) throws(SettingsFailure) -> ConfigFile? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            guard code == ENOENT else { throw .unreadable(path, String(cString: strerror(code))) }
            if let target = target(ofLink: path) {
                throw .unreadable(path, "it is a link to \(target), which does not exist")
            }
            return nil
        }
        defer { close(descriptor) }
        try checkOwnership(descriptor, path)
        let bytes = try contents(descriptor, path)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText(path) }
        return try ConfigFile(path: path, text: text, directories: directories)
    }

    /// Where a symbolic link leads; `nil` when there is none of this name.
    private static func target(ofLink path: String) -> String? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &target, target.count)
        return count < 0 ? nil : String(decoding: target.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func checkOwnership(_ descriptor: Int32, _ path: String) throws(SettingsFailure) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(path, String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path, "it is not a file") }
        guard status.st_mode & 0o022 == 0 else { throw .writableByOthers(path) }
        guard status.st_uid == geteuid() || status.st_uid == 0 else { throw .ownedByAnother(path) }
    }

    private static func contents(_ descriptor: Int32, _ path: String) throws(SettingsFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(path, String(cString: strerror(errno))) }
            guard count > 0 else { return bytes }
            bytes += buffer.prefix(count)
            guard bytes.count <= maximumBytes else { throw .unreadable(path, "it is larger than 1 MiB") }
        }
    }
}
