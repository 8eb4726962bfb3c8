import Foundation
import Testing

@testable import Settings

@Suite("The configuration file on disk")
struct FileTests {
    @Test("A missing file is not a mistake")
    func missing() throws {
        try withHome { home in
            let settings = try ClientSettings.load(environment: ["HOME": home], flags: SettingsFlags())
            #expect(settings == ClientSettings())
        }
    }

    @Test("A link that leads nowhere is a mistake, and says where it leads")
    func danglingLink() throws {
        try withHome { home in
            let path = try write("", in: home + "/.config/customers")
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/nowhere/dots.toml")
            #expect(
                loadingComplaint(home)
                    == "\(path) cannot be read: it is a link to /nowhere/dots.toml, which does not exist.")
        }
    }

    @Test("The file is found under HOME, or where XDG_CONFIG_HOME says")
    func found() throws {
        try withHome { home in
            try write("[profiles.default]\napi = \"https://a.example\"", in: home + "/.config/customers")
            try write("[profiles.default]\napi = \"https://b.example\"", in: home + "/elsewhere/customers")
            #expect(
                try ClientSettings.load(environment: ["HOME": home], flags: SettingsFlags()).api == "https://a.example")
            let environment = ["HOME": home, "XDG_CONFIG_HOME": home + "/elsewhere"]
            #expect(
                try ClientSettings.load(environment: environment, flags: SettingsFlags()).api == "https://b.example")
        }
    }

    @Test("A file that others can write is refused with the command that mends it", arguments: [0o620, 0o602, 0o666])
    func writableByOthers(mode: Int) throws {
        try withHome { home in
            let path = try write("", in: home + "/.config/customers", mode: mode)
            #expect(loadingComplaint(home).hasSuffix("run: chmod go-w \(path)"))
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            #expect(loadingComplaint(home).isEmpty)
        }
    }

    @Test(
        "So is one in a directory that others can write, however far above, for they could replace it",
        arguments: [0, 1, 2])
    func writableDirectory(_ level: Int) throws {
        try withHome { home in
            let path = try write("", in: home + "/.config/customers")
            let directory = [home, home + "/.config", home + "/.config/customers"][level]
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: directory)
            #expect(loadingComplaint(home).hasPrefix(path))
            #expect(loadingComplaint(home).hasSuffix("others can write \(directory); run: chmod go-w \(directory)"))
            // Where the sticky bit is set, nobody renames what is another's.
            try FileManager.default.setAttributes([.posixPermissions: 0o1777], ofItemAtPath: directory)
            #expect(loadingComplaint(home).isEmpty)
        }
    }

    @Test("A link is followed: the directory that it leads into is looked at, too")
    func linkedDirectory() throws {
        try withHome { home in
            let real = try write("", in: home + "/dots/customers")
            try FileManager.default.createDirectory(atPath: home + "/.config", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: home + "/.config/customers", withDestinationPath: home + "/dots/customers")
            #expect(loadingComplaint(home).isEmpty)
            try FileManager.default.setAttributes([.posixPermissions: 0o775], ofItemAtPath: home + "/dots")
            #expect(loadingComplaint(home).hasSuffix("chmod go-w \(home)/dots"), "\(real)")
        }
    }

    @Test("Someone else's directory on the way is refused", .enabled(if: geteuid() == 0, "only root can give one away"))
    func foreignDirectory() throws {
        try withHome { home in
            _ = try write("", in: home + "/.config/customers")
            #expect(chown(home + "/.config", 12_345, 12_345) == 0)
            #expect(loadingComplaint(home).contains("\(home)/.config belongs to another user"))
        }
    }

    @Test("Nothing is kept where others can write, and the way out is named")
    func nothingKept() throws {
        try withHome { home in
            let place = home + "/.local/share"
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            #expect(Directories(environment: ["HOME": home]).foreign.isEmpty)
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: place)
            let directories = Directories(environment: ["HOME": home])
            #expect(directories.data == nil && directories.cache != nil)
            #expect(directories.reasonForNoData.hasSuffix("others can write \(place); run: chmod go-w \(place)"))
        }
    }

    @Test("Someone else's file is refused", .enabled(if: geteuid() == 0, "only root can give a file away"))
    func ownedByAnother() throws {
        try withHome { home in
            let path = try write("", in: home + "/.config/customers")
            #expect(chown(path, 12_345, 12_345) == 0)
            #expect(loadingComplaint(home).hasPrefix("\(path) belongs to another user"))
        }
    }

    @Test("What is not a file, not text or far too long is refused by name")
    func unreadable() throws {
        try withHome { home in
            let directory = home + "/.config/customers"
            let path = try write("", in: directory)
            try Data([0x70, 0xFF, 0xFE]).write(to: URL(fileURLWithPath: path))
            #expect(loadingComplaint(home) == "\(path) is not text in UTF-8; save it as such.")
            try Data(repeating: 0x0A, count: ConfigFile.maximumBytes + 1).write(to: URL(fileURLWithPath: path))
            #expect(loadingComplaint(home) == "\(path) cannot be read: it is larger than 1 MiB.")
            try FileManager.default.removeItem(atPath: path)
            #expect(mkfifo(path, 0o600) == 0)
            #expect(loadingComplaint(home) == "\(path) cannot be read: it is not a file.")
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            #expect(loadingComplaint(home) == "\(path) cannot be read: it is not a file.")
        }
    }

    @Test("A file that the system does not read to its end is refused with the system's reason")
    func unreadableContents() throws {
        try withHome { home in
            let path = try write("", in: home + "/.config/customers")
            try FileManager.default.removeItem(atPath: path)
            // A file of this user's own, of which nothing can be read where it begins.
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/proc/self/mem")
            #expect(loadingComplaint(home) == "\(path) cannot be read: Input/output error.")
        }
    }

    private func withHome(_ body: (String) throws -> Void) throws {
        let home = FileManager.default.temporaryDirectory.appendingPathComponent("settings-\(UUID())").path
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home) }
        try body(home)
    }

    @discardableResult
    private func write(_ text: String, in directory: String, mode: Int = 0o600) throws -> String {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let path = directory + "/config.toml"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    private func loadingComplaint(_ home: String) -> String {
        do throws(SettingsFailure) {
            _ = try ClientSettings.load(environment: ["HOME": home], flags: SettingsFlags())
            return ""
        } catch {
            return error.message
        }
    }
}

