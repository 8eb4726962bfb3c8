import APIClient
import ArgumentParser
import Domain
import FoundationEssentials
import Transfer
import Wire
import Wording
import Workspace

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write every customer, or those that a search finds, to a file or to standard output.",
        discussion: """
            Everybody who is there from the beginning to the end is in it once, whatever is renamed meanwhile; those whose \
            last change is longest ago come first, of a search the names in order. FILE appears only when it is complete, \
            readable by you alone, and takes the place of no other unless you say --force. Where FILE is a link, the file \
            that it leads to is written; a pipe or a device gets what comes at once. Values are exact: CSV may hold cells \
            that a spreadsheet takes for formulas, so use --spreadsheet for one.
            """)

    @Flag(help: "Write one JSON object on each line (the default, unless FILE ends in .csv, .tsv, .json or .vcf).")
    var jsonl = false

    @Flag(help: "Write comma-separated values with a line of column names.")
    var csv = false

    @Flag(name: .customLong("vcard"), help: "Write cards of vCard 4.0.")
    var isVCard = false

    @Flag(
        help: """
            Write CSV for a spreadsheet: with a byte order mark, and an apostrophe before what it would take for a formula. \
            An import takes both off again.
            """)
    var spreadsheet = false

    @Option(help: ArgumentHelp("Only those found by these words; everybody without it.", valueName: "term"))
    var search: String?

    @OptionGroup var viewOption: ViewOption

    @Flag(help: "Replace FILE if it is there.")
    var force = false

    @Argument(
        help: "Where to write; standard output without it.",
        completion: .file(extensions: FileEnding.ofCustomers.map(\.rawValue)))
    var file: String?

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func validate() throws {
        if search != nil, viewOption.name != nil { throw ValidationError("Use either --search or --view, not both.") }
        let chosen = [jsonl, csv || spreadsheet, isVCard].count(where: \.self)
        if chosen > 1 { throw ValidationError("Use one of --jsonl, --csv, --spreadsheet and --vcard.") }
        guard chosen == 0, let file, let ending = ending, Self.workbooks.contains(ending) else { return }
        throw ValidationError(
            "\(file) would be no workbook. Use --spreadsheet FILE.csv, which spreadsheet programs open as text.")
    }

    /// Endings of what is not written here, and would be taken for it.
    private static let workbooks: Set<String> = ["xlsx", "xlsm", "xls", "ods", "numbers"]

    private var ending: String? { file?.lowercased().split(separator: ".").last.map(String.init) }

    private var format: MachineFormat {
        if spreadsheet { return .spreadsheet }
        if csv { return .csv }
        if isVCard { return .vCard }
        if jsonl { return .jsonLines }
        return file.flatMap(FileEnding.init(of:)).map { MachineFormat($0) } ?? .jsonLines
    }

    func run() async throws {
        let (options, format) = (options, format)
        let text = try viewOption.view(options)?.filter ?? search
        let search = try TypedFilter(text, options.settings(ProcessInfo.processInfo.environment)).meantForAll()
        guard let file, file != "-" else {
            let output = StandardOutput()
            _ = try await options.connected { context in
                try await Self.export(context, search, format) { text throws(CommandFailure) in
                    try output.write(text, as: format)
                }
            }
            return
        }
        let replaces = force
        let count = try await Interruption.cancelling {
            try await NewFile.writing(file, replaces: replaces, otherwise: "To replace it, add --force.") { written in
                try await options.connected { context in
                    try await Self.export(context, search, format) { text throws(CommandFailure) in
                        try written.write(TerminalText.written(text, as: format, isTerminal: written.isTerminal))
                    }
                }
            }
        }
        StandardError.say("\(Phrases.count(count, "customer")) in \(file).")
    }

    /// - Returns: how many customers there were.
    private static func export(
        _ context: CommandContext, _ search: TypedFilter, _ format: MachineFormat,
        to write: (String) throws(CommandFailure) -> Void
    ) async throws -> Int {
        var progress = ProgressLine("exporting")
        defer { progress.clear() }
        var count = 0
        var noted: UseReports.Noted?
        defer { if let noted { context.workspace.reports.complete(noted, count: count) } }
        try write(format.opening)
        let pages = search.filter == nil ? context.everybody : context.pages(search.query())
        try await context.read(pages) { page in
            // Before the first of them is out: a reader that goes away ends this program.
            noted = noted ?? context.note(.export)
            var text = ""
            for customer in page {
                text += format.text(customer, isFirst: count == 0)
                count += 1
            }
            try write(text)
            progress.update(count)
        }
        try write(format.closing)
        return count
    }
}
