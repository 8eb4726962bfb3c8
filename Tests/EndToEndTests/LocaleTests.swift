import TestSupport
import Testing

@Suite("Which characters can be shown", .serialized)
struct LocaleTests {
    @Test(
        "Doctor says of every locale what the interface then does",
        arguments: [
            (["LC_ALL": "C.UTF-8"], "ok   locale        LC_ALL=C.UTF-8", true),
            // SSH passes names on that this host has not got.
            (["LC_ALL": "xx_XX"], "ok   locale        LC_ALL=xx_XX", true),
            (["LC_CTYPE": "UTF-8"], "ok   locale        LC_CTYPE=UTF-8", true),
            (["LC_CTYPE": "xx_XX.utf8@euro"], "ok   locale        LC_CTYPE=xx_XX.utf8@euro", true),
            (["LANG": ""], "no locale is set, so UTF-8 is used", true),
            (["LC_ALL": "xx_XX.ISO-8859-1"], "LC_ALL=xx_XX.ISO-8859-1 shows only ASCII. Set LC_ALL=C.UTF-8.", false),
            (["LC_ALL": "C"], "LC_ALL=C shows only ASCII. Set LC_ALL=C.UTF-8.", false),
            (["LANG": "POSIX"], "LANG=POSIX shows only ASCII. Set LANG=C.UTF-8.", false),
        ] as [([String: String], String, Bool)])
    func oneRule(_ environment: [String: String], _ message: String, _ isUnicode: Bool) async throws {
        try await TerminalFixture.onServer(environment: environment) { fixture in
            let doctor = try await Program("customers", environment: fixture.environment).run(["doctor"])
            #expect(doctor.output.contains(message), "\(doctor.output)")
            try await fixture.client.wait(for: "the list", seconds: 30) { screen in
                screen.contains("online") && screen.lines.contains { $0.hasPrefix(isUnicode ? " ▸ " : " > ") }
            }
        }
    }
}
