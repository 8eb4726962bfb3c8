import ArgumentParser
import FoundationEssentials
import Panes
import Screen
import Settings
import Transfer

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Print the interface's keys, as the configuration has them, and what can be typed after a colon.",
        discussion: "In [keys] of the configuration file, a command is named as in the second column.")

    @Flag(help: "Print a JSON array of {pane, command, keys, help}.")
    var json = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() throws {
        let settings = try options.settings(ProcessInfo.processInfo.environment)
        let (keymap, isReadOnly) = (try Keymap(settings), settings.isReadOnly)
        let keys = Scope.allCases.flatMap { scope in
            keymap.rows(in: scope, isReadOnly: isReadOnly).map { KeyJSON($0, in: scope) }
                + keymap.custom(in: scope, isReadOnly: isReadOnly).map { KeyJSON($0, in: scope) }
        }
        let rows = keys + CommandTable.rows(isReadOnly: isReadOnly).map(KeyJSON.init)
        let output = StandardOutput()
        if json {
            try output.writeJSON(lines: rows.map(JSONText.line))
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

    /// What is typed in place of a key.
    init(_ row: CommandRow) {
        pane = CommandTable.title
        command = row.name
        keys = [":" + row.usage]
        help = row.help
    }

    init(_ custom: CustomCommand, in scope: Scope) {
        pane = scope.title
        command = custom.name
        keys = [custom.key.name]
        help = custom.help
    }

    var line: String {
        [pane, command, keys.joined(separator: ", "), help].joined(separator: "\t") + "\n"
    }
}