@Suite("Directories")
struct DirectoriesTests {
    @Test("Without XDG variables files are under HOME")
    func standard() {
        let directories = Directories(environment: ["HOME": "/home/kim/"])
        #expect(directories.configFile == "/home/kim/.config/customers/config.toml")
        #expect(directories.profileData("work") == "/home/kim/.local/share/customers/work")
        #expect(directories.cache == "/home/kim/.cache/customers")
        #expect(directories.runtime == nil)
    }

    @Test("XDG variables go before HOME, unless they are relative")
    func xdg() {
        let directories = Directories(environment: [
            "HOME": "/h", "XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "d", "XDG_CACHE_HOME": "",
            "XDG_RUNTIME_DIR": "/run/7",
        ])
        #expect(directories.config == "/c/customers")
        #expect(directories.data == "/h/.local/share/customers")
        #expect(directories.cache == "/h/.cache/customers")
        #expect(directories.runtime == "/run/7/customers")
    }

    @Test("Without HOME there are no places, and settings are the defaults")
    func noHome() throws {
        let directories = Directories(environment: [:])
        #expect(directories.config == nil)
        #expect(directories.profileData("work") == nil)
        #expect(try ClientSettings.load(environment: [:], flags: SettingsFlags()) == ClientSettings())
        #expect(SettingsFailure.noHome.message.contains("set HOME"))
    }
}
