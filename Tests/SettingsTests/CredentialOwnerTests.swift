import Testing

@testable import Settings

@Suite("Whom a credential is for")
struct CredentialOwnerTests {
    private static let (a, b, c, d) = (
        "https://a.example", "https://b.example", "https://c.example", "https://d.example"
    )

    /// The addresses of the flag, the environment, beside the credential and of the profile; then the owner of a token in
    /// the environment, and that of the profile's credential.
    static let cases: [(String?, String?, String?, String, String, String)] = [
        (nil, nil, nil, a, a, a), (nil, nil, b, a, a, b), (nil, c, nil, a, c, a), (nil, c, b, a, c, b),
        (d, nil, nil, a, d, a), (d, nil, b, a, d, b), (d, c, nil, a, c, a), (d, c, b, a, c, b),
    ]

    @Test(
        "A token in the environment is for the address beside it, the profile's for the one beside that",
        arguments: cases)
    func owners(
        _ given: (String?, String?, String?, profile: String, ofEnvironment: String, ofProfile: String)
    ) {
        let addresses = CredentialOwner.Addresses(
            flag: given.0, environment: given.1, besideCredential: given.2, profile: given.profile)
        #expect(CredentialOwner.address(of: .environment, addresses) == given.ofEnvironment)
        #expect(CredentialOwner.address(of: .profile, addresses) == given.ofProfile)
        #expect(addresses.asked == given.0 ?? given.1 ?? given.profile)
    }

    @Test(
        "A server is scheme, host and port; how they are written, and the path, is not looked at",
        arguments: [
            ("https://a.example", "https://A.EXAMPLE:443/stage/", true),
            ("http://a.example", "http://a.example:80", true),
            ("https://a.example", "https://a.example.", true), ("http://[::1]:1", "http://[::1]:1/", true),
            ("https://a.example", "http://a.example", false), ("https://a.example", "https://a.example:8443", false),
            ("https://a.example", "https://b.a.example", false), ("http://127.0.0.1:1", "http://localhost:1", false),
            ("nonsense", "nonsense", true), ("nonsense", "https://a.example", false),
        ])
    func same(_ one: String, _ other: String, _ isSame: Bool) {
        #expect(CredentialOwner.isSame(one, other) == isSame)
        #expect(CredentialOwner.isSame(other, one) == isSame)
    }

    private static let signIns = ["token_file = \"/t\"", "credential_command = \"c\"", "auth = \"aws\""]

    @Test("A profile's credential goes to no other address, and both are named with the way out", arguments: signIns)
    func profile(_ signIn: String) throws {
        let text = "[profiles.default]\napi = \"\(Self.a)\"\n" + signIn
        for complaint in [
            complaint(text, environment: ["CUSTOMERS_API_URL": Self.b]), complaint(text, flags: .init(api: Self.b)),
        ] {
            for part in [Self.a, Self.b, "CUSTOMERS_API_TOKEN", "--profile"] { #expect(complaint.contains(part)) }
        }
        #expect(try resolve(text, flags: .init(api: Self.a + ":443/stage")).signInAddress == Self.a)
        #expect(try resolve(text).signInAddress == Self.a)
    }

    @Test("A token in the environment goes to the address of the same call, never away from the one beside it")
    func environment() throws {
        let text = "[profiles.default]\napi = \"\(Self.a)\"\ntoken_file = \"/t\""
        let token = ["CUSTOMERS_API_TOKEN": "t"]
        #expect(try resolve(text, environment: token).signInAddress == Self.a)
        #expect(try resolve(text, environment: token, flags: .init(api: Self.b)).signInAddress == Self.b)
        let pair = token.merging(["CUSTOMERS_API_URL": Self.c]) { $1 }
        #expect(try resolve(text, environment: pair).signInAddress == Self.c)
        #expect(complaint(text, environment: pair, flags: .init(api: Self.b)).contains("belongs to \(Self.c)"))
    }

    @Test(
        "A person who changes only the address of the host's profile is not handed the host's credential",
        arguments: signIns)
    func hosts(_ signIn: String) throws {
        let host = "[profiles.default]\napi = \"\(Self.a)\"\n" + signIn
        let own = "[profiles.default]\napi = \"\(Self.b)\"\n"
        #expect {
            try resolve(own, overHost: host)
        } throws: { error in
            (error as? SettingsFailure)?.message.contains("belongs to \(Self.a) and is not sent to \(Self.b)") == true
        }
        #expect(try resolve(own + "token_file = \"/own\"", overHost: host).signInAddress == Self.b)
        #expect(try resolve("[profiles.default]\ntoken_file = \"/own\"", overHost: host).signInAddress == Self.a)
        #expect(try resolve(own + "auth = \"none\"", overHost: host).api == Self.b)
        #expect(try resolve("[profiles.default]\napi = \"\(Self.a)/stage\"", overHost: host).signInAddress == Self.a)
    }

    @Test("A password in a mistyped address is in no message")
    func password() {
        let text = "[profiles.default]\napi = \"\(Self.a)\"\ntoken_file = \"/t\""
        for address in ["https://kim:secret@b.example", "kim:secret@b.example", "https://b.example/?token=secret"] {
            let said = complaint(text, environment: [:], flags: .init(api: address))
            #expect(said.contains("is not an API address") && !said.contains("secret"), "\(said)")
        }
    }

    @Test("An address that is none is called that, whoever the credential is for", arguments: signIns)
    func mistyped(_ signIn: String) {
        let text = "[profiles.default]\napi = \"\(Self.a)\"\n" + signIn
        for address in ["foo", "https://b.example:port", "https://b.example:99999"] {
            let said = complaint(text, flags: .init(api: address))
            #expect(said.hasPrefix("--api: this is not an API address; write it as https://"), "\(said)")
        }
    }

    @Test("A sign-in without an address beside it belongs to the profile's")
    func apart() throws {
        let settings = try resolve(
            "[profiles.default]\napi = \"\(Self.b)\"", overHost: "[profiles.default]\nauth = \"aws\"")
        #expect(settings.signInAddress == Self.b)
    }
}
