import TestSupport
import Testing

/// What a shell completes.
struct CompletionTests {
    /// Has bash complete a command line's last word.
    private func completions(_ words: [String], in shell: Shell) async throws -> [String] {
        let line = #"""
            exec bash -c '
            eval "$("$program" --generate-completion-script bash)"
            COMP_WORDS=("$program" "$@"); COMP_CWORD=$#; COMP_LINE="customers $*"; COMP_POINT=${#COMP_LINE}
            _customers customers "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
            """#
        let done = try await shell.customers.shell(line, words)
        #expect(done.error.isEmpty, "\(done.error)")
        return done.output.split(separator: "\n").map(String.init)
    }

    @Test("Profiles are completed by the names in the configuration file")
    func profiles() async throws {
        try await Shell.without(url: nil) { shell in
            #expect(try await completions(["--profile", ""], in: shell).isEmpty)
            try shell.configure("[profiles.prod]\n[profiles.lab]\n[profiles.pilot]\n")
            #expect(try await completions(["--profile", ""], in: shell) == ["lab", "pilot", "prod"])
            #expect(try await completions(["list", "--profile", "p"], in: shell) == ["pilot", "prod"])
            #expect(try await completions(["queue", "show", "--profile", "la"], in: shell) == ["lab"])
        }
    }

    @Test("Help is completed by the names of commands, and of those below them")
    func help() async throws {
        try await Shell.without(url: nil) { shell in
            let begun = try await completions(["help", "e"], in: shell)
            #expect(Set(begun) == ["edit", "erase", "export"])
            #expect(Set(try await completions(["help", "queue", "re"], in: shell)) == ["resolve", "retry"])
            #expect(try await completions(["exp"], in: shell) == ["export"])
        }
    }

    @Test("Each shell's script is made, with one help in it", arguments: ["bash", "zsh", "fish"])
    func scripts(_ name: String) async throws {
        try await Shell.without(url: nil) { shell in
            let script = try await shell.run("--generate-completion-script", name)
            #expect(script.status == 0)
            #expect(!script.output.contains("Show subcommand help information."))
            #expect(
                script.output.split(separator: "\n").count { $0 == "_customers_help() {" } == (name == "fish" ? 0 : 1))
            if name == "bash" {
                #expect(try await shell.customers.shell("exec bash -n", input: script.output).status == 0)
            }
        }
    }
}
