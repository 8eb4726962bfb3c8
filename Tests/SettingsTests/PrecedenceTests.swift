import Testing

@testable import Settings

@Suite("Where settings come from")
struct PrecedenceTests {
    private static let text = """
        profile = "work"

        [profiles.work]
        api = "https://work.example.com"
        cache = "disk"
        readonly = true
        ca_file = "ca.pem"
        replicate = true

        [profiles.home]
        api = "https://home.example.com"
        """

    @Test("Without any source the client talks to this machine, unsigned, and keeps customers for the session")
    func standard() throws {
        let settings = try resolve()
        #expect(settings == ClientSettings())
        #expect(settings.profileName == "default")
        #expect(settings.api == "http://127.0.0.1:8080")
        #expect(settings.authentication == .none)
        #expect(settings.cache == .session)
        #expect(!settings.isReadOnly)
        #expect(!settings.replicates)
        #expect(settings.origins.api.text == "the default")
    }

    @Test(
        "What others see in tmux is hidden unless the profile says otherwise, and the person's word counts before the host's"
    )
    func masking() throws {
        #expect(try resolve().masksWhenShared)
        #expect(try !resolve("[profiles.default]\nmask_when_shared = false").masksWhenShared)
        #expect(throws: SettingsFailure.self) { try resolve("[profiles.default]\nmask_when_shared = 1") }
    }

    @Test("The file's profile is used, and each value knows its line")
    func file() throws {
        let settings = try resolve(Self.text)
        #expect(settings.profileName == "work")
        #expect(settings.api == "https://work.example.com")
        #expect(settings.cache == .disk)
        #expect(settings.isReadOnly)
        #expect(settings.replicates)
        #expect(settings.caFile == "/home/kim/.config/customers/ca.pem")
        #expect(settings.origins.profileName.text == "\(configPath):1")
        #expect(settings.origins.api.text == "\(configPath):4")
        #expect(settings.origins.isReadOnly == .file(ConfigPlace(path: configPath, line: 6)))
    }

    @Test("A profile says with whom to sign in, and what is missing is named")
    func issuer() throws {
        let text = """
            [profiles.default]
            auth = "oidc"
            oidc_issuer = "https://login.example.com"
            oidc_client_id = "desk"
            oidc_scopes = ["openid", "offline_access"]
            """
        let issuer = IssuerSettings(
            issuer: "https://login.example.com", clientID: "desk", scopes: ["openid", "offline_access"], audience: nil)
        #expect(try resolve(text).authentication == .oidc(issuer))
        #expect(try resolve(text).origins.authentication.text == "\(configPath):2")
        #expect(
            try resolve(text, environment: ["CUSTOMERS_API_TOKEN": "t"]).authentication == .bearer(.value("t")))
        for line in ["oidc_issuer = \"https://login.example.com\"\n", "oidc_client_id = \"desk\"\n"] {
            let failure = #expect(throws: SettingsFailure.self) { try resolve(text.replacing(line, with: "")) }
            #expect(failure?.message.contains(":2: profile default is to sign in") == true)
        }
    }

    @Test("The environment is stronger than the file")
    func environment() throws {
        let environment = [
            "CUSTOMERS_PROFILE": "home", "CUSTOMERS_API_URL": "https://x.example", "CUSTOMERS_API_TOKEN": "t",
        ]
        let settings = try resolve(Self.text, environment: environment)
        #expect(settings.profileName == "home")
        #expect(settings.api == "https://x.example")
        #expect(settings.authentication == .bearer(.value("t")))
        #expect(settings.origins.api == .environment("CUSTOMERS_API_URL"))
        #expect(settings.origins.profileName.text == "CUSTOMERS_PROFILE")
        #expect(!settings.isReadOnly)
    }

    @Test("Flags are stronger than the environment")
    func flags() throws {
        let environment = ["CUSTOMERS_PROFILE": "home", "CUSTOMERS_API_URL": "https://x.example"]
        let flags = SettingsFlags(
            profile: "work", api: "http://[::1]:9", isReadOnly: true, cache: CachePlace.none, allowsInsecureHTTP: true)
        let settings = try resolve(Self.text, environment: environment, flags: flags)
        #expect(settings.profileName == "work")
        #expect(settings.api == "http://[::1]:9")
        #expect(settings.cache == .none)
        #expect(settings.allowsInsecureHTTP)
        #expect(settings.origins.cache == .flag("--cache"))
        #expect(settings.origins.isReadOnly == .flag("--readonly"))
    }

    @Test("An empty environment variable says nothing")
    func emptyVariables() throws {
        let environment = ["CUSTOMERS_PROFILE": "", "CUSTOMERS_API_URL": "", "CUSTOMERS_API_TOKEN": ""]
        #expect(try resolve(Self.text, environment: environment) == resolve(Self.text))
    }

    @Test("Keys are kept as they are written, one or many to a command")
    func keys() throws {
        let settings = try resolve("[keys]\ndelete = \"Ctrl-X\"\n\"open\" = [\"Enter\", \"o\"]\nhelp = []\n")
        #expect(settings.keys == ["delete": ["Ctrl-X"], "open": ["Enter", "o"], "help": []])
        #expect(settings.origins.keys.mapValues(\.line) == ["delete": 2, "open": 3, "help": 4])
    }

    @Test("Colours are those that every terminal has")
    func colours() throws {
        #expect(try resolve("[colours]\nselection = \"cyan\"\n").colours == ["selection": .cyan])
    }
}

