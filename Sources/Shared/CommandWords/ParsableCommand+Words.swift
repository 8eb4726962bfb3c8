package import ArgumentParser
import Domain

extension ParsableCommand {
    /// Reads the words of a command line as getopt_long(3) does: a value may be empty and may begin with a dash, as in
    /// `--phone=""` and `--sort -name`, both of which `parseAsRoot(_:)` takes for a missing one.
    ///
    /// - Parameter meanings: what to suggest for words that other programs have for a command, by that word.
    /// - Throws: ``UsageFailure`` for a command that there is not, and else what `parseAsRoot(_:)` throws.
    package static func command(
        for words: [String], meanings: [String: String] = [:]
    ) throws -> any ParsableCommand {
        try command(for: words, meanings: meanings, in: CommandSyntax.of(Self.self))
    }

    /// The same for a program whose syntax is known already; it is looked at for words that the library refuses alone.
    static func command(
        for words: [String], meanings: [String: String] = [:], in syntax: @autoclosure () -> CommandSyntax?
    ) throws -> any ParsableCommand {
        let words = separatingEmptyValues(words)
        do {
            return try parseAsRoot(words)
        } catch {
            guard exitCode(for: error) == .validationFailure, let syntax = syntax() else {
                throw error
            }
            let route = CommandRoute(words, from: syntax)
            if let stray = route.stray { throw UsageFailure(unknown: stray, on: route, of: Self.self, meanings) }
            if let early = route.early, message(for: error).contains("Unknown option '\(early.name)'"),
                let failure = UsageFailure(early: early, of: Self.self)
            {
                throw failure
            }
            let understood = route.settingNumbersApart(route.joiningValues(words))
            guard understood != words else { throw error }
            return try parseAsRoot(understood)
        }
    }

    /// `--phone=` as `--phone` and an empty word, which the library would take for the option alone.
    private static func separatingEmptyValues(_ words: [String]) -> [String] {
        let end = words.firstIndex(of: "--") ?? words.endIndex
        return words[..<end].flatMap { word in
            word.hasPrefix("--") && word.firstIndex(of: "=") == word.indices.last
                ? [String(word.dropLast()), ""] : [word]
        } + words[end...]
    }
}

extension ParsableCommand {
    /// What is to be said when a command line has ended with `error`; empty when nothing is.
    ///
    /// For ``exit(withError:)``, which writes by itself: what it writes may hold what a terminal obeys.
    package static func endText(for error: any Error) -> String {
        let text = fullMessage(for: error)
        return text.isEmpty ? "" : text + "\n"
    }

    /// The command that the words ask for; when they cannot be understood, what is said of them has no line breaks of theirs,
    /// and no more of them than can be read.
    static func understood(
        _ words: [String], _ meanings: [String: String]
    ) throws -> any ParsableCommand {
        do {
            return try command(for: words, meanings: meanings)
        } catch {
            let shown = words.map { $0.harmlessLine.excerpt(characters: longestShownWord) }
            guard shown != words, exitCode(for: error) != .success else { throw error }
            _ = try command(for: shown, meanings: meanings)
            throw UsageFailure(
                "An argument is too long, or holds control characters, which do not belong there.", about: self,
                of: self)
        }
    }

    /// In characters; longer ones are cut where they are quoted.
    private static var longestShownWord: Int { 200 }
}

extension AsyncParsableCommand {
    /// Performs what the words of a command line ask for.
    ///
    /// - Parameters:
    ///   - meanings: as for ``ParsableCommand/command(for:meanings:)``.
    ///   - willRun: is called with the command before it runs.
    ///   - print: writes what is asked for besides a command's work: help, the version.
    /// - Throws: ``UsageFailure`` for words that cannot be meant so, even when the command itself finds that out, and else
    ///   what the command or `print` throws.
    package static func perform(
        _ words: [String], meanings: [String: String] = [:], willRun: (any ParsableCommand.Type) -> Void = { _ in },
        print: @Sendable (String) throws -> Void
    ) async throws {
        do {
            try await run(words, meanings, willRun)
        } catch let request where exitCode(for: request) == .success {
            // The library's own way does not notice that it cannot be written.
            let text = fullMessage(for: request)
            if !text.isEmpty { try print(text + "\n") }
        }
    }

    private static func run(
        _ words: [String], _ meanings: [String: String], _ willRun: (any ParsableCommand.Type) -> Void
    ) async throws {
        var command = try understood(words, meanings)
        willRun(type(of: command))
        do {
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as ValidationError {
            // Thrown as it is, it would be shown with the whole program's usage.
            throw UsageFailure(failure.message, about: type(of: command), of: Self.self)
        }
    }
}
