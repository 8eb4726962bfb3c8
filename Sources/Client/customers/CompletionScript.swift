import ArgumentParser

/// What a shell completes this program's command lines by.
struct CompletionScript {
    let text: String

    /// `nil` unless the command line asks for one of a shell that can have it.
    init?(_ words: [String]) {
        guard let shell = Self.shell(askedForBy: words) else { return nil }
        text = Self.withoutSecondHelp(CustomersCommand.completionScript(for: shell)) + "\n"
    }

    private static let option = "--generate-completion-script"

    /// The shell that is named, behind a blank or an equals sign, or the person's own when none is.
    private static func shell(askedForBy words: [String]) -> CompletionShell? {
        switch words.count {
        case 1 where words[0] == option: CompletionShell.autodetected()
        case 1 where words[0].hasPrefix(option + "="):
            CompletionShell(rawValue: String(words[0].dropFirst(option.count + 1)))
        case 2 where words[0] == option: CompletionShell(rawValue: words[1])
        default: nil
        }
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
