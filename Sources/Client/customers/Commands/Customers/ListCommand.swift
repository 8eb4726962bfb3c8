import APIClient
import ArgumentParser
import Cache
import Domain
import Panes
import Wire

struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Print customers in order of their names, or those that a search finds.",
        discussion: """
            Every word of TERM begins a word of the name, the email or its domain; three digits or more find the end \
            of a phone number. On a terminal the columns are cut to its width; into a pipe they are separated by tabs. \
            While the API is away, this prints whom this machine keeps and says how old they are; the exit status is \
            then 69, unless the whole directory is kept here (replicate = true).
            """)

    @Option(help: ArgumentHelp("Only those found by these words.", valueName: "term"))
    var search: String?

    @Option(help: ArgumentHelp("At most this many.", valueName: "n"))
    var limit: Int?

    @Option(help: ArgumentHelp("name, or -name for the order from Z to A.", valueName: "order"))
    var sort: ListQuery.Sort = .name

    @OptionGroup var format: ListFormat

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be 1 or more, not \(limit).") }
    }

    func run() async throws {
        let query = ListQuery(sort: sort, search: search)
        try await options.connected { desk in
            var printer = ListPrinter(format.machine, isSearch: search != nil)
            do {
                var learned = 0
                for try await page in desk.pages(query, limit: limit) {
                    try printer.print(page)
                    if learned < Self.maximumKept { await desk.workspace.learn(page) }
                    learned += page.count
                }
            } catch let failure as APIFailure {
                guard failure.isAbsence, !printer.hasPrinted else { throw failure }
                try printKept(query, desk, because: failure, with: &printer)
            }
            try printer.end()
        }
    }

    /// Longer listings are not read again by a person, and would push out whom they look at.
    private static let maximumKept = 10_000

    /// Prints what is kept here of what the API cannot be asked.
    private func printKept(
        _ query: ListQuery, _ desk: Desk, because failure: APIFailure, with printer: inout ListPrinter
    ) throws {
        guard let cache = desk.workspace.cache else { throw failure }
        var listing = KeptListing(cache, query, limit: limit ?? .max, on: desk.queue)
        while let page = try? listing.next() { try printer.print(page) }
        let isWhole = (try? cache.replicaState().isComplete) ?? false
        guard printer.hasPrinted || isWhole else { throw failure }
        try printer.end()
        let age = listing.oldest.map { ", the oldest seen \(Wording.age(of: $0, at: .now()))" } ?? ""
        let extent = isWhole ? "The whole directory, as kept on this machine" : "Only whom this machine keeps"
        let sentence = "\(extent)\(age). \(failure.cause)"
        guard isWhole else { throw CommandFailure(CommandFailure(failure).status, sentence) }
        StandardError.say(sentence)
    }
}

/// Prints the pages of a listing in one of its formats.
private struct ListPrinter {
    private let format: MachineFormat?
    private let isSearch: Bool
    private let output = StandardOutput()
    private var table: CustomerTable?
    private(set) var hasPrinted = false
    private var hasEnded = false

    init(_ format: MachineFormat?, isSearch: Bool) {
        self.format = format
        self.isSearch = isSearch
    }

    mutating func print(_ page: [Customer]) throws(CommandFailure) {
        guard !page.isEmpty else { return }
        if let format {
            var text = hasPrinted ? "" : format.opening
            for (index, customer) in page.enumerated() {
                text += format.text(customer, isFirst: !hasPrinted && index == 0)
            }
            try output.write(text, as: format)
        } else {
            let shown = table ?? CustomerTable(columns: output.columns, firstPage: page)
            try output.write(page.reduce(into: table == nil ? shown.heading : "") { $0 += shown.row($1) })
            table = shown
        }
        hasPrinted = true
    }

    /// Ends the listing, once.
    mutating func end() throws(CommandFailure) {
        guard !hasEnded else { return }
        hasEnded = true
        if let format {
            try output.write((hasPrinted ? "" : format.opening) + format.closing, as: format)
        } else if !hasPrinted {
            StandardError.say(isSearch ? "Nobody was found." : "There are no customers yet.")
        }
    }
}

extension ListQuery.Sort: ExpressibleByArgument {}

/// How a list is printed; for people unless told otherwise.
struct ListFormat: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Print a JSON array of the API's own customers.")
    var isJSON = false

    @Flag(name: .customLong("csv"), help: "Print comma-separated values with a line of column names.")
    var isCSV = false

    var machine: MachineFormat? {
        isJSON ? .json : isCSV ? .csv : nil
    }

    func validate() throws {
        if isJSON, isCSV { throw ValidationError("Use either --json or --csv, not both.") }
    }
}
