import Testing

@testable import Settings

@Suite("The configuration for everybody on the host")
struct HostTests {
    private static let host = """
        profile = "prod"
        [profiles.prod]
        api = "https://crm.example.org"
        credential_command = "pass show crm"
        cache = "none"
        ca_file = "ca.pem"
        [profiles.lab]
        api = "https://lab.example.org"
        [keys]
        open = "o"
        delete = "Ctrl-X"
        [colours]
        error = "red"
        warning = "cyan"
        """
    private static let hostPath = "/etc/customers/config.toml"

    @Test("It counts for those who have no file of their own, and each value says that it is from there")
    func alone() throws {
        let settings = try resolve(nil, overHost: Self.host)
        #expect(settings.profileName == "prod")
        #expect(settings.api == "https://crm.example.org")
        #expect(settings.caFile == "/etc/customers/ca.pem")
        #expect(settings.authentication == .bearer(.command("pass show crm")))
        #expect(settings.origins.profileName.text == "\(Self.hostPath):1")
        #expect(settings.origins.api.text == "\(Self.hostPath):3")
        #expect(settings.origins.keys["open"]?.text == "\(Self.hostPath):10")
        #expect(!settings.isFirstStart)
    }

    @Test("Of a profile in both files the person's own settings count, key by key")
    func keyByKey() throws {
        let settings = try resolve("[profiles.prod]\ncache = \"disk\"\nreadonly = true", overHost: Self.host)
        #expect(settings.profileName == "prod")
        #expect(settings.api == "https://crm.example.org")
        #expect(settings.cache == .disk && settings.isReadOnly)
        #expect(settings.origins.api.text == "\(Self.hostPath):3")
        #expect(settings.origins.cache.text == "\(configPath):2")
        #expect(settings.profiles.map(\.name) == ["lab", "prod"])
    }

    @Test("Keys and colours are the person's own one by one, too")
    func keysAndColours() throws {
        let own = "[keys]\nopen = \"Enter\"\n[colours]\nerror = \"magenta\""
        let settings = try resolve(own, overHost: Self.host)
        #expect(settings.keys == ["open": ["Enter"], "delete": ["Ctrl-X"]])
        #expect(settings.colours == ["error": .magenta, "warning": .cyan])
        #expect(settings.origins.keys["open"]?.text == "\(configPath):2")
        #expect(settings.origins.colours["warning"]?.text == "\(Self.hostPath):14")
    }

    @Test("The person chooses the profile; environment and flags go before both files")
    func stronger() throws {
        #expect(try resolve("profile = \"lab\"", overHost: Self.host).api == "https://lab.example.org")
        let environment = ["CUSTOMERS_API_URL": "https://x.example", "CUSTOMERS_API_TOKEN": "t"]
        #expect(try resolve(nil, overHost: Self.host, environment: environment).api == "https://x.example")
        let flags = SettingsFlags(profile: "lab", api: "https://y.example")
        let address = ["CUSTOMERS_API_URL": "https://x.example"]
        let flagged = try resolve(nil, overHost: Self.host, environment: address, flags: flags)
        #expect(flagged.api == "https://y.example")
    }

    @Test(
        "How one signs in is the person's word, and takes from the host's only what goes with it",
        arguments: [
            ("", Authentication.bearer(.command("pass show crm"))),
            ("auth = \"bearer\"", .bearer(.command("pass show crm"))),
            ("auth = \"none\"", Authentication.none), ("auth = \"aws\"", .aws),
            ("token_file = \"/t\"", .bearer(.file("/t"))), ("credential_command = \"c\"", .bearer(.command("c"))),
        ])
    func signIn(_ own: String, _ expected: Authentication) throws {
        #expect(try resolve("[profiles.prod]\n" + own, overHost: Self.host).authentication == expected)
    }

    @Test("A token of one's own does not meet the host's auth = \"aws\" or \"none\"", arguments: ["aws", "none"])
    func ownToken(_ scheme: String) throws {
        let host = "[profiles.default]\nauth = \"\(scheme)\""
        let settings = try resolve("[profiles.default]\ntoken_file = \"/t\"", overHost: host)
        #expect(settings.authentication == .bearer(.file("/t")))
    }

    @Test("A mistake in it is reported with its path and line")
    func mistake() {
        #expect {
            try resolve(nil, overHost: "[profiles.a]\nread_only = true")
        } throws: { error in
            (error as? SettingsFailure)?.message.hasPrefix("\(Self.hostPath):2: read_only is not a key") == true
        }
    }

    @Test("A profile that neither file has is reported with those of both")
    func unknownProfile() {
        #expect {
            let flags = SettingsFlags(profile: "zzzzzz")
            return try resolve("[profiles.mine]\napi = \"https://m.example\"", overHost: Self.host, flags: flags)
        } throws: { error in
            (error as? SettingsFailure)?.message
                == "--profile: there is no profile \"zzzzzz\". \(configPath) and \(Self.hostPath) have lab, mine, prod."
        }
    }

    @Test("Of two keys that contradict each other the person's is the later one, whatever the lines")
    func later() {
        let (own, host) = (ConfigPlace(path: configPath, line: 2), ConfigPlace(path: Self.hostPath, line: 9))
        #expect(own.isBehind(host) && !host.isBehind(own))
        #expect(ConfigPlace(path: configPath, line: 3).isBehind(own))
    }
}
