import ArgumentParser
import FoundationEssentials
import Panes
import Screen
import Settings
import Transfer

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Print the interface's keys, as the configuration has them.",
        discussion: "In [keys] of the configuration file, a command is named as in the second column.")

    @Flag(help: "Print a JSON array of {pane, command, keys, help}.")
    var json = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() throws {
        let settings = try options.settings(ProcessInfo.processInfo.environment)
        let keymap = try Keymap(settings)
        let rows = Scope.allCases.flatMap { scope in
            keymap.rows(in: scope, isReadOnly: settings.isReadOnly).map { KeyJSON($0, in: scope) }
        }
        let output = StandardOutput()
        if json {
            try output.writeJSON("[" + rows.map { "\n" + JSONText.line($0) }.joined(separator: ",") + "\n]\n")
        } else {
            try output.writeLines(rows.map(\.line).joined())
        }
    }
}

/// One row of the key table in one pane.
private struct KeyJSON: Encodable {
    let pane: String
    let command: String
    let keys: [String]
    let help: String

    init(_ row: KeyRow, in scope: Scope) {
        pane = scope.title
        command = row.command.rawValue
        keys = row.keys.map(\.name)
        help = row.help
    }

    var line: String {
        [pane, command, keys.joined(separator: ", "), help].joined(separator: "\t") + "\n"
    }
}
