import ArgumentParser
import FoundationEssentials

/// What a command, its options and those below it are called, as swift-argument-parser tells of them.
struct CommandSyntax: Decodable, Sendable {
    let commandName: String
    let defaultSubcommand: String?
    let subcommands: [CommandSyntax]?
    let arguments: [Argument]?

    struct Argument: Decodable, Sendable {
        let kind: Kind
        private let names: [Name]?

        enum Kind: String, Decodable {
            case positional, option, flag
        }

        private struct Name: Decodable {
            let kind: String
            let name: String
        }

        /// As they are written: `--limit`, `-h`.
        var spellings: [String] {
            (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name }
        }
    }

    private struct Document: Decodable {
        let command: CommandSyntax
    }

    /// `nil` only when the library says it in a way that is not understood here.
    static func of(_ command: any ParsableCommand.Type) -> CommandSyntax? {
        (try? JSONDecoder().decode(Document.self, from: Data(command._dumpHelp().utf8)))?.command
    }

    /// The command below this one that needs no name.
    var standard: CommandSyntax? {
        defaultSubcommand.flatMap(subcommand)
    }

    func subcommand(_ name: String) -> CommandSyntax? {
        subcommands?.first { $0.commandName == name }
    }
}
