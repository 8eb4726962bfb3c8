import Foundation
import Testing

@testable import Settings

@Suite("A profile that is written")
struct NewProfileTests {
    private let profile = NewProfile(name: "prod", api: "https://crm.example.org", signIn: .none)

    @Test("What is written is read again as it was meant, whatever characters are in it")
    func roundTrip() throws {
        let command = "printf '%s\\n' \"$(pass show \"crm/ümlaut\")\"\t# \u{7F}\u{1}"
        let written = NewProfile(
            name: "prod", api: "https://crm.example.org/stage", signIn: .credentialCommand(command), cache: .disk,
            isReadOnly: true)
        let settings = try resolve(written.appended(to: nil, choosing: true))
        #expect(settings.profileName == "prod" && settings.api == written.api)
        #expect(settings.authentication == .bearer(.command(command)))
        #expect(settings.cache == .disk && settings.isReadOnly)
    }

    @Test("A new file is in a directory for the person alone, readable by nobody else, and nothing is left beside it")
    func new() throws {
        try withHome { directories, path in
            let addition = try ConfigAddition(profile, directories)
            #expect(addition.isChosen)
            try addition.write()
            #expect(
                try text(path)
                    == "profile = \"prod\"\n\n[profiles.prod]\napi = \"https://crm.example.org\"\nauth = \"none\"\n")
            #expect(try mode(path) == 0o600 && mode(folder(path)) == 0o700)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder(path)) == ["config.toml"])
        }
    }

    @Test("A further profile goes to the end of the file, and all that was in it stays")
    func further() throws {
        try withHome { directories, path in
            let old = "# mine\nprofile = \"lab\" # own\n\n[profiles.lab]\nauth = \"none\"\n[keys]\nopen = \"x\""
            try write(old, path, mode: 0o644)
            let addition = try ConfigAddition(profile, directories)
            #expect(!addition.isChosen)
            try addition.write()
            #expect(try text(path) == old + "\n\n" + profile.table)
            #expect(try mode(path) == 0o644)
        }
    }

    @Test("Where there were no profiles yet, it is the one that is used")
    func firstProfile() throws {
        try withHome { directories, path in
            try write("[colours]\nerror = \"red\"\n", path)
            try ConfigAddition(profile, directories).write()
            #expect(try text(path) == "profile = \"prod\"\n\n[colours]\nerror = \"red\"\n\n" + profile.table)
        }
    }

    @Test("A link to the file stays a link, and what it leads to is written")
    func link() throws {
        try withHome { directories, path in
            let real = folder(path) + "/dots.toml"
            try write("", real)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "dots.toml")
            try ConfigAddition(profile, directories).write()
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "dots.toml")
            #expect(try text(real).hasSuffix(profile.table))
        }
    }

    @Test("What somebody else has written meanwhile stays", arguments: [nil, "[keys]\n"] as [String?])
    func meanwhile(_ before: String?) throws {
        try withHome { directories, path in
            if let before { try write(before, path) }
            let addition = try ConfigAddition(profile, directories)
            try write("# other\n", path)
            #expect(throws: ConfigWriteFailure.changedMeanwhile(addition.path)) { try addition.write() }
            #expect(try text(path) == "# other\n")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder(path)) == ["config.toml"])
        }
    }

    @Test("A file that cannot have it at its end is left alone")
    func inlineProfiles() throws {
        try withHome { directories, path in
            try write("profile = \"a\"\nprofiles = { a = { api = \"https://a.example\" } }\n", path)
            #expect(throws: SettingsFailure.self) { try ConfigAddition(profile, directories) }
        }
    }

    @Test("The settings to try are those that will be, whatever address the environment names")
    func settings() throws {
        let environment = ["CUSTOMERS_API_URL": "https://x.example", "CUSTOMERS_PROFILE": "x"]
        let settings = try tried(profile, environment)
        #expect(settings.profileName == "prod" && settings.api == profile.api && settings.allowsInsecureHTTP)
        #expect(settings.authentication == .none && settings.signInAddress == profile.api)
    }

    @Test(
        "A token in the environment is tried, unless it stands beside the address of another server",
        arguments: [
            (nil, true), ("", true), ("https://CRM.example.org:443/stage", true), ("https://x.example", false),
            ("http://crm.example.org", false), ("https://crm.example.org:8443", false), ("nonsense", false),
        ] as [(String?, Bool)])
    func token(_ address: String?, isTried: Bool) throws {
        var environment = ["CUSTOMERS_API_TOKEN": "t"]
        environment["CUSTOMERS_API_URL"] = address
        let own = NewProfile(name: "prod", api: profile.api, signIn: .credentialCommand("pass show crm"))
        for (profile, otherwise) in [(profile, Authentication.none), (own, .bearer(.command("pass show crm")))] {
            let settings = try tried(profile, environment)
            #expect(settings.authentication == (isTried ? .bearer(.value("t")) : otherwise))
            #expect(settings.signInAddress == profile.api)
        }
    }

    /// What is tried before anything is written.
    private func tried(_ profile: NewProfile, _ environment: [String: String]) throws -> ClientSettings {
        var settings: ClientSettings?
        try withHome { directories, path in
            let none = HostConfig(path: path + "/none", administrator: 0)
            settings = try ConfigAddition(profile, directories)
                .settings(environment: environment, allowsInsecureHTTP: true, host: none)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
        return try #require(settings)
    }

    // MARK: Files

    private func withHome(_ body: (Directories, String) throws -> Void) throws {
        let home = FileManager.default.temporaryDirectory.appendingPathComponent("init-\(UUID())").path
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home) }
        try body(Directories(environment: ["HOME": home]), home + "/.config/customers/config.toml")
    }

    private func folder(_ path: String) -> String { URL(fileURLWithPath: path).deletingLastPathComponent().path }

    private func write(_ text: String, _ path: String, mode: Int = 0o600) throws {
        try FileManager.default.createDirectory(atPath: folder(path), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
