import APIClient
import ArgumentParser
import Transfer
import Wire
import Wording

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write every customer to a file or to standard output.",
        discussion: """
            Everybody who is there from the beginning to the end is in it once, whatever is renamed meanwhile; those whose \
            last change is longest ago come first. FILE appears only when it is complete, readable by you alone; until \
            then a file of that name stays as it was. Where FILE is a link, the file that it leads to is written; a pipe \
            or a device gets what comes at once. Values are exact: CSV may hold cells that a spreadsheet takes for \
            formulas, so open it as text there.
            """)

    @Flag(help: "Write one JSON object on each line (the default, unless FILE ends in .csv).")
    var jsonl = false

    @Flag(help: "Write comma-separated values with a line of column names.")
    var csv = false

    @Argument(help: "Where to write; standard output without it.", completion: .file(extensions: ["csv", "jsonl"]))
    var file: String?

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func validate() throws {
        if jsonl, csv { throw ValidationError("Use either --jsonl or --csv, not both.") }
    }

    private var format: MachineFormat {
        csv || !jsonl && file?.lowercased().hasSuffix(".csv") == true ? .csv : .jsonLines
    }

    func run() async throws {
        let (options, format) = (options, format)
        guard let file, file != "-" else {
            let output = StandardOutput()
            _ = try await options.connected { context in
                try await Self.export(context, format) { text throws(CommandFailure) in
                    try output.write(text, as: format)
                }
            }
            return
        }
        let count = try await Interruption.cancelling {
            try await NewFile.writing(file) { written in
                try await options.connected { context in
                    try await Self.export(context, format) { text throws(CommandFailure) in
                        try written.write(written.isTerminal ? TerminalText.harmless(text, as: format) : text)
                    }
                }
            }
        }
        StandardError.say("\(Phrases.count(count, "customer")) in \(file).")
    }

    /// - Returns: how many customers there were.
    private static func export(
        _ context: CommandContext, _ format: MachineFormat, to write: (String) throws(CommandFailure) -> Void
    ) async throws -> Int {
        var progress = ProgressLine("exporting")
        defer { progress.clear() }
        var count = 0
        try write(format.opening)
        try await context.read(context.everybody) { page in
            try write(page.reduce(into: "") { $0 += format.text($1, isFirst: false) })
            count += page.count
            progress.update(count)
        }
        try write(format.closing)
        return count
    }
}
