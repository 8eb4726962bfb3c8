import Testing

@testable import Settings

@Suite("Mistakes in the configuration")
struct MistakeTests {
    @Test(
        "A mistake is reported with its line and what would be right",
        arguments: [
            (
                "profil = \"a\"",
                ":1: profil is not a key at the top; did you mean profile? Valid: profile, profiles, keys, colours, "
            ),
            ("\n[profiles.a]\nurl = \"x\"", ":3: url is not a key in [profiles.a]. Valid: api, auth, token_file, "),
            ("[profiles.a]\nReadOnly = true", ":2: ReadOnly is not a key in [profiles.a]; did you mean readonly?"),
            ("[profiles.a]\ntoken = \"x\"", ":2: a token does not belong into this file; use token_file"),
            ("[profiles.a]\napi = 8080", ":2: api takes a string, not an integer."),
            ("[profiles.a]\napi = \"\"", ":2: api is empty"),
            (
                "[profiles.a]\nlock_command = \"vlock\"",
                ":2: lock_command takes an array of the program and its arguments"
            ),
            ("[profiles.a]\nlock_command = []", ":2: lock_command is empty"),
            ("[profiles.a]\nlock_command = [\"\"]", ":2: lock_command is empty"),
            ("[profiles.a]\nlock_command = [1]", ":2: lock_command takes strings only"),
            ("[profiles.a]\nidle_lock_minutes = 0", ":2: idle_lock_minutes takes a number from 1 to 1440, not 0."),
            ("[profiles.a]\nidle_lock_minutes = \"9\"", ":2: idle_lock_minutes takes a number from 1 to 1440, not a"),
            ("[profiles.a]\nreadonly = \"yes\"", ":2: readonly takes true or false, not a string."),
            (
                "[profiles.a]\ncache = \"dsk\"",
                ":2: cache cannot be \"dsk\"; did you mean disk? Valid: session, disk, none."
            ),
            ("[profiles.a]\nauth = \"basic\"", ":2: auth cannot be \"basic\". Valid: none, bearer, oidc, aws."),
            (
                "[profiles.a]\nauth = 1.5",
                ":2: auth takes one of \"none\", \"bearer\", \"oidc\", \"aws\", not a floating-point number."
            ),
            ("[keys]\n\nopen = 3", ":3: open takes a string or an array of strings, not an integer."),
            ("[keys]\nopen = [\n  \"o\",\n  true,\n]", ":2: open takes strings only, not a bool."),
            ("[colours]\nmark = \"pink\"", ":2: mark cannot be \"pink\". Valid: standard, red, green, "),
            ("keys = \"x\"", ":1: keys takes a table: [keys], not a string."),
            ("[profiles]\nwork = 1", ":2: work takes a table: [profiles.work], not an integer."),
            (
                "profile = \"../x\"",
                ":1: \"../x\" cannot name a profile; use 1 to 64 of the characters A-Z a-z 0-9 _ -."
            ),
            ("[profiles.\"a b\"]", ":1: \"a b\" cannot name a profile"),
            ("profile = \"a\"\n[profiles.a]\napi = ", ":3: this is not TOML: "),
            ("[profiles.a]\n[profiles.a]", ":2: this is not TOML: "),
            ("profiles.a.x = 1", ":1: x is not a key in [profiles.a]"),
            ("# c\nprofiles = { a = { x = 1 } }", ":2: x is not a key in [profiles.a]"),
            (
                "\n[profile.prod]\napi = \"https://a.example\"",
                ":2: profile takes the name of a profile; did you mean [profiles.prod]?"
            ),
            ("[profile]\napi = \"x\"", ":1: profile takes a string, not a table."),
            ("[[profiles]]\napi = \"x\"", ":1: profiles takes a table: [profiles], not an array."),
        ])
    func mistakes(text: String, expected: String) {
        let complaint = complaint(text)
        #expect(complaint.hasPrefix(configPath + expected), "\(complaint)")
    }

    @Test("Of several unknown keys the first in the file is reported")
    func firstUnknownKey() {
        #expect(complaint("zz = 1\naa = 2").contains(":1: zz is not a key"))
    }

