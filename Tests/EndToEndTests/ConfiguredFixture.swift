import TestSupport

extension TerminalFixture {
    /// The client in a terminal, with a configuration of its own and an editor.
    ///
    /// - Parameters:
    ///   - configuration: `@HOME@` in it is the home directory.
    ///   - editor: a shell script that is EDITOR; its first argument is the file.
    static func configured(
        _ configuration: String, editor: String? = nil, rows: Int = 24, columns: Int = 120,
        environment: [String: String] = [:], _ body: @escaping @Sendable (TerminalFixture) async throws -> Void
    ) async throws {
        let own = ["CONFIGURATION": configuration, "EDITOR_SCRIPT": "#!/bin/sh\n" + (editor ?? "exit 1") + "\n"]
        let begin = """
            mkdir -p "$HOME/.config/customers"
            printf %s "$CONFIGURATION" | sed "s|@HOME@|$HOME|g" > "$HOME/.config/customers/config.toml"
            printf 'echo not a program\\n' > "$HOME/no-interpreter"
            printf %s "$EDITOR_SCRIPT" > "$HOME/editor"
            chmod +x "$HOME/editor" "$HOME/no-interpreter"
            \(editor == nil ? "" : "export EDITOR=\"$HOME/editor\"")
            unset CONFIGURATION EDITOR_SCRIPT
            exec "$PROGRAM"
            """
        try await onServer(
            rows: rows, columns: columns, environment: own.merging(environment) { $1 },
            command: ["/bin/sh", "-c", begin]
        ) { fixture in
            try await fixture.client.wait(for: "the list", seconds: 30) { screen in
                screen.lines.contains { $0.hasPrefix(" ▸ ") && $0.contains("@") } && screen.contains("online")
            }
            try await body(fixture)
        }
    }

    /// Keys are answered: the selection moves on by a row.
    func expectAnswers() async throws {
        let before = await client.screen.markedLine
        await client.send("\u{1B}[B")
        try await client.wait(for: "the selection to move") { $0.markedLine != before && $0.markedLine != nil }
    }
}

extension VirtualScreen {
    /// The line that is marked in the list.
    fileprivate var markedLine: Int? { lines.firstIndex { $0.hasPrefix(" ▸ ") } }
}
