import Testing

@testable import Settings

@Suite("Programs of the person's own in the configuration")
struct CommandTests {
    private func settings(_ text: String) throws -> ClientSettings {
        try resolve("[commands.bill]\n" + text)
    }

    private func resolve(_ text: String) throws -> ClientSettings {
        let file = try ConfigFile(path: "/c.toml", text: text, directories: Directories(environment: [:]))
        return try ClientSettings.resolve(file: file, environment: [:], flags: SettingsFlags())
    }

    @Test("Everything that can be said of one is read, and what is not said is harmless")
    func whole() throws {
        let all = try settings(
            """
            key = "x"
            argv = ["/opt/bill", "--now", "a b; rm $HOME"]
            confirm = true
            writes = true
            output = "pager"
            scope = "detail"
            """
        ).commands["bill"]
        #expect(all?.key == "x" && all?.argv == ["/opt/bill", "--now", "a b; rm $HOME"])
        #expect(all?.confirms == true && all?.writes == true && all?.output == .pager && all?.scopes == [.detail])
        let least = try settings("key = \"x\"\nargv = [\"bill\"]\n").commands["bill"]
        #expect(least?.confirms == false && least?.writes == false && least?.output == .status)
        #expect(least?.scopes == [.list, .detail])
    }

    @Test(
        "A mistake names its line and what would be right",
        arguments: [
            ("argv = [\"bill\"]", "/c.toml:1: [commands.bill] needs key; add it."),
            ("key = \"x\"", "/c.toml:1: [commands.bill] needs argv; add it."),
            (
                "key = \"x\"\nargv = \"bill --now\"",
                "/c.toml:3: argv takes an array of the program and its arguments, as in [\"vlock\", \"-c\"], not a string."
            ),
            ("key = \"x\"\nargv = []", "/c.toml:3: argv is empty; give it a value or remove the line."),
            (
                "key = \"x\"\nargv = [\"bin/bill\"]",
                "/c.toml:3: argv names \"bin/bill\", which is another program in another directory; write its whole path, "
                    + "or a name that PATH finds."
            ),
            (
                "key = \"x\"\nargv = [\"bill\"]\noutput = \"less\"",
                "/c.toml:4: output cannot be \"less\". Valid: pager, status, none."
            ),
            (
                "key = \"x\"\nargv = [\"bill\"]\nscope = [\"list\", \"queue\"]",
                "/c.toml:4: scope cannot be \"queue\". Valid: list, detail."
            ),
            (
                "key = \"x\"\nargv = [\"bill\"]\nscope = []",
                "/c.toml:4: scope is empty; give it a value or remove the line."
            ),
            (
                "key = \"x\"\nargv = [\"bill\"]\nconfirms = true",
                "/c.toml:4: confirms is not a key in [commands.bill]; did you mean confirm? Valid: key, argv, confirm, writes, "
                    + "output, scope."
            ),
        ])
    func mistakes(_ text: String, _ message: String) {
        let failure = #expect(throws: SettingsFailure.self) { try settings(text) }
        #expect(failure?.message == message)
    }

    @Test("A name is one that needs no quoting anywhere")
    func names() {
        let failure = #expect(throws: SettingsFailure.self) {
            try resolve("[commands.\"a b\"]\nkey = \"x\"\nargv = [\"a\"]\n")
        }
        #expect(failure?.message.hasPrefix("/c.toml:1: \"a b\" cannot name a command;") == true)
    }

    @Test("The host's are there for everybody, and a person's own of the same name counts for them")
    func host() throws {
        let directories = Directories(environment: [:])
        let own = try ConfigFile(
            path: "/c.toml", text: "[commands.bill]\nkey = \"x\"\nargv = [\"own\"]\n", directories: directories)
        let host = try ConfigFile(
            path: "/etc/c.toml",
            text: "[commands.bill]\nkey = \"x\"\nargv = [\"host\"]\n[commands.map]\nkey = \"M\"\nargv = [\"map\"]\n",
            directories: directories)
        let settings = try ClientSettings.resolve(file: own.over(host), environment: [:], flags: SettingsFlags())
        #expect(settings.commands.mapValues(\.argv) == ["bill": ["own"], "map": ["map"]])
        #expect(settings.origins.commands["map"]?.text == "/etc/c.toml:4")
    }

    @Test("The mouse is off until a profile asks for it")
    func mouse() throws {
        #expect(try !resolve("").usesMouse)
        #expect(try resolve("[profiles.default]\nmouse = true\n").usesMouse)
    }
}
