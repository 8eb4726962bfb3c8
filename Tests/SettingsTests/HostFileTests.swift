import Foundation
import Testing

@testable import Settings

@Suite("The host's configuration on disk")
struct HostFileTests {
    @Test("It is read where nobody but its administrator can write it, and the person's file goes before it")
    func read() throws {
        try withHost { host, home in
            try write("[profiles.default]\napi = \"https://h.example\"\nreadonly = true", host.path)
            let environment = ["HOME": home]
            let settings = try ClientSettings.load(environment: environment, flags: SettingsFlags(), host: host)
            #expect(settings.api == "https://h.example" && settings.isReadOnly)
            #expect(settings.origins.api.text == "\(host.path):2")
            try write("[profiles.default]\napi = \"https://own.example\"", home + "/.config/customers/config.toml")
            let both = try ClientSettings.load(environment: environment, flags: SettingsFlags(), host: host)
            #expect(both.api == "https://own.example" && both.isReadOnly)
        }
    }

    @Test("Without one nothing is different")
    func missing() throws {
        try withHost { host, home in
            #expect(complaint(host, home).isEmpty)
            #expect(complaint(HostConfig(path: "/nowhere/config.toml", administrator: 0), home).isEmpty)
        }
    }

    @Test(
        "One that others can write is not obeyed but refused, with the command that mends it",
        arguments: [0o664, 0o646])
    func writable(_ mode: Int) throws {
        try withHost { host, home in
            try write("", host.path, mode: mode)
            let complaint = complaint(host, home)
            #expect(complaint.hasPrefix("\(host.path) is for everybody on this host"), "\(complaint)")
            #expect(complaint.contains("not obeyed") && complaint.hasSuffix("chmod go-w \(host.path)"), "\(complaint)")
        }
    }

    @Test("So is one in a directory that others can write, for they could have put it there")
    func writableDirectory() throws {
        try withHost { host, home in
            try write("", host.path)
            let directory = String(host.path.dropLast("/config.toml".count))
            try FileManager.default.setAttributes([.posixPermissions: 0o775], ofItemAtPath: directory)
            #expect(complaint(host, home).hasSuffix("chmod go-w \(directory)"))
        }
    }

    @Test("And one that is not the administrator's, even if it is the person's own")
    func owner() throws {
        try withHost { host, home in
            try write("", host.path)
            let foreign = HostConfig(path: host.path, administrator: geteuid() + 1)
            #expect(complaint(foreign, home).contains("chown root \(host.path)"))
        }
    }

    @Test("One that cannot be read is not passed over, for it may say what is allowed")
    func unreadable() throws {
        try withHost { host, home in
            try FileManager.default.createDirectory(atPath: host.path, withIntermediateDirectories: false)
            let complaint = complaint(host, home)
            #expect(complaint.contains("cannot be read: it is not a file") && complaint.contains("not passed over"))
        }
    }

    /// Performs `body` with an empty directory for a host's file, which this user administers, and a home.
    private func withHost(_ body: (HostConfig, String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("host-\(UUID())").path
        for directory in [folder + "/etc", folder + "/home"] {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(HostConfig(path: folder + "/etc/config.toml", administrator: geteuid()), folder + "/home")
    }

    private func write(_ text: String, _ path: String, mode: Int = 0o644) throws {
        let url = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func complaint(_ host: HostConfig, _ home: String) -> String {
        do throws(SettingsFailure) {
            _ = try ClientSettings.load(environment: ["HOME": home], flags: SettingsFlags(), host: host)
            return ""
        } catch {
            return error.message
        }
    }
}
