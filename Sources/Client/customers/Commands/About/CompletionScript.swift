import ArgumentParser

/// What a shell completes this program's command lines by.
struct CompletionScript {
    let text: String

    /// `nil` unless the command line asks for one of a shell that can have it.
    init?(_ words: [String]) {
        guard words.count == 2, words[0] == "--generate-completion-script",
            let shell = CompletionShell(rawValue: words[1])
        else { return nil }
        text = Self.withoutSecondHelp(CustomersCommand.completionScript(for: shell)) + "\n"
    }

    /// The library adds a `help` of its own, whose function would take the place of ours and completes no names.
    private static func withoutSecondHelp(_ script: String) -> String {
        var lines = script.split(separator: "\n", omittingEmptySubsequences: false)
        lines.removeAll { $0.contains("Show subcommand help information.") }
        let isHelp: (Substring) -> Bool = { $0 == "_customers_help() {" }
        if let first = lines.firstIndex(where: isHelp), let last = lines.lastIndex(where: isHelp), first < last,
            let end = lines[last...].firstIndex(of: "}")
        {
            lines.removeSubrange(last...end)
        }
        return lines.joined(separator: "\n")
    }
}