@Suite("Who one is")
struct AuthenticationTests {
    private func authentication(_ lines: String, token: String = "") throws(SettingsFailure) -> Authentication {
        try resolve("[profiles.default]\n" + lines, environment: ["CUSTOMERS_API_TOKEN": token]).authentication
    }

    @Test(
        "A token comes from a file or a command",
        arguments: [
            ("token_file = \"/run/token\"", Authentication.TokenSource.file("/run/token")),
            ("token_file = \"~/.token\"", .file("/home/kim/.token")),
            ("token_file = \"token\"", .file("/home/kim/.config/customers/token")),
            ("auth = \"bearer\"\ncredential_command = \"pass show desk\"", .command("pass show desk")),
        ])
    func sources(lines: String, source: Authentication.TokenSource) throws {
        #expect(try authentication(lines) == .bearer(source))
    }

    @Test("A token in the environment goes before the file's")
    func environment() throws {
        #expect(try authentication("token_file = \"/run/token\"", token: "abc") == .bearer(.value("abc")))
        #expect(try authentication("auth = \"bearer\"", token: "abc") == .bearer(.value("abc")))
        #expect(try authentication("auth = \"none\"", token: "abc") == .bearer(.value("abc")))
    }

    @Test("Signing with AWS is one's own word, whatever token is in the environment")
    func aws() throws {
        #expect(try authentication("auth = \"aws\"") == .aws)
        #expect(try authentication("auth = \"aws\"", token: "abc") == .aws)
        #expect(Authentication.aws.description == "signed with AWS credentials")
    }

    @Test("No description of settings holds the token")
    func secrecy() throws {
        let settings = try resolve(environment: ["CUSTOMERS_API_TOKEN": "s3cret"])
        #expect(!"\(settings)".contains("s3cret"))
        #expect(!String(reflecting: settings).contains("s3cret"))
        #expect(settings.authentication.description == "bearer token from the environment")
    }

    @Test(
        "What cannot work is refused with its line and the way out",
        arguments: [
            ("auth = \"bearer\"", ":2: auth = \"bearer\" needs a token; set token_file or credential_command"),
            ("auth = \"none\"\ntoken_file = \"t\"", ":3: a token is given, but auth is \"none\""),
            (
                "token_file = \"t\"\ncredential_command = \"c\"",
                ":3: a profile takes token_file or credential_command, not both"
            ),
            (
                "auth = \"aws\"\ntoken_file = \"t\"",
                ":3: a token is given, but auth is \"aws\"; write auth = \"bearer\" or remove the token."
            ),
        ])
    func contradictions(lines: String, complaint expected: String) {
        #expect(complaint("[profiles.default]\n" + lines).hasPrefix(configPath + expected))
    }
}
