/// How far the words of a command line lead into a program's commands.
struct CommandRoute {
    /// From the program itself to the innermost command that is named, and the one below it that needs no name.
    private(set) var commands: [CommandSyntax]
    /// The first word where a command's name has to stand and none does.
    private(set) var stray: String?
    /// The first option that stands where none of the commands so far has it.
    private(set) var early: EarlyOption?

    struct EarlyOption {
        /// Without a value.
        let name: String
        /// The commands before it, from the program itself.
        let path: [String]
        /// The command that is named behind it, which may have been meant.
        let next: CommandSyntax?
        /// What it may have been meant to be.
        let known: [String]
    }

    init(_ words: [String], from root: CommandSyntax) {
        commands = [root]
        var rest = words[...]
        while let word = rest.popFirst(), word != "--" {
            if Self.looksLikeOption(word) {
                // What follows an option that nobody knows may be its value.
                guard let option = option(word) else {
                    early = earlyOption(word, before: rest)
                    break
                }
                if option.kind == .option, !word.contains("="), !rest.isEmpty { rest.removeFirst() }
            } else if let next = commands.last?.subcommand(word) {
                commands.append(next)
            } else {
                if commands.last?.subcommands?.isEmpty == false { stray = word }
                break
            }
        }
        if let standard = commands.last?.standard { commands.append(standard) }
    }

    /// The words, each value joined to its option when it begins with a dash: `--sort -name` as `--sort=-name`.
    ///
    /// A word that is itself an option of these commands stays one: a forgotten value shall be reported.
    func joiningValues(_ words: [String]) -> [String] {
        var joined: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" { return joined + [word] + rest }
            guard option(word)?.kind == .option, !word.contains("="), let value = rest.first,
                Self.looksLikeOption(value), value != "--", option(value) == nil
            else {
                joined.append(word)
                continue
            }
            rest.removeFirst()
            joined.append(word + "=" + value)
        }
        return joined
    }

    private func earlyOption(_ word: String, before rest: ArraySlice<String>) -> EarlyOption {
        let next = rest.prefix { $0 != "--" }.lazy.compactMap { commands.last?.subcommand($0) }.first
        let possible = next.map { [$0] } ?? commands + [commands.last?.standard].compactMap(\.self)
        return EarlyOption(
            name: String(word.prefix { $0 != "=" }), path: commands.map(\.commandName), next: next,
            known: possible.flatMap { $0.arguments ?? [] }.flatMap(\.spellings))
    }

    /// The words, those that can only be a negative number behind `--`, so that the command that wants a number can judge it.
    func settingNumbersApart(_ words: [String]) -> [String] {
        let takesWords = commands.last?.arguments?.contains { $0.kind == .positional } ?? false
        guard takesWords, !words.contains("--") else { return words }
        let isNumber: (String) -> Bool = { $0.hasPrefix("-") && Int($0) != nil && option($0) == nil }
        let numbers = words.filter(isNumber)
        return numbers.isEmpty ? words : words.filter { !isNumber($0) } + ["--"] + numbers
    }

    private func option(_ word: String) -> CommandSyntax.Argument? {
        let name = String(word.prefix { $0 != "=" })
        let known = commands + [commands.last?.standard].compactMap(\.self)
        return known.lazy.flatMap { $0.arguments ?? [] }.first { $0.spellings.contains(name) }
    }

    /// A lone dash is a file's name.
    private static func looksLikeOption(_ word: String) -> Bool {
        word.hasPrefix("-") && word != "-"
    }
}