    @Test("An unknown profile is reported with the known ones")
    func unknownProfile() {
        let text = "[profiles.work]\n[profiles.home]"
        let flags = SettingsFlags(profile: "wrok")
        #expect(
            complaint(text, flags: SettingsFlags(profile: "works"))
                == "--profile: there is no profile \"works\"; did you mean work? \(configPath) has home, work.")
        #expect(complaint("", flags: flags).hasSuffix("\(configPath) has none. Add [profiles.wrok] to it."))
        #expect(complaint(nil, environment: ["CUSTOMERS_PROFILE": "wrok"]).hasPrefix("CUSTOMERS_PROFILE: there is no"))
        #expect(complaint(text, flags: SettingsFlags(profile: "default")).isEmpty)
    }

    @Test("Profiles without a chosen one are not passed over in silence")
    func noProfileChosen() throws {
        let text = "[profiles.prod]\napi = \"https://a.example\"\n[profiles.lab]"
        #expect(
            complaint(text)
                == "\(configPath) has [profiles.lab], [profiles.prod], but nothing says which to use; write profile = \"lab\" "
                + "at its top, or use --profile lab or CUSTOMERS_PROFILE.")
        #expect(complaint("profile = \"prod\"\n" + text).isEmpty)
        #expect(complaint(text, environment: ["CUSTOMERS_PROFILE": "prod"]).isEmpty)
        #expect(complaint(text, flags: SettingsFlags(profile: "default")).isEmpty)
        #expect(complaint(text + "\n[profiles.default]").isEmpty)
        #expect(complaint("[keys]\nopen = \"o\"").isEmpty)
        // Naming the API's address is a choice.
        let elsewhere = try resolve(text, environment: ["CUSTOMERS_API_URL": "https://b.example"])
        #expect(elsewhere.leavesProfilesUnused)
        #expect(try !resolve(text, flags: SettingsFlags(profile: "lab")).leavesProfilesUnused)
    }

    @Test("Of every profile it is known where its address is written")
    func addresses() throws {
        let text = "profile = \"a\"\n[profiles.b]\nauth = \"aws\"\napi = \"x\"\n[profiles.a]\n"
        let profiles = try resolve(text).profiles
        #expect(profiles.map(\.name) == ["a", "b"])
        #expect(profiles.map(\.api) == [nil, "x"])
        #expect(profiles.map(\.place.line) == [5, 4])
        #expect(profiles.map(\.carriesToken) == [false, true])
    }

    @Test("A profile's name is safe as that of a directory", arguments: ["", ".", "..", "a/b", "ä", "a b", "a\n"])
    func badNames(name: String) {
        #expect(!ClientSettings.isProfileName(name))
        #expect(complaint(nil, flags: SettingsFlags(profile: name)).contains("cannot name a profile"))
    }

    @Test("A profile's name has 64 characters at most")
    func nameLength() {
        #expect(ClientSettings.isProfileName(String(repeating: "a", count: 64)))
        #expect(!ClientSettings.isProfileName(String(repeating: "a", count: 65)))
    }

    @Test("Text behind a NUL is not ignored")
    func nul() {
        #expect(complaint("profile = \"default\"\n\0x = 1") == "\(configPath) is not text in UTF-8; save it as such.")
    }

    @Test("A damaged file never takes the client down")
    func damagedFiles() {
        let text =
            "profile = \"a\"\n[profiles.a]\nauth = \"bearer\"\ntoken_file = \"t\"\n[keys]\nopen = [\"o\", \"Enter\"]\n"
        #expect(complaint(text).isEmpty)
        var generator = Steps()
        for length in text.utf8.indices {
            let prefix = String(decoding: text.utf8[..<length], as: UTF8.self)
            #expect(complaint(prefix).isEmpty || complaint(prefix).contains(configPath))
            var bytes = Array(text.utf8)
            bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 1..<0x7F, using: &generator)
            let mutated = String(decoding: bytes, as: UTF8.self)
            #expect(complaint(mutated).isEmpty || complaint(mutated).contains(configPath), "\(mutated)")
        }
    }
}

/// The same numbers in every run (Knuth's 64-bit linear congruence).
private struct Steps: RandomNumberGenerator {
    private var state: UInt64 = 1

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 33)
    }
}
