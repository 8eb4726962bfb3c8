import Files
import SystemPackage

/// Where the configuration for everybody on this host is, and whose it has to be.
package struct HostConfig: Hashable, Sendable {
    let path: String
    /// The only user whose word counts for everybody.
    let administrator: UInt32

    /// The one place where it is, and root, whose it has to be.
    package static let system = HostConfig(path: "/etc/customers/config.toml", administrator: 0)
}

extension ConfigFile {
    /// Reads the host's file; `nil` when there is none.
    ///
    /// It can have a command run for everybody, so nobody but the administrator may have written it or put it there. One
    /// that cannot be used is refused and not left out: it may be what makes somebody read-only.
    static func read(_ host: HostConfig, _ directories: Directories) throws(SettingsFailure) -> ConfigFile? {
        let rule = FileRule.hostConfiguration(of: host.administrator)
        let bytes: [UInt8]
        do throws(FileRefusal) {
            bytes = try TrustedFile.read(host.path, rule, limitBytes: maximumBytes)
        } catch {
            switch error {
            case .system(.noSuchFileOrDirectory): return nil
            case .foreign, .exposed: throw .hostWritable(host.path)
            case .system, .notAFile, .link, .tooLarge: throw .hostUnreadable(host.path, error.reason)
            }
        }
        let directory = String(host.path[..<(host.path.lastIndex(of: "/") ?? host.path.startIndex)])
        guard let status = try? FileStatus(at: directory) else { throw .hostUnreadable(directory, "it is gone") }
        guard rule.accessRefusal(of: status) == nil else { throw .hostWritable(directory) }
        return try ConfigFile(path: host.path, text: text(bytes, host.path), directories: directories)
    }
}
