import Files
import Glibc
import SystemPackage

/// Where the configuration for everybody on this host is, and whose it has to be.
package struct HostConfig: Hashable, Sendable {
    let path: String
    /// The only user whose word counts for everybody.
    let administrator: UInt32

    package static let system = HostConfig(path: "/etc/customers/config.toml", administrator: 0)
}

extension ConfigFile {
    /// Reads the host's file; `nil` when there is none.
    ///
    /// It can have a command run for everybody, so nobody but the administrator may have written it or put it there. One
    /// that cannot be used is refused and not left out: it may be what makes somebody read-only.
    static func read(_ host: HostConfig, _ directories: Directories) throws(SettingsFailure) -> ConfigFile? {
        let file: UserFile
        do throws(UserFile.Unreadable) {
            file = try UserFile(host.path, limit: maximumBytes + 1)
        } catch {
            if error == .refused(.noSuchFileOrDirectory) { return nil }
            throw .hostUnreadable(host.path, error.reason)
        }
        try check(host, host.path, owner: file.status.owner, permissions: file.status.permissions)
        var status = stat()
        let directory = String(host.path[..<(host.path.lastIndex(of: "/") ?? host.path.startIndex)])
        guard stat(directory, &status) == 0 else { throw .hostUnreadable(directory, "it is gone") }
        try check(host, directory, owner: status.st_uid, permissions: status.st_mode)
        return try ConfigFile(path: host.path, text: text(of: file, host.path), directories: directories)
    }

    private static func check(
        _ host: HostConfig, _ path: String, owner: UInt32, permissions: UInt32
    ) throws(SettingsFailure) {
        guard owner == host.administrator, permissions & 0o022 == 0 else { throw .hostWritable(path) }
    }
}
